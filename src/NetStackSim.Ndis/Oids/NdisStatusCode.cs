namespace NetStackSim.Ndis;

/// <summary>What a status indication tells (NDIS_STATUS_*).</summary>
public enum NdisStatusCode : uint
{
    /// <summary>The adapter is online (legacy).</summary>
    Online = 0x40010003,

    /// <summary>A reset begins.</summary>
    ResetStart = 0x40010004,

    /// <summary>A reset has ended.</summary>
    ResetEnd = 0x40010005,

    /// <summary>Legacy form of a link that came up.</summary>
    MediaConnect = 0x4001000B,

    /// <summary>Legacy form of a link that went down.</summary>
    MediaDisconnect = 0x4001000C,

    /// <summary>A medium tells something of its own.</summary>
    MediaSpecificIndication = 0x40010012,

    /// <summary>The speed changed (legacy).</summary>
    LinkSpeedChange = 0x40010013,

    /// <summary>The link changed; the payload is a <see cref="Ndis.LinkState"/>.</summary>
    LinkState = 0x40010017,

    /// <summary>The network behind the link changed.</summary>
    NetworkChange = 0x40010018,

    /// <summary>A port changed.</summary>
    PortState = 0x40010022,

    /// <summary>The operational status changed.</summary>
    OperStatus = 0x40010023,

    /// <summary>The adapter's packet filter may have changed; the payload is a <see cref="Ndis.PacketFilter"/>.</summary>
    PacketFilter = 0x40010024,

    /// <summary>Offloads changed; the payload is an <see cref="OffloadCapabilities"/>.</summary>
    TaskOffloadCurrentConfig = 0x40020006,

    /// <summary>Hardware capabilities changed; the payload is an <see cref="OffloadCapabilities"/>.</summary>
    TaskOffloadHardwareCapabilities = 0x40020007,

    /// <summary>The encapsulation setting changed.</summary>
    OffloadEncapsulationChange = 0x40020008,

    /// <summary>Header-data split changed; the payload is a <see cref="HeaderDataSplitConfig"/>.</summary>
    HdSplitCurrentConfig = 0x4002000C,

    /// <summary>A receive queue changed; the payload is a <see cref="ReceiveQueueStateChange"/>.</summary>
    ReceiveQueueState = 0x4002000D,

    /// <summary>The address changed; the payload is a <see cref="Packets.MacAddress"/>.</summary>
    CurrentMacAddressChange = 0x400200B0,

    /// <summary>The MTU changed; the payload is an int.</summary>
    L2MtuSizeChange = 0x400200B1,

    /// <summary>A wake pattern had to go for a more important one; the payload is its identifier, a uint.</summary>
    PmWolPatternRejected = 0x40030051,

    /// <summary>A protocol offload had to go; the payload is its identifier, a uint.</summary>
    PmOffloadRejected = 0x40030052,

    /// <summary>What woke the system; the payload is a <see cref="WakeReason"/>.</summary>
    PmWakeReason = 0x40030055,
}
