using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Transactions and waiting for the store.</content>
public sealed partial class EngineSession
{
    /// <summary>Begins a transaction without waiting. IRQL Passive.</summary>
    /// <param name="kind">What it may do.</param>
    /// <returns>
    /// Success, <see cref="FwpStatus.TransactionInProgress"/>, <see cref="FwpStatus.Timeout"/> when the store is taken, AccessDenied,
    /// <see cref="FwpStatus.SessionAborted"/>.
    /// </returns>
    [WindowsDdi("FwpmTransactionBegin0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus TransactionBegin(TransactionKind kind = TransactionKind.ReadWrite)
    {
        NtStatus status = CanBegin(kind);
        if (status.IsError)
        {
            return status;
        }

        if (!_engine.StoreLock.TryEnter(this, kind))
        {
            return FwpStatus.Timeout;
        }

        Begin(kind);
        return NtStatus.Success;
    }

    /// <summary>
    /// Begins a transaction, waiting for the store as long as <see cref="SessionOptions.TransactionWaitTimeoutMs"/> says; first come, first
    /// served. IRQL Passive.
    /// </summary>
    /// <param name="kind">What it may do.</param>
    /// <returns>As <see cref="TransactionBegin"/>; <see cref="FwpStatus.Timeout"/> exactly when the time is over.</returns>
    [WindowsDdi("FwpmTransactionBegin0")]
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask<NtStatus> TransactionBeginAsync(TransactionKind kind = TransactionKind.ReadWrite)
    {
        NtStatus status = CanBegin(kind);
        if (status.IsSuccess)
        {
            status = await _engine.StoreLock.EnterAsync(this, kind, Options.WaitNs);
        }

        if (status.IsSuccess)
        {
            Begin(kind);
        }

        return status;
    }

    /// <summary>
    /// Makes calls outside a transaction whose turn must be waited for: each runs in an implicit transaction, which waits for the store as long as
    /// <see cref="SessionOptions.TransactionWaitTimeoutMs"/> says. Inside a transaction the calls run at once. IRQL Passive.
    /// </summary>
    /// <param name="calls">The calls on this session; runs when it is the session's turn.</param>
    /// <param name="kind">ReadOnly when the calls only read.</param>
    /// <returns>What <paramref name="calls"/> returns, or <see cref="FwpStatus.Timeout"/> exactly when the time is over.</returns>
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask<NtStatus> InTurnAsync(Func<EngineSession, NtStatus> calls, TransactionKind kind = TransactionKind.ReadWrite)
    {
        ArgumentNullException.ThrowIfNull(calls);
        if (_transaction is not null || IsOver)
        {
            return calls(this);
        }

        NtStatus status = await _engine.StoreLock.EnterAsync(this, kind, Options.WaitNs);
        if (status.IsError)
        {
            return status;
        }

        _turn = kind;
        try
        {
            return calls(this);
        }
        finally
        {
            _turn = null;
            _engine.StoreLock.Leave(kind);
        }
    }

    /// <summary>Ends the transaction and makes its changes effective, all at once. IRQL Passive.</summary>
    /// <returns>Success, <see cref="FwpStatus.NoTransactionInProgress"/>, or <see cref="FwpStatus.TransactionAborted"/> when its time was over.</returns>
    [WindowsDdi("FwpmTransactionCommit0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus TransactionCommit() => End("FwpmTransactionCommit0", commits: true);

    /// <summary>Ends the transaction and takes all its changes back. IRQL Passive.</summary>
    /// <returns>Success, <see cref="FwpStatus.NoTransactionInProgress"/>, or <see cref="FwpStatus.TransactionAborted"/> when its time was over.</returns>
    [WindowsDdi("FwpmTransactionAbort0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus TransactionAbort() => End("FwpmTransactionAbort0", commits: false);

    /// <summary>The transaction of a user-mode client lasted too long.</summary>
    internal void ForceAbort()
    {
        if (_transaction is not null)
        {
            EndTransaction(commits: false);
            _wasForcedToAbort = true;
        }
    }

    private NtStatus CanBegin(TransactionKind kind)
    {
        NtStatus status = Enter("FwpmTransactionBegin0");
        if (status.IsError)
        {
            return status;
        }

        return _transaction is not null
            ? FwpStatus.TransactionInProgress
            : Check(PolicyObjectKind.Engine, null, kind == TransactionKind.ReadOnly ? EngineAccess.BeginReadTransaction : EngineAccess.BeginWriteTransaction);
    }

    private void Begin(TransactionKind kind)
    {
        _transaction = kind;
        _clock?.Start();
    }

    private NtStatus End(string operation, bool commits)
    {
        NtStatus status = Enter(operation);
        if (status.IsError)
        {
            return status;
        }

        return EndTransaction(commits) ? NtStatus.Success : FwpStatus.NoTransactionInProgress;
    }

    private bool EndTransaction(bool commits)
    {
        if (_transaction is not { } kind)
        {
            return false;
        }

        _clock?.Stop();
        if (!commits)
        {
            TakeBack();
        }

        _transaction = null;
        _engine.StoreLock.Leave(kind);
        if (commits)
        {
            FinishCommit();
        }

        return true;
    }
}
