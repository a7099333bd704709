namespace NetStackSim.Ndis;

/// <summary>Which counters of <see cref="NdisStatistics"/> are true (NDIS_STATISTICS_*_SUPPORTED).</summary>
[Flags]
public enum SupportedStatistics : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Directed frames received.</summary>
    DirectedFramesRcv = 0x1,

    /// <summary>Multicast frames received.</summary>
    MulticastFramesRcv = 0x2,

    /// <summary>Broadcast frames received.</summary>
    BroadcastFramesRcv = 0x4,

    /// <summary>Bytes received.</summary>
    BytesRcv = 0x8,

    /// <summary>Receives discarded.</summary>
    RcvDiscards = 0x10,

    /// <summary>Receives in error.</summary>
    RcvError = 0x20,

    /// <summary>Directed frames sent.</summary>
    DirectedFramesXmit = 0x40,

    /// <summary>Multicast frames sent.</summary>
    MulticastFramesXmit = 0x80,

    /// <summary>Broadcast frames sent.</summary>
    BroadcastFramesXmit = 0x100,

    /// <summary>Bytes sent.</summary>
    BytesXmit = 0x200,

    /// <summary>Sends in error.</summary>
    XmitError = 0x400,

    /// <summary>Sends discarded.</summary>
    XmitDiscards = 0x8000,

    /// <summary>Directed bytes received.</summary>
    DirectedBytesRcv = 0x1_0000,

    /// <summary>Multicast bytes received.</summary>
    MulticastBytesRcv = 0x2_0000,

    /// <summary>Broadcast bytes received.</summary>
    BroadcastBytesRcv = 0x4_0000,

    /// <summary>Directed bytes sent.</summary>
    DirectedBytesXmit = 0x8_0000,

    /// <summary>Multicast bytes sent.</summary>
    MulticastBytesXmit = 0x10_0000,

    /// <summary>Broadcast bytes sent.</summary>
    BroadcastBytesXmit = 0x20_0000,

    /// <summary>All of them.</summary>
    All = 0x3F_87FF,
}
