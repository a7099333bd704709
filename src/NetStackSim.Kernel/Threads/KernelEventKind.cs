namespace NetStackSim.Kernel;

/// <summary>What a signalled <see cref="KernelEvent"/> does.</summary>
[WindowsDdi("EVENT_TYPE")]
public enum KernelEventKind
{
    /// <summary>NotificationEvent: releases all waiters and stays signalled until it is reset.</summary>
    Notification,

    /// <summary>SynchronizationEvent: releases one waiter and is not signalled any more.</summary>
    Synchronization,
}
