using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What NDIS and a poll handler give each other (NDIS_POLL_DATA).</summary>
[WindowsDdi("NDIS_POLL_DATA")]
public ref struct PollData
{
    /// <summary>NDIS_ANY_NUMBER_OF_NBLS: no limit.</summary>
    public const uint AnyNumber = 0xFFFF_FFFF;

    /// <summary>Completed sends.</summary>
    public PollTransmitData Transmit;

    /// <summary>Received lists.</summary>
    public PollReceiveData Receive;
}
