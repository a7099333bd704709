namespace NetStackSim.Ndis;

/// <summary>What a wake pattern looks for (NDIS_PM_WOL_PACKET).</summary>
public enum WakePatternType
{
    /// <summary>Not said.</summary>
    Unspecified = 0,

    /// <summary>Bytes under a mask.</summary>
    Bitmap = 1,

    /// <summary>The magic packet.</summary>
    Magic = 2,

    /// <summary>A TCP SYN over IPv4.</summary>
    IPv4TcpSyn = 3,

    /// <summary>A TCP SYN over IPv6.</summary>
    IPv6TcpSyn = 4,

    /// <summary>An EAPOL identity request.</summary>
    EapolRequestId = 5,
}
