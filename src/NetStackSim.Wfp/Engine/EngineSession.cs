using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// A client's session with the engine: every change runs in a transaction, the client's own or one of the call. Other sessions and
/// classification see nothing of a transaction before its commit.
/// </summary>
/// <remarks>
/// The store admits many readers or one writer. A plain call never waits, because nothing can wait inside the event loop: it ends with
/// <see cref="FwpStatus.Timeout"/> at once when another session's transaction is in the way. <see cref="TransactionBeginAsync"/> and
/// <see cref="InTurnAsync"/> wait as Windows' calls do.
/// </remarks>
public sealed partial class EngineSession : IDisposable
{
    private readonly FilterEngine _engine;
    private readonly List<RuntimeFilter> _added = [];
    private readonly List<PendingChange> _changes = [];
    private readonly HashSet<(PolicyObjectKind Kind, Guid Key)> _new = [];
    private readonly TransactionClock? _clock;
    private UndoLog _undo = new();
    private TransactionKind? _transaction;
    private TransactionKind? _turn;
    private bool _wasForcedToAbort;
    private bool _isClosed;

    internal EngineSession(FilterEngine engine, SessionOptions options)
    {
        _engine = engine;
        Options = options;
        _clock = options.IsKernelMode || engine.Kernel is not { } kernel ? null : new TransactionClock(kernel, this);
    }

    /// <summary>What the client said, with the session's key.</summary>
    public SessionOptions Options { get; }

    /// <summary>True between begin and commit or abort.</summary>
    public bool IsInTransaction => _transaction is not null;

    /// <summary>True when the filtering service stopped under the session; it can only be closed.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>True when no call can succeed any more.</summary>
    internal bool IsOver => _isClosed || IsAborted;

    /// <summary>Ends the session: an open transaction is aborted, then the objects of a dynamic session are deleted. IRQL Passive.</summary>
    /// <returns>Success, also for a session that is closed already; an injected failure leaves it open.</returns>
    [WindowsDdi("FwpmEngineClose0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus Close()
    {
        if (_engine.Refuses("FwpmEngineClose0", Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        if (_isClosed)
        {
            return NtStatus.Success;
        }

        _engine.StoreLock.EndWaits(this);
        EndTransaction(commits: false);
        if (Options.IsDynamic && !IsAborted)
        {
            DeleteOwnObjects();
        }

        _isClosed = true;
        _engine.Changes.RemoveAll(this);
        _engine.Forget(this);
        return NtStatus.Success;
    }

    /// <summary>Closes the session.</summary>
    public void Dispose() => Close();

    /// <summary>The filtering service stops: the transaction is taken back, every later call fails.</summary>
    internal void Abort()
    {
        EndTransaction(commits: false);
        IsAborted = true;
    }

    /// <summary>The first check of every call.</summary>
    private NtStatus Enter(string operation)
    {
        if (_engine.Refuses(operation, Irql.Passive, out NtStatus failed))
        {
            return failed;
        }

        if (IsOver)
        {
            return FwpStatus.SessionAborted;
        }

        if (_wasForcedToAbort)
        {
            _wasForcedToAbort = false;
            return FwpStatus.TransactionAborted;
        }

        return NtStatus.Success;
    }

    /// <summary>Runs a change inside the session's transaction, or in one of its own.</summary>
    private NtStatus Write(string operation, Func<NtStatus> change)
    {
        NtStatus status = Enter(operation);
        if (status.IsError)
        {
            return status;
        }

        if (_transaction is { } kind)
        {
            return kind == TransactionKind.ReadOnly ? FwpStatus.IncompatibleTransaction : change();
        }

        status = Check(PolicyObjectKind.Engine, null, EngineAccess.BeginWriteTransaction);
        if (status.IsError)
        {
            return status;
        }

        bool isInTurn = _turn == TransactionKind.ReadWrite;
        if (!isInTurn && !_engine.StoreLock.TryEnter(this, TransactionKind.ReadWrite))
        {
            return FwpStatus.Timeout;
        }

        status = change();
        if (status.IsError)
        {
            TakeBack();
        }

        if (!isInTurn)
        {
            _engine.StoreLock.Leave(TransactionKind.ReadWrite);
        }

        if (status.IsSuccess)
        {
            FinishCommit();
        }

        return status;
    }

    private void TakeBack()
    {
        _undo.Undo();
        _added.Clear();
        _changes.Clear();
        _new.Clear();
        _engine.ForgetChanges();
    }

    private NtStatus CanRead(string operation)
    {
        NtStatus status = Enter(operation);
        if (status.IsError)
        {
            return status;
        }

        return _engine.StoreLock.Writer is { } writer && writer != this ? FwpStatus.Timeout : NtStatus.Success;
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

        _engine.Changes.Publish(this, _changes);
        _changes.Clear();
        _new.Clear();
    }
}
