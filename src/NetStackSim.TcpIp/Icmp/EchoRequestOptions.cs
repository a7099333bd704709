namespace NetStackSim.TcpIp;

/// <summary>How an echo request is sent; the defaults are those of Windows' ping.</summary>
public sealed record EchoRequestOptions
{
    /// <summary>Payload bytes, at most 65,500: "abcdefghijklmnopqrstuvwabcdefghi" and on.</summary>
    public int Size { get; init; } = 32;

    /// <summary>How long to wait for the reply, in nanoseconds.</summary>
    public long TimeoutNs { get; init; } = 4_000_000_000;

    /// <summary>TTL or hop limit; 0 for that of the interface.</summary>
    public byte HopLimit { get; init; }

    /// <summary>IPv4: set the don't-fragment bit.</summary>
    public bool DontFragment { get; init; }

    /// <summary>Interface to leave by; 0 lets the routing table choose.</summary>
    public uint InterfaceIndex { get; init; }
}
