using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>What upper drivers know of an adapter. One object per adapter, kept current by NDIS over restarts and status indications; read only for everybody else.</summary>
public sealed class AdapterAttributes
{
    internal AdapterAttributes(uint ifIndex, ulong netLuid)
    {
        IfIndex = ifIndex;
        NetLuid = netLuid;
    }

    /// <summary>Index of the adapter's interface.</summary>
    public uint IfIndex { get; }

    /// <summary>Locally unique identifier of the adapter's interface.</summary>
    public ulong NetLuid { get; }

    /// <summary>Interface type (IANA ifType); 6 = Ethernet.</summary>
    public ushort IfType { get; internal set; }

    /// <summary>The medium.</summary>
    public NdisMedium MediaType { get; internal set; }

    /// <summary>What the medium runs over.</summary>
    public PhysicalMedium PhysicalMedium { get; internal set; }

    /// <summary>How the device sits on its bus; null when it is not on a PCI bus.</summary>
    public PciDeviceProperties? PciDevice { get; internal set; }

    /// <summary>The address in use.</summary>
    public MacAddress MacAddress { get; internal set; }

    /// <summary>The burnt-in address.</summary>
    public MacAddress PermanentMacAddress { get; internal set; }

    /// <summary>Largest payload of a frame, MAC header not counted, after what miniport and filters said at the last restart.</summary>
    public int MtuSize { get; internal set; }

    /// <summary>The link, as indicated last.</summary>
    public LinkState LinkState { get; internal set; } = new();

    /// <summary>Fastest transmit speed, bit/s.</summary>
    public ulong MaxXmitLinkSpeed { get; internal set; }

    /// <summary>Fastest receive speed, bit/s.</summary>
    public ulong MaxRcvLinkSpeed { get; internal set; }

    /// <summary>Offloads that are on, as seen from the top of the stack.</summary>
    public OffloadCapabilities Offloads { get; internal set; } = OffloadCapabilities.None;

    /// <summary>What the hardware could do.</summary>
    public OffloadCapabilities HardwareOffloads { get; internal set; } = OffloadCapabilities.None;

    /// <summary>What the adapter can do for receive-side scaling; null for nothing.</summary>
    public ReceiveScaleCapabilities? ReceiveScaleCapabilities { get; internal set; }

    /// <summary>Packet filter bits that can be set.</summary>
    public PacketFilter SupportedPacketFilters { get; internal set; }

    /// <summary>Longest multicast list.</summary>
    public int MaxMulticastListSize { get; internal set; }

    /// <summary>MAC options.</summary>
    public MacOptions MacOptions { get; internal set; }

    /// <summary>Bytes that an indication shows together at least.</summary>
    public int LookaheadSize { get; internal set; }

    /// <summary>Headroom that senders should leave for the drivers below, bytes.</summary>
    public int DataBackFillSize { get; internal set; }

    /// <summary>Context that originators should leave for the drivers below, bytes.</summary>
    public int ContextBackFillSize { get; internal set; }

    /// <summary>Statistics that the adapter keeps.</summary>
    public SupportedStatistics SupportedStatistics { get; internal set; }

    /// <summary>True when there is a plug.</summary>
    public bool IfConnectorPresent { get; internal set; }

    /// <summary>The OIDs that the miniport answers.</summary>
    public IReadOnlyList<Oid> SupportedOids { get; internal set; } = [];

    internal void Apply(MiniportGeneralAttributes general)
    {
        MediaType = general.MediaType;
        PhysicalMedium = general.PhysicalMedium;
        PciDevice = general.PciDevice;
        IfType = general.IfType;
        MacAddress = general.CurrentMacAddress;
        PermanentMacAddress = general.PermanentMacAddress;
        LinkState = general.LinkState;
        IfConnectorPresent = general.IfConnectorPresent;
        SupportedStatistics = general.SupportedStatistics;
        SupportedOids = general.SupportedOids;
        ReceiveScaleCapabilities = general.ReceiveScaleCapabilities;
        Apply(Defaults(general));
    }

    internal void Apply(RestartAttributes restart)
    {
        MtuSize = restart.MtuSize;
        MaxXmitLinkSpeed = restart.MaxXmitLinkSpeed;
        MaxRcvLinkSpeed = restart.MaxRcvLinkSpeed;
        LookaheadSize = restart.LookaheadSize;
        MacOptions = restart.MacOptions;
        SupportedPacketFilters = restart.SupportedPacketFilters;
        MaxMulticastListSize = restart.MaxMulticastListSize;
        DataBackFillSize = restart.DataBackFillSize;
        ContextBackFillSize = restart.ContextBackFillSize;
        Offloads = restart.Offloads;
    }

    internal static RestartAttributes Defaults(MiniportGeneralAttributes general) => new()
    {
        MtuSize = general.MtuSize,
        MaxXmitLinkSpeed = general.MaxXmitLinkSpeed,
        MaxRcvLinkSpeed = general.MaxRcvLinkSpeed,
        LookaheadSize = general.LookaheadSize,
        MacOptions = general.MacOptions,
        SupportedPacketFilters = general.SupportedPacketFilters,
        MaxMulticastListSize = general.MaxMulticastListSize,
        DataBackFillSize = general.DataBackFillSize,
        ContextBackFillSize = general.ContextBackFillSize,
    };
}
