using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>What an adapter is (NDIS_MINIPORT_ADAPTER_GENERAL_ATTRIBUTES).</summary>
public sealed class MiniportGeneralAttributes
{
    /// <summary>The medium.</summary>
    public NdisMedium MediaType { get; init; } = NdisMedium.Medium802_3;

    /// <summary>What the medium runs over.</summary>
    public PhysicalMedium PhysicalMedium { get; init; } = PhysicalMedium.Medium802_3;

    /// <summary>How the device sits on its bus; null when it is not on a PCI bus.</summary>
    public PciDeviceProperties? PciDevice { get; init; }

    /// <summary>Largest payload of a frame, MAC header not counted.</summary>
    public int MtuSize { get; init; } = 1500;

    /// <summary>The link when the adapter comes up.</summary>
    public LinkState LinkState { get; init; } = new();

    /// <summary>Fastest possible transmit speed, bit/s.</summary>
    public ulong MaxXmitLinkSpeed { get; init; } = 1_000_000_000;

    /// <summary>Fastest possible receive speed, bit/s.</summary>
    public ulong MaxRcvLinkSpeed { get; init; } = 1_000_000_000;

    /// <summary>Bytes that an indication shows together at least.</summary>
    public int LookaheadSize { get; init; } = 1500;

    /// <summary>MAC options (OID_GEN_MAC_OPTIONS).</summary>
    public MacOptions MacOptions { get; init; } = MacOptions.NoLoopback | MacOptions.CopyLookaheadData | MacOptions.TransfersNotPend;

    /// <summary>Packet filter bits that the adapter can do.</summary>
    public PacketFilter SupportedPacketFilters { get; init; } =
        PacketFilter.Directed | PacketFilter.Multicast | PacketFilter.AllMulticast | PacketFilter.Broadcast | PacketFilter.Promiscuous;

    /// <summary>Longest multicast list.</summary>
    public int MaxMulticastListSize { get; init; } = 32;

    /// <summary>The burnt-in address.</summary>
    public MacAddress PermanentMacAddress { get; init; }

    /// <summary>The address in use.</summary>
    public MacAddress CurrentMacAddress { get; init; }

    /// <summary>Interface type (IANA ifType); 6 = Ethernet.</summary>
    public ushort IfType { get; init; } = 6;

    /// <summary>True when there is a plug.</summary>
    public bool IfConnectorPresent { get; init; } = true;

    /// <summary>Statistics that the adapter keeps.</summary>
    public SupportedStatistics SupportedStatistics { get; init; } = SupportedStatistics.All;

    /// <summary>Headroom that senders should leave for this adapter, bytes.</summary>
    public int DataBackFillSize { get; init; }

    /// <summary>Context that originators should leave for this adapter, bytes.</summary>
    public int ContextBackFillSize { get; init; }

    /// <summary>What the adapter can do for receive-side scaling; null for nothing.</summary>
    public ReceiveScaleCapabilities? ReceiveScaleCapabilities { get; init; }

    /// <summary>The OIDs that the adapter answers.</summary>
    public IReadOnlyList<Oid> SupportedOids { get; init; } = [];
}
