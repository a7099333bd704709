using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What NDIS and an interrupt DPC tell each other about the amount of work (NDIS_RECEIVE_THROTTLE_PARAMETERS).</summary>
[WindowsDdi("NDIS_RECEIVE_THROTTLE_PARAMETERS")]
public struct ReceiveThrottle
{
    /// <summary>NDIS_INDICATE_ALL_NBLS: no limit.</summary>
    public const uint IndicateAll = 0xFFFF_FFFF;

    /// <summary>Makes the input of a DPC.</summary>
    /// <param name="maxNblsToIndicate">The most lists that the DPC may indicate.</param>
    public ReceiveThrottle(uint maxNblsToIndicate) => MaxNblsToIndicate = maxNblsToIndicate;

    /// <summary>The most lists that this DPC may indicate; <see cref="IndicateAll"/> for no limit.</summary>
    public uint MaxNblsToIndicate { get; }

    /// <summary>Set by the driver: more lists wait, the interrupt stays masked. NDIS queues the DPC again.</summary>
    public bool MoreNblsPending { get; set; }
}
