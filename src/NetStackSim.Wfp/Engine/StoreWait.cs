using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>A session that waits for the store.</summary>
internal sealed class StoreWait
{
    internal StoreWait(SimKernel kernel, EngineSession session, TransactionKind kind)
    {
        Session = session;
        Kind = kind;
        Event = new KernelEvent(kernel, name: $"filter engine, lock for session '{session.Options.Name}'");
    }

    internal EngineSession Session { get; }

    internal TransactionKind Kind { get; }

    internal KernelEvent Event { get; }

    /// <summary>True once the lock was granted or the wait was ended.</summary>
    internal bool IsDecided { get; private set; }

    /// <summary>The outcome.</summary>
    internal NtStatus Status { get; set; }

    internal void Decide(NtStatus status)
    {
        IsDecided = true;
        Status = status;
        Event.Set();
    }
}
