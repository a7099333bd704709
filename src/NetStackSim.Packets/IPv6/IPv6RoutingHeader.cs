namespace NetStackSim.Packets;

/// <summary>A view of the fixed part of an IPv6 routing header (RFC 8200 section 4.4).</summary>
public readonly ref struct IPv6RoutingHeader
{
    /// <summary>Bytes of the fixed part.</summary>
    public const int Size = 4;

    private readonly ReadOnlySpan<byte> _data;

    private IPv6RoutingHeader(ReadOnlySpan<byte> data) => _data = data;

    /// <summary>The routing type; type 0 is obsolete (RFC 5095) and treated as unknown.</summary>
    public byte RoutingType => _data[2];

    /// <summary>Route segments still to visit.</summary>
    public byte SegmentsLeft => _data[3];

    /// <summary>Reads the header; four bytes.</summary>
    public static bool TryParse(ReadOnlySpan<byte> data, out IPv6RoutingHeader view)
    {
        bool fits = data.Length >= Size;
        view = fits ? new IPv6RoutingHeader(data) : default;
        return fits;
    }
}
