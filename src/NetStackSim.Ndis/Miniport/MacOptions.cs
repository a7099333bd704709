namespace NetStackSim.Ndis;

/// <summary>NDIS_MAC_OPTION_*.</summary>
[Flags]
public enum MacOptions : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Lookahead data may be copied by any means.</summary>
    CopyLookaheadData = 0x1,

    /// <summary>Receives are serialised.</summary>
    ReceiveSerialized = 0x2,

    /// <summary>Transfers never pend.</summary>
    TransfersNotPend = 0x4,

    /// <summary>The adapter does not loop back: NDIS does.</summary>
    NoLoopback = 0x8,

    /// <summary>Full duplex.</summary>
    FullDuplex = 0x10,

    /// <summary>Indicates at the end of transmit.</summary>
    EotxIndication = 0x20,

    /// <summary>802.1p priority.</summary>
    Priority8021P = 0x40,

    /// <summary>The address may be overwritten.</summary>
    SupportsMacAddressOverwrite = 0x80,

    /// <summary>Receives at DPC level.</summary>
    ReceiveAtDpc = 0x100,

    /// <summary>802.1Q VLAN.</summary>
    Vlan8021Q = 0x200,
}
