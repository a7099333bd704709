using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// A client's session with the engine: every change runs in a transaction, the client's own or one of the call. Other sessions and
/// classification see nothing of a transaction before its commit.
/// </summary>
/// <remarks>
/// The store admits many readers or one writer. A call that finds it taken by another session's transaction ends with
/// <see cref="FwpStatus.Timeout"/> at once: a call cannot wait inside the event loop.
/// </remarks>
public sealed partial class EngineSession : IDisposable
{
    private readonly FilterEngine _engine;
    private readonly List<RuntimeFilter> _added = [];
    private UndoLog _undo = new();
    private TransactionKind? _transaction;
    private bool _isClosed;

    internal EngineSession(FilterEngine engine, SessionOptions options)
    {
        _engine = engine;
        Options = options;
    }

    /// <summary>What the client said.</summary>
    public SessionOptions Options { get; }

    /// <summary>True between begin and commit or abort.</summary>
    public bool IsInTransaction => _transaction is not null;

    /// <summary>Begins a transaction. IRQL Passive.</summary>
    /// <param name="kind">What it may do.</param>
    /// <returns>Success, <see cref="FwpStatus.TransactionInProgress"/> or <see cref="FwpStatus.Timeout"/>.</returns>
    [WindowsDdi("FwpmTransactionBegin0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus TransactionBegin(TransactionKind kind = TransactionKind.ReadWrite)
    {
        _engine.AssertPassive("FwpmTransactionBegin");
        if (_isClosed)
        {
            return FwpStatus.SessionAborted;
        }

        if (_transaction is not null)
        {
            return FwpStatus.TransactionInProgress;
        }

        if (!TryLock(kind))
        {
            return FwpStatus.Timeout;
        }

        _transaction = kind;
        return NtStatus.Success;
    }

    /// <summary>Ends the transaction and makes its changes effective, all at once. IRQL Passive.</summary>
    /// <returns>Success or <see cref="FwpStatus.NoTransactionInProgress"/>.</returns>
    [WindowsDdi("FwpmTransactionCommit0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus TransactionCommit()
    {
        _engine.AssertPassive("FwpmTransactionCommit");
        if (_transaction is not { } kind)
        {
            return FwpStatus.NoTransactionInProgress;
        }

        _transaction = null;
        Unlock(kind);
        FinishCommit();
        return NtStatus.Success;
    }

    /// <summary>Ends the transaction and takes all its changes back. IRQL Passive.</summary>
    /// <returns>Success or <see cref="FwpStatus.NoTransactionInProgress"/>.</returns>
    [WindowsDdi("FwpmTransactionAbort0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus TransactionAbort()
    {
        _engine.AssertPassive("FwpmTransactionAbort");
        if (_transaction is not { } kind)
        {
            return FwpStatus.NoTransactionInProgress;
        }

        TakeBack();
        _transaction = null;
        Unlock(kind);
        return NtStatus.Success;
    }

    /// <summary>Ends the session: an open transaction is aborted, then the objects of a dynamic session are deleted. IRQL Passive.</summary>
    [WindowsDdi("FwpmEngineClose0")]
    [RequiresIrql(Max = Irql.Passive)]
    public void Close()
    {
        if (_isClosed)
        {
            return;
        }

        if (_transaction is not null)
        {
            TransactionAbort();
        }

        if (Options.IsDynamic)
        {
            DeleteOwnObjects();
        }

        _isClosed = true;
        _engine.Forget(this);
    }

    /// <summary>Closes the session.</summary>
    public void Dispose() => Close();

    private bool TryLock(TransactionKind kind)
    {
        if (_engine.Writer is not null || (kind == TransactionKind.ReadWrite && _engine.Readers > 0))
        {
            return false;
        }

        if (kind == TransactionKind.ReadWrite)
        {
            _engine.Writer = this;
        }
        else
        {
            _engine.Readers++;
        }

        return true;
    }

    private void Unlock(TransactionKind kind)
    {
        if (kind == TransactionKind.ReadWrite)
        {
            _engine.Writer = null;
        }
        else
        {
            _engine.Readers--;
        }
    }

    /// <summary>Runs a change inside the session's transaction, or in one of its own.</summary>
    private NtStatus Write(string operation, Func<NtStatus> change)
    {
        _engine.AssertPassive(operation);
        if (_isClosed)
        {
            return FwpStatus.SessionAborted;
        }

        if (_transaction is { } kind)
        {
            return kind == TransactionKind.ReadOnly ? FwpStatus.IncompatibleTransaction : change();
        }

        if (!TryLock(TransactionKind.ReadWrite))
        {
            return FwpStatus.Timeout;
        }

        NtStatus status = change();
        Unlock(TransactionKind.ReadWrite);
        if (status.IsError)
        {
            TakeBack();
            return status;
        }

        FinishCommit();
        return status;
    }

    private void TakeBack()
    {
        _undo.Undo();
        _added.Clear();
        _engine.ForgetChanges();
    }

    private NtStatus CanRead(string operation)
    {
        _engine.AssertPassive(operation);
        if (_isClosed)
        {
            return FwpStatus.SessionAborted;
        }

        return _engine.Writer is not null && _engine.Writer != this ? FwpStatus.Timeout : NtStatus.Success;
    }

    private void FinishCommit()
    {
        _undo = new UndoLog();
        _engine.Enforce();
        RuntimeFilter[] added = [.. _added];
        _added.Clear();
        foreach (RuntimeFilter filter in added)
        {
            if (filter.Callout is { Implementation: { } callout } entry && (entry.Flags & CalloutFlags.EnableCommitAddNotify) != 0)
            {
                callout.Notify(CalloutNotification.AddFilterPostCommit, filter.Definition.Key, filter);
            }
        }
    }
}
