using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Who may touch the store: many readers or one writer, first come, first served. Waits run on virtual time.</summary>
internal sealed class StoreLock
{
    private readonly SimKernel? _kernel;
    private readonly List<StoreWait> _waits = [];

    internal StoreLock(SimKernel? kernel) => _kernel = kernel;

    /// <summary>The session that writes; null when none does.</summary>
    internal EngineSession? Writer { get; private set; }

    /// <summary>Number of readers.</summary>
    internal int Readers { get; private set; }

    /// <summary>Number of sessions that wait.</summary>
    internal int Waiting => _waits.Count;

    /// <summary>Takes the lock if it is free and nobody waits for it.</summary>
    internal bool TryEnter(EngineSession session, TransactionKind kind)
    {
        if (_waits.Count > 0 || !IsFree(kind))
        {
            return false;
        }

        Take(session, kind);
        return true;
    }

    /// <summary>Takes the lock, waiting for it. Passive only.</summary>
    /// <returns>Success, <see cref="FwpStatus.Timeout"/>, or <see cref="FwpStatus.SessionAborted"/> when the service stopped meanwhile.</returns>
    internal async ValueTask<NtStatus> EnterAsync(EngineSession session, TransactionKind kind, long timeoutNs)
    {
        if (TryEnter(session, kind))
        {
            return NtStatus.Success;
        }

        if (_kernel is null)
        {
            return FwpStatus.Timeout;
        }

        StoreWait wait = new(_kernel, session, kind);
        _waits.Add(wait);
        await wait.Event.WaitAsync(timeoutNs);
        if (!wait.IsDecided)
        {
            // The time ran out. Those behind may go now if only this one was in their way.
            _waits.Remove(wait);
            wait.Status = FwpStatus.Timeout;
            Grant();
        }

        if (wait.Status.IsSuccess && session.IsOver)
        {
            // It was closed between its turn and its next step.
            Leave(kind);
            return FwpStatus.SessionAborted;
        }

        return wait.Status;
    }

    /// <summary>Gives the lock back and lets the next ones in.</summary>
    internal void Leave(TransactionKind kind)
    {
        if (kind == TransactionKind.ReadWrite)
        {
            Writer = null;
        }
        else
        {
            Readers--;
        }

        Grant();
    }

    /// <summary>Ends the waits of a session, or of all.</summary>
    internal void EndWaits(EngineSession? session)
    {
        foreach (StoreWait wait in _waits.FindAll(w => session is null || w.Session == session))
        {
            _waits.Remove(wait);
            wait.Decide(FwpStatus.SessionAborted);
        }
    }

    private bool IsFree(TransactionKind kind) => Writer is null && (kind == TransactionKind.ReadOnly || Readers == 0);

    private void Take(EngineSession session, TransactionKind kind)
    {
        if (kind == TransactionKind.ReadWrite)
        {
            Writer = session;
        }
        else
        {
            Readers++;
        }
    }

    private void Grant()
    {
        while (_waits.Count > 0 && IsFree(_waits[0].Kind))
        {
            StoreWait wait = _waits[0];
            _waits.RemoveAt(0);
            Take(wait.Session, wait.Kind);
            wait.Decide(NtStatus.Success);
        }
    }
}
