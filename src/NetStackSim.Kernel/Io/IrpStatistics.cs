namespace NetStackSim.Kernel;

/// <summary>Counts of the IRPs of one host; the main tool of leak checks.</summary>
public sealed class IrpStatistics
{
    internal IrpStatistics()
    {
    }

    /// <summary>IRPs handed out by <see cref="IoManager.AllocateIrp"/> and by the I/O manager for its own requests.</summary>
    public long Allocated { get; internal set; }

    /// <summary>IRPs given back.</summary>
    public long Freed { get; internal set; }

    /// <summary>Requests handed to a first driver.</summary>
    public long Sent { get; internal set; }

    /// <summary>Requests whose completion walk reached the top.</summary>
    public long Completed { get; internal set; }

    /// <summary>Completed requests that had been asked to cancel, whatever their status.</summary>
    public long Cancelled { get; internal set; }

    /// <summary>IRPs that were not given back when the host was asked for leaks the last time.</summary>
    public long Leaked { get; internal set; }

    /// <summary>Requests that a driver holds at the moment.</summary>
    public long InFlight => Sent - Completed;

    /// <summary>IRPs that are not in the pool at the moment.</summary>
    public long Outstanding => Allocated - Freed;
}
