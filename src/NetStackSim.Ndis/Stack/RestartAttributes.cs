namespace NetStackSim.Ndis;

/// <summary>
/// What travels up the stack at every restart (NDIS_RESTART_GENERAL_ATTRIBUTES): the miniport fills it, filters may edit it on the way (a smaller MTU, fewer
/// offloads), protocols read the result.
/// </summary>
public sealed record RestartAttributes
{
    /// <summary>Largest payload of a frame, MAC header not counted. A filter that adds N bytes on the wire lowers it by N.</summary>
    public int MtuSize { get; set; }

    /// <summary>Fastest transmit speed, bit/s.</summary>
    public ulong MaxXmitLinkSpeed { get; set; }

    /// <summary>Fastest receive speed, bit/s.</summary>
    public ulong MaxRcvLinkSpeed { get; set; }

    /// <summary>Bytes that an indication shows together at least.</summary>
    public int LookaheadSize { get; set; }

    /// <summary>MAC options.</summary>
    public MacOptions MacOptions { get; set; }

    /// <summary>Packet filter bits that can be set.</summary>
    public PacketFilter SupportedPacketFilters { get; set; }

    /// <summary>Longest multicast list.</summary>
    public int MaxMulticastListSize { get; set; }

    /// <summary>Headroom that senders should leave, bytes: each driver adds its own.</summary>
    public int DataBackFillSize { get; set; }

    /// <summary>Context that originators should leave, bytes: each driver adds its own.</summary>
    public int ContextBackFillSize { get; set; }

    /// <summary>Offloads that are on.</summary>
    public OffloadCapabilities Offloads { get; set; } = OffloadCapabilities.None;
}
