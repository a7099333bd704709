namespace NetStackSim.Ndis;

/// <summary>Kinds of wake packets (NDIS_PM_WOL_*_SUPPORTED, NDIS_PM_WOL_*_ENABLED).</summary>
[Flags]
public enum WakePacketKinds : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Bytes under a mask.</summary>
    Bitmap = 0x1,

    /// <summary>The magic packet: six bytes of ones and sixteen times the address.</summary>
    Magic = 0x2,

    /// <summary>A TCP SYN over IPv4.</summary>
    IPv4TcpSyn = 0x4,

    /// <summary>A TCP SYN over IPv6.</summary>
    IPv6TcpSyn = 0x8,

    /// <summary>An EAPOL identity request.</summary>
    EapolRequestId = 0x1_0000,

    /// <summary>All of them.</summary>
    All = Bitmap | Magic | IPv4TcpSyn | IPv6TcpSyn | EapolRequestId,
}
