namespace NetStackSim.Ndis;

/// <summary>How large a send the NIC cuts by itself, per protocol and IP version.</summary>
/// <param name="MaxOffloadSize">Most payload bytes of one send; 0 = not supported.</param>
/// <param name="MinSegmentCount">Fewest segments that a send must have to be offloaded.</param>
public readonly record struct SegmentationCapability(int MaxOffloadSize, int MinSegmentCount = 2)
{
    /// <summary>False when the payload must be a multiple of the segment size (UDP only; SubMssFinalSegmentSupported, 6.84).</summary>
    public bool AllowsShortLastSegment { get; init; } = true;

    /// <summary>False when packets with IPv4 options or IPv6 extension headers are not cut (IpOptions, IpExtensionHeadersSupported).</summary>
    public bool AllowsNetworkOptions { get; init; } = true;

    /// <summary>False when segments with TCP options are not cut (TcpOptions, TcpOptionsSupported).</summary>
    public bool AllowsTcpOptions { get; init; } = true;

    /// <summary>True when the NIC cuts.</summary>
    public bool IsSupported => MaxOffloadSize > 0;

    /// <summary>The lesser of this and what the hardware can do.</summary>
    internal SegmentationCapability Within(SegmentationCapability hardware) => MaxOffloadSize <= hardware.MaxOffloadSize ? this : hardware;
}
