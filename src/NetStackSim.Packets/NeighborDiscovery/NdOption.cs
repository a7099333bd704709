using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>One option of a neighbour discovery message (RFC 4861 section 4.6).</summary>
/// <remarks>The typed readers return false when the option has another type or is too short for it.</remarks>
public readonly ref struct NdOption
{
    private const int PrefixInformationSize = 32;

    internal NdOption(ReadOnlySpan<byte> bytes) => Bytes = bytes;

    /// <summary>The whole option: type, length in units of eight bytes, data.</summary>
    public ReadOnlySpan<byte> Bytes { get; }

    /// <summary>The type.</summary>
    public NdOptionType Type => Bytes.IsEmpty ? default : (NdOptionType)Bytes[0];

    /// <summary>The data behind type and length.</summary>
    public ReadOnlySpan<byte> Data => Bytes.IsEmpty ? default : Bytes[2..];

    /// <summary>Reads a source or target link-layer address (Ethernet).</summary>
    public bool TryGetLinkLayerAddress(out MacAddress address)
    {
        bool matches = Type is NdOptionType.SourceLinkLayerAddress or NdOptionType.TargetLinkLayerAddress;
        address = matches ? MacAddress.Read(Data) : default;
        return matches;
    }

    /// <summary>Reads an MTU option.</summary>
    public bool TryGetMtu(out uint mtu)
    {
        bool matches = Type == NdOptionType.Mtu;
        mtu = matches ? BinaryPrimitives.ReadUInt32BigEndian(Bytes[4..]) : 0;
        return matches;
    }

    /// <summary>Reads a prefix information option; a prefix length above 128 is refused.</summary>
    public bool TryGetPrefixInformation(out NdPrefixInformation information)
    {
        information = default;
        if (Type != NdOptionType.PrefixInformation || Bytes.Length < PrefixInformationSize || Bytes[2] > 128)
        {
            return false;
        }

        information = new NdPrefixInformation(
            new IpPrefix(IpAddress.ReadV6(Bytes[16..]), Bytes[2]),
            IsOnLink: (Bytes[3] & 0x80) != 0,
            IsAutonomous: (Bytes[3] & 0x40) != 0,
            ValidLifetime: BinaryPrimitives.ReadUInt32BigEndian(Bytes[4..]),
            PreferredLifetime: BinaryPrimitives.ReadUInt32BigEndian(Bytes[8..]));
        return true;
    }

    /// <summary>Reads a route information option (RFC 4191); refused when the prefix does not fit the length or the preference is the reserved one.</summary>
    public bool TryGetRouteInformation(out NdRouteInformation information)
    {
        information = default;
        if (Type != NdOptionType.RouteInformation || Bytes[2] > 128)
        {
            return false;
        }

        int prefixLength = Bytes[2];
        int preference = (Bytes[3] >> 3) & 3;
        int needed = 8 + (prefixLength > 64 ? 16 : prefixLength > 0 ? 8 : 0);
        if (Bytes.Length < needed || preference == 2)
        {
            return false;
        }

        Span<byte> address = stackalloc byte[IpAddress.V6Length];
        address.Clear();
        Bytes[8..Math.Min(Bytes.Length, 8 + IpAddress.V6Length)].CopyTo(address);
        information = new NdRouteInformation(
            new IpPrefix(IpAddress.ReadV6(address), prefixLength),
            NdRouteInformation.PreferenceFromWire(preference),
            BinaryPrimitives.ReadUInt32BigEndian(Bytes[4..]));
        return true;
    }

    /// <summary>Reads the packet inside a redirected header option.</summary>
    public bool TryGetRedirectedHeader(out ReadOnlySpan<byte> packet)
    {
        bool matches = Type == NdOptionType.RedirectedHeader;
        packet = matches ? Bytes[8..] : default;
        return matches;
    }

    /// <summary>Reads the n-th server of a recursive DNS server option (RFC 8106).</summary>
    /// <param name="index">From 0.</param>
    /// <param name="address">The server.</param>
    /// <param name="lifetime">Seconds; 0 withdraws it.</param>
    public bool TryGetDnsServer(int index, out IpAddress address, out uint lifetime)
    {
        int offset = 8 + (index * IpAddress.V6Length);
        bool matches = Type == NdOptionType.RecursiveDnsServer && (uint)index < 127 && offset + IpAddress.V6Length <= Bytes.Length;
        address = matches ? IpAddress.ReadV6(Bytes[offset..]) : default;
        lifetime = matches ? BinaryPrimitives.ReadUInt32BigEndian(Bytes[4..]) : 0;
        return matches;
    }
}
