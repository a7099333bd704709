namespace NetStackSim.Packets;

/// <summary>Which options a TCP header has.</summary>
[Flags]
public enum TcpOptionSet : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Timestamps.</summary>
    Timestamps = 0x01,

    /// <summary>At least one SACK block.</summary>
    Sack = 0x02,

    /// <summary>Maximum segment size.</summary>
    MaximumSegmentSize = 0x04,

    /// <summary>Window scale.</summary>
    WindowScale = 0x08,

    /// <summary>SACK permitted.</summary>
    SackPermitted = 0x10,

    /// <summary>Fast open, with or without a cookie.</summary>
    FastOpen = 0x20,

    /// <summary>MD5 signature.</summary>
    Md5Signature = 0x40,

    /// <summary>TCP authentication option.</summary>
    Authentication = 0x80,

    /// <summary>A kind that this library does not know; it was skipped by its length.</summary>
    Unknown = 0x100,
}
