namespace NetStackSim.Ndis;

/// <content>The table: one row a keyword.</content>
public static partial class StandardKeywords
{
    /// <summary>Speed &amp; Duplex.</summary>
    public const string SpeedDuplex = "*SpeedDuplex";

    /// <summary>Flow Control.</summary>
    public const string FlowControl = "*FlowControl";

    /// <summary>Packet Priority &amp; VLAN.</summary>
    public const string PriorityVlanTag = "*PriorityVLANTag";

    /// <summary>VLAN ID.</summary>
    public const string VlanId = "VlanID";

    /// <summary>Interrupt Moderation.</summary>
    public const string InterruptModeration = "*InterruptModeration";

    /// <summary>Jumbo Packet.</summary>
    public const string JumboPacket = "*JumboPacket";

    /// <summary>Receive Buffers.</summary>
    public const string ReceiveBuffers = "*ReceiveBuffers";

    /// <summary>Transmit Buffers.</summary>
    public const string TransmitBuffers = "*TransmitBuffers";

    /// <summary>Network Address.</summary>
    public const string NetworkAddress = "NetworkAddress";

    /// <summary>Receive Side Scaling.</summary>
    public const string Rss = "*RSS";

    /// <summary>RSS Load Balancing Profile.</summary>
    public const string RssProfile = "*RSSProfile";

    /// <summary>RSS Base Processor Group.</summary>
    public const string RssBaseProcGroup = "*RssBaseProcGroup";

    /// <summary>RSS Base Processor Number.</summary>
    public const string RssBaseProcNumber = "*RssBaseProcNumber";

    /// <summary>Maximum RSS Processor Number.</summary>
    public const string RssMaxProcNumber = "*RssMaxProcNumber";

    /// <summary>Maximum RSS Processor Group.</summary>
    public const string RssMaxProcGroup = "*RSSMaxProcGroup";

    /// <summary>Maximum Number of RSS Processors.</summary>
    public const string MaxRssProcessors = "*MaxRssProcessors";

    /// <summary>Maximum Number of RSS Queues.</summary>
    public const string NumRssQueues = "*NumRSSQueues";

    /// <summary>Preferred NUMA node.</summary>
    public const string NumaNodeId = "*NumaNodeId";

    /// <summary>Virtual Switch RSS.</summary>
    public const string RssOnHostVPorts = "*RssOnHostVPorts";

    /// <summary>IPv4 Checksum Offload.</summary>
    public const string IPChecksumOffloadIPv4 = "*IPChecksumOffloadIPv4";

    /// <summary>TCP Checksum Offload (IPv4).</summary>
    public const string TcpChecksumOffloadIPv4 = "*TCPChecksumOffloadIPv4";

    /// <summary>TCP Checksum Offload (IPv6).</summary>
    public const string TcpChecksumOffloadIPv6 = "*TCPChecksumOffloadIPv6";

    /// <summary>UDP Checksum Offload (IPv4).</summary>
    public const string UdpChecksumOffloadIPv4 = "*UDPChecksumOffloadIPv4";

    /// <summary>UDP Checksum Offload (IPv6).</summary>
    public const string UdpChecksumOffloadIPv6 = "*UDPChecksumOffloadIPv6";

    /// <summary>TCP/UDP Checksum Offload (IPv4).</summary>
    public const string TcpUdpChecksumOffloadIPv4 = "*TCPUDPChecksumOffloadIPv4";

    /// <summary>TCP/UDP Checksum Offload (IPv6).</summary>
    public const string TcpUdpChecksumOffloadIPv6 = "*TCPUDPChecksumOffloadIPv6";

    /// <summary>Large Send Offload Version 1 (IPv4).</summary>
    public const string LsoV1IPv4 = "*LsoV1IPv4";

    /// <summary>Large Send Offload V2 (IPv4).</summary>
    public const string LsoV2IPv4 = "*LsoV2IPv4";

    /// <summary>Large Send Offload V2 (IPv6).</summary>
    public const string LsoV2IPv6 = "*LsoV2IPv6";

    /// <summary>UDP Segmentation Offload (IPv4).</summary>
    public const string UsoIPv4 = "*UsoIPv4";

    /// <summary>UDP Segmentation Offload (IPv6).</summary>
    public const string UsoIPv6 = "*UsoIPv6";

    /// <summary>Recv Segment Coalescing (IPv4).</summary>
    public const string RscIPv4 = "*RscIPv4";

    /// <summary>Recv Segment Coalescing (IPv6).</summary>
    public const string RscIPv6 = "*RscIPv6";

    /// <summary>UDP Recv Segment Coalescing.</summary>
    public const string UdpRsc = "*UdpRsc";

    /// <summary>IPsec Offload Version 1 (IPv4).</summary>
    public const string IPsecOffloadV1IPv4 = "*IPsecOffloadV1IPv4";

    /// <summary>IPsec Offload.</summary>
    public const string IPsecOffloadV2 = "*IPsecOffloadV2";

    /// <summary>IPsec Offload (IPv4 only).</summary>
    public const string IPsecOffloadV2IPv4 = "*IPsecOffloadV2IPv4";

    /// <summary>TCP Connection Offload (IPv4).</summary>
    public const string TcpConnectionOffloadIPv4 = "*TCPConnectionOffloadIPv4";

    /// <summary>TCP Connection Offload (IPv6).</summary>
    public const string TcpConnectionOffloadIPv6 = "*TCPConnectionOffloadIPv6";

    /// <summary>Header Data Split.</summary>
    public const string HeaderDataSplit = "*HeaderDataSplit";

    /// <summary>Encapsulated Task Offload.</summary>
    public const string EncapsulatedPacketTaskOffload = "*EncapsulatedPacketTaskOffload";

    /// <summary>Virtual Machine Queues.</summary>
    public const string Vmq = "*VMQ";

    /// <summary>VMQ VLAN Filtering.</summary>
    public const string VmqVlanFiltering = "*VMQVlanFiltering";

    /// <summary>RSS/VMQ Preference.</summary>
    public const string RssOrVmqPreference = "*RssOrVmqPreference";

    /// <summary>SR-IOV.</summary>
    public const string SrIov = "*SRIOV";

    /// <summary>SR-IOV Preferred.</summary>
    public const string SriovPreferred = "*SriovPreferred";

    /// <summary>Number of Virtual Functions.</summary>
    public const string NumVFs = "*NumVFs";

    /// <summary>Packet Coalescing.</summary>
    public const string PacketCoalescing = "*PacketCoalescing";

    /// <summary>NDIS QoS.</summary>
    public const string Qos = "*QOS";

    /// <summary>PTP Hardware Timestamp.</summary>
    public const string PtpHardwareTimestamp = "*PtpHardwareTimestamp";

    /// <summary>Software Timestamp.</summary>
    public const string SoftwareTimestamp = "*SoftwareTimestamp";

    /// <summary>Wake on Pattern Match.</summary>
    public const string WakeOnPattern = "*WakeOnPattern";

    /// <summary>Wake on Magic Packet.</summary>
    public const string WakeOnMagicPacket = "*WakeOnMagicPacket";

    /// <summary>ARP Offload.</summary>
    public const string PMArpOffload = "*PMARPOffload";

    /// <summary>NS Offload.</summary>
    public const string PMNSOffload = "*PMNSOffload";

    /// <summary>WiFi Rekeying Offload.</summary>
    public const string PMWiFiRekeyOffload = "*PMWiFiRekeyOffload";

    /// <summary>Energy Efficient Ethernet.</summary>
    public const string EnergyEfficientEthernet = "*EEE";

    /// <summary>Device Sleep on Disconnect.</summary>
    public const string DeviceSleepOnDisconnect = "*DeviceSleepOnDisconnect";

    /// <summary>Wake on Magic Packet from S0ix.</summary>
    public const string ModernStandbyWolMagicPacket = "*ModernStandbyWoLMagicPacket";

    /// <summary>Idle Power Down Restriction.</summary>
    public const string IdleRestriction = "*IdleRestriction";

    /// <summary>Selective Suspend.</summary>
    public const string SelectiveSuspend = "*SelectiveSuspend";

    /// <summary>Selective Suspend Idle Timeout (s).</summary>
    public const string SSIdleTimeout = "*SSIdleTimeout";

    /// <summary>Idle Timeout with Screen Off (s).</summary>
    public const string SSIdleTimeoutScreenOff = "*SSIdleTimeoutScreenOff";

    /// <summary>NDIS Poll Mode.</summary>
    public const string NdisPoll = "*NdisPoll";

    /// <summary>Interface type.</summary>
    public const string IfType = "*IfType";

    /// <summary>Medium.</summary>
    public const string MediaType = "*MediaType";

    /// <summary>Physical medium.</summary>
    public const string PhysicalMediaType = "*PhysicalMediaType";

    /// <summary>Device type.</summary>
    public const string NdisDeviceType = "*NdisDeviceType";

    /// <summary>Connector present.</summary>
    public const string IfConnectorPresent = "*IfConnectorPresent";

    /// <summary>Connection type.</summary>
    public const string ConnectionType = "*ConnectionType";

    /// <summary>Direction.</summary>
    public const string DirectionType = "*DirectionType";

    /// <summary>Access type.</summary>
    public const string AccessType = "*AccessType";

    /// <summary>Hardware loopback.</summary>
    public const string HardwareLoopback = "*HardwareLoopback";

    private static KeywordDefinition[] Table() =>
    [
        List(SpeedDuplex, "Speed & Duplex", "0",
            new("0", "Auto Negotiation"), new("1", "10 Mbps Half Duplex"), new("2", "10 Mbps Full Duplex"), new("3", "100 Mbps Half Duplex"),
            new("4", "100 Mbps Full Duplex"), new("5", "1.0 Gbps Half Duplex"), new("6", "1.0 Gbps Full Duplex"), new("7", "10 Gbps Full Duplex"),
            new("8", "20 Gbps Full Duplex"), new("9", "40 Gbps Full Duplex"), new("10", "100 Gbps Full Duplex")),
        List(FlowControl, "Flow Control", "3",
            new("0", "Disabled"), new("1", "Tx Enabled"), new("2", "Rx Enabled"), new("3", "Rx & Tx Enabled"), new("4", "Auto Negotiation")),
        List(PriorityVlanTag, "Packet Priority & VLAN", "3",
            new("0", "Packet Priority & VLAN Disabled"), new("1", "Packet Priority Enabled"), new("2", "VLAN Enabled"), new("3", "Packet Priority & VLAN Enabled")),
        Number(VlanId, "VLAN ID", 0, 0, 4094),
        Switch(InterruptModeration, "Interrupt Moderation"),
        Number(JumboPacket, "Jumbo Packet", 1514, 1514, 9014),
        Number(ReceiveBuffers, "Receive Buffers", 4096, 1, 65536),
        Number(TransmitBuffers, "Transmit Buffers", 1024, 0, 65536),
        new() { Keyword = NetworkAddress, Display = "Network Address", Type = KeywordType.Edit, LimitText = 12, IsOptional = true },
        Switch(Rss, "Receive Side Scaling"),
        List(RssProfile, "RSS Load Balancing Profile", "4",
            new("1", "ClosestProcessor"), new("2", "ClosestProcessorStatic"), new("3", "NUMAScaling"), new("4", "NUMAScalingStatic"), new("5", "ConservativeScaling"),
            new("6", "NUMAScalingBalanced")),
        Number(RssBaseProcGroup, "RSS Base Processor Group", 0, 0, 63),
        Number(RssBaseProcNumber, "RSS Base Processor Number", 0, 0, 63),
        Number(RssMaxProcNumber, "Maximum RSS Processor Number", 63, 0, 63),
        Number(RssMaxProcGroup, "Maximum RSS Processor Group", 0, 0, 63),
        Number(MaxRssProcessors, "Maximum Number of RSS Processors", 16, 1, 128),
        Number(NumRssQueues, "Maximum Number of RSS Queues", 16, 1, 128),
        Number(NumaNodeId, "Preferred NUMA node", 65535, 0, 65535),
        Switch(RssOnHostVPorts, "Virtual Switch RSS"),
        Direction(IPChecksumOffloadIPv4, "IPv4 Checksum Offload"),
        Direction(TcpChecksumOffloadIPv4, "TCP Checksum Offload (IPv4)"),
        Direction(TcpChecksumOffloadIPv6, "TCP Checksum Offload (IPv6)"),
        Direction(UdpChecksumOffloadIPv4, "UDP Checksum Offload (IPv4)"),
        Direction(UdpChecksumOffloadIPv6, "UDP Checksum Offload (IPv6)"),
        Direction(TcpUdpChecksumOffloadIPv4, "TCP/UDP Checksum Offload (IPv4)"),
        Direction(TcpUdpChecksumOffloadIPv6, "TCP/UDP Checksum Offload (IPv6)"),
        Switch(LsoV1IPv4, "Large Send Offload Version 1 (IPv4)"),
        Switch(LsoV2IPv4, "Large Send Offload V2 (IPv4)"),
        Switch(LsoV2IPv6, "Large Send Offload V2 (IPv6)"),
        Switch(UsoIPv4, "UDP Segmentation Offload (IPv4)"),
        Switch(UsoIPv6, "UDP Segmentation Offload (IPv6)"),
        Switch(RscIPv4, "Recv Segment Coalescing (IPv4)"),
        Switch(RscIPv6, "Recv Segment Coalescing (IPv6)"),
        Switch(UdpRsc, "UDP Recv Segment Coalescing"),
        IPsec(IPsecOffloadV1IPv4, "IPsec Offload Version 1 (IPv4)"),
        IPsec(IPsecOffloadV2, "IPsec Offload"),
        IPsec(IPsecOffloadV2IPv4, "IPsec Offload (IPv4 only)"),
        Switch(TcpConnectionOffloadIPv4, "TCP Connection Offload (IPv4)"),
        Switch(TcpConnectionOffloadIPv6, "TCP Connection Offload (IPv6)"),
        Switch(HeaderDataSplit, "Header Data Split", on: false),
        Switch(EncapsulatedPacketTaskOffload, "Encapsulated Task Offload"),
        Switch(Vmq, "Virtual Machine Queues"),
        Switch(VmqVlanFiltering, "VMQ VLAN Filtering"),
        List(RssOrVmqPreference, "RSS/VMQ Preference", "0",
            new("0", "RSS"), new("1", "VMQ")),
        Switch(SrIov, "SR-IOV"),
        Switch(SriovPreferred, "SR-IOV Preferred", on: false),
        Number(NumVFs, "Number of Virtual Functions", 0, 0, 256),
        Switch(PacketCoalescing, "Packet Coalescing"),
        Switch(Qos, "NDIS QoS"),
        Switch(PtpHardwareTimestamp, "PTP Hardware Timestamp", on: false),
        List(SoftwareTimestamp, "Software Timestamp", "0",
            new("0", "Disabled"), new("1", "RxAll"), new("2", "TxAll"), new("3", "RxAll & TxAll"), new("4", "TaggedTx"), new("5", "RxAll & TaggedTx")),
        Switch(WakeOnPattern, "Wake on Pattern Match"),
        Switch(WakeOnMagicPacket, "Wake on Magic Packet"),
        Switch(PMArpOffload, "ARP Offload"),
        Switch(PMNSOffload, "NS Offload"),
        Switch(PMWiFiRekeyOffload, "WiFi Rekeying Offload"),
        Switch(EnergyEfficientEthernet, "Energy Efficient Ethernet"),
        Switch(DeviceSleepOnDisconnect, "Device Sleep on Disconnect"),
        Switch(ModernStandbyWolMagicPacket, "Wake on Magic Packet from S0ix", on: false),
        Switch(IdleRestriction, "Idle Power Down Restriction", on: false),
        Switch(SelectiveSuspend, "Selective Suspend"),
        Number(SSIdleTimeout, "Selective Suspend Idle Timeout (s)", 5, 1, 60),
        Number(SSIdleTimeoutScreenOff, "Idle Timeout with Screen Off (s)", 3, 1, 60),
        Switch(NdisPoll, "NDIS Poll Mode"),
        Hidden(IfType, "Interface type", 6),
        Hidden(MediaType, "Medium", 0),
        Hidden(PhysicalMediaType, "Physical medium", 14),
        Hidden(NdisDeviceType, "Device type", 0),
        Hidden(IfConnectorPresent, "Connector present", 1),
        Hidden(ConnectionType, "Connection type", 1),
        Hidden(DirectionType, "Direction", 0),
        Hidden(AccessType, "Access type", 2),
        Hidden(HardwareLoopback, "Hardware loopback", 0),
    ];
}
