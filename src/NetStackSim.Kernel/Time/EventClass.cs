namespace NetStackSim.Kernel;

/// <summary>Second key of the total order: what runs first among events that are due at the same nanosecond.</summary>
public enum EventClass : byte
{
    /// <summary>Frames that arrive at a port. First, so that all frames of one instant lie in the ring before the interrupt runs.</summary>
    WireArrival,

    /// <summary>Kernel timers.</summary>
    Timer,

    /// <summary>Interrupt service routines.</summary>
    Isr,

    /// <summary>Deferred procedure calls.</summary>
    Dpc,

    /// <summary>Work items and simulated threads.</summary>
    Passive,

    /// <summary>Code of the user: continuations of async methods, posts, timers of the <see cref="SimTimeProvider"/>.</summary>
    User,
}
