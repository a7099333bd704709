namespace NetStackSim.Packets;

/// <summary>TCP option kinds (IANA tcp-parameters registry).</summary>
public enum TcpOptionKind : byte
{
    /// <summary>End of option list.</summary>
    End = 0,

    /// <summary>No operation.</summary>
    Nop = 1,

    /// <summary>Maximum segment size, 4 bytes.</summary>
    MaximumSegmentSize = 2,

    /// <summary>Window scale, 3 bytes (RFC 7323).</summary>
    WindowScale = 3,

    /// <summary>SACK permitted, 2 bytes (RFC 2018).</summary>
    SackPermitted = 4,

    /// <summary>SACK blocks, 2 + 8n bytes (RFC 2018).</summary>
    Sack = 5,

    /// <summary>Timestamps, 10 bytes (RFC 7323).</summary>
    Timestamps = 8,

    /// <summary>MD5 signature, 18 bytes (RFC 2385).</summary>
    Md5Signature = 19,

    /// <summary>TCP authentication option (RFC 5925).</summary>
    Authentication = 29,

    /// <summary>Fast open cookie, 2 or 6-18 bytes (RFC 7413).</summary>
    FastOpen = 34,

    /// <summary>Accurate ECN order 0 (RFC 9768).</summary>
    AccurateEcn0 = 172,

    /// <summary>Accurate ECN order 1 (RFC 9768).</summary>
    AccurateEcn1 = 174,
}
