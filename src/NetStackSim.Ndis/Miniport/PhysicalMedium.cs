namespace NetStackSim.Ndis;

/// <summary>What the medium runs over (NDIS_PHYSICAL_MEDIUM).</summary>
public enum PhysicalMedium
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Wireless LAN.</summary>
    WirelessLan = 1,

    /// <summary>Cable modem.</summary>
    CableModem = 2,

    /// <summary>Phone line.</summary>
    PhoneLine = 3,

    /// <summary>Power line.</summary>
    PowerLine = 4,

    /// <summary>DSL.</summary>
    Dsl = 5,

    /// <summary>Fibre Channel.</summary>
    FibreChannel = 6,

    /// <summary>IEEE 1394.</summary>
    Medium1394 = 7,

    /// <summary>Wireless WAN.</summary>
    WirelessWan = 8,

    /// <summary>Native 802.11.</summary>
    Native802_11 = 9,

    /// <summary>Bluetooth.</summary>
    Bluetooth = 10,

    /// <summary>InfiniBand.</summary>
    InfiniBand = 11,

    /// <summary>Ethernet.</summary>
    Medium802_3 = 14,

    /// <summary>Token ring.</summary>
    Medium802_5 = 15,
}
