namespace NetStackSim.Ndis;

/// <summary>How NDIS runs a poll object. The numbers of Windows are not documented; these are ours.</summary>
public sealed record PollOptions
{
    /// <summary>The most lists that one poll may complete.</summary>
    public uint MaxNblsToComplete { get; init; } = 256;

    /// <summary>The most lists that one poll may indicate.</summary>
    public uint MaxNblsToIndicate { get; init; } = 64;

    /// <summary>Polls in one DPC before the processor may do something else.</summary>
    public int PollsPerDispatch { get; init; } = 4;

    /// <summary>DPCs in a row without rest before NDIS goes on polling in a thread at PASSIVE_LEVEL.</summary>
    public int DispatchesBeforePassive { get; init; } = 16;
}
