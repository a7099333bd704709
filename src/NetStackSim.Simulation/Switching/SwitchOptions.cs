namespace NetStackSim.Simulation;

/// <summary>How a switch behaves.</summary>
public sealed record SwitchOptions
{
    /// <summary>Time from the arrival of a frame to its leaving, in nanoseconds.</summary>
    public long ForwardingDelayNs { get; init; }

    /// <summary>How long a learned address is remembered without traffic, in nanoseconds; 300 s as IEEE 802.1Q recommends.</summary>
    public long AgingNs { get; init; } = 300_000_000_000;

    /// <summary>The most addresses remembered, rounded up to a power of two; beyond it the oldest of a group of four makes room.</summary>
    public int TableSize { get; init; } = 8192;

    /// <summary>The longest frame that passes, with link header and without FCS.</summary>
    public int MaxFrameSize { get; init; } = 9018;
}
