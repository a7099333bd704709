namespace NetStackSim.Ndis;

/// <summary>Media (NDIS_MEDIUM).</summary>
public enum NdisMedium
{
    /// <summary>Ethernet.</summary>
    Medium802_3 = 0,

    /// <summary>Token ring.</summary>
    Medium802_5 = 1,

    /// <summary>WAN.</summary>
    Wan = 3,

    /// <summary>Native 802.11.</summary>
    Native802_11 = 16,

    /// <summary>Loopback.</summary>
    Loopback = 17,

    /// <summary>Raw IP.</summary>
    Ip = 19,
}
