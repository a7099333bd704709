using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The transmit half of one poll (NDIS_POLL_TRANSMIT_DATA).</summary>
[WindowsDdi("NDIS_POLL_TRANSMIT_DATA")]
public ref struct PollTransmitData
{
    /// <summary>In: the most lists that this poll may complete; <see cref="PollData.AnyNumber"/> for no limit.</summary>
    public uint MaxNblsToComplete;

    /// <summary>Out: completed lists, status set. NDIS completes them when the handler has returned.</summary>
    public NetBufferListChain Completed;

    /// <summary>Out: lists that are complete and did not fit.</summary>
    public uint NumberOfRemainingNbls;

    /// <summary>Out: what is true of all completed lists.</summary>
    public SendCompleteFlags SendCompleteFlags;

    /// <summary>How many lists were completed.</summary>
    public readonly int NumberOfCompletedNbls => Completed.Count;
}
