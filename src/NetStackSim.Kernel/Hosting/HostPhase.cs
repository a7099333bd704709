namespace NetStackSim.Kernel;

/// <summary>Where a host is in its life. The order is Off, BootTime, Running, Stopping, Off.</summary>
public enum HostPhase
{
    /// <summary>Not started, or shut down.</summary>
    Off,

    /// <summary>Drivers load; boot-time policy applies.</summary>
    BootTime,

    /// <summary>Services run; persistent policy applies.</summary>
    Running,

    /// <summary>Services and drivers unload.</summary>
    Stopping,
}
