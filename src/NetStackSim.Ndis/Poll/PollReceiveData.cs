using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The receive half of one poll (NDIS_POLL_RECEIVE_DATA).</summary>
[WindowsDdi("NDIS_POLL_RECEIVE_DATA")]
public ref struct PollReceiveData
{
    /// <summary>In: the most lists that this poll may indicate; <see cref="PollData.AnyNumber"/> for no limit.</summary>
    public uint MaxNblsToIndicate;

    /// <summary>Out: received lists. NDIS indicates them when the handler has returned; they come back through the return handler.</summary>
    public NetBufferListChain Indicated;

    /// <summary>Out: received lists that did not fit.</summary>
    public uint NumberOfRemainingNbls;

    /// <summary>Out: what is true of all indicated lists. A loan (RESOURCES) is not possible: the handler has returned when the lists go up.</summary>
    public ReceiveFlags Flags;

    /// <summary>How many lists were indicated.</summary>
    public readonly int NumberOfIndicatedNbls => Indicated.Count;
}
