using System.Buffers.Binary;

namespace NetStackSim.Packets;

/// <summary>Writes neighbour discovery options; each method returns the number of bytes, a multiple of eight.</summary>
public static class NdOptionWriter
{
    /// <summary>Bytes of a link-layer address option for Ethernet.</summary>
    public const int LinkLayerAddressSize = 8;

    /// <summary>Bytes of an MTU option.</summary>
    public const int MtuSize = 8;

    /// <summary>Bytes of a prefix information option.</summary>
    public const int PrefixInformationSize = 32;

    /// <summary>Writes a source or target link-layer address.</summary>
    /// <param name="span">At least eight bytes.</param>
    /// <param name="type">Source or target.</param>
    /// <param name="address">The address.</param>
    public static int WriteLinkLayerAddress(Span<byte> span, NdOptionType type, MacAddress address)
    {
        address.CopyTo(span[2..]);
        WriteHead(span, type, LinkLayerAddressSize);
        return LinkLayerAddressSize;
    }

    /// <summary>Writes an MTU option.</summary>
    public static int WriteMtu(Span<byte> span, uint mtu)
    {
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], mtu);
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], 0);
        WriteHead(span, NdOptionType.Mtu, MtuSize);
        return MtuSize;
    }

    /// <summary>Writes a prefix information option.</summary>
    public static int WritePrefixInformation(Span<byte> span, in NdPrefixInformation information)
    {
        span[..PrefixInformationSize].Clear();
        WriteHead(span, NdOptionType.PrefixInformation, PrefixInformationSize);
        span[2] = (byte)information.Prefix.Length;
        span[3] = (byte)((information.IsOnLink ? 0x80 : 0) | (information.IsAutonomous ? 0x40 : 0));
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], information.ValidLifetime);
        BinaryPrimitives.WriteUInt32BigEndian(span[8..], information.PreferredLifetime);
        information.Prefix.NetworkAddress.WriteTo(span[16..]);
        return PrefixInformationSize;
    }

    /// <summary>Writes a route information option (RFC 4191) of 8, 16 or 24 bytes.</summary>
    public static int WriteRouteInformation(Span<byte> span, in NdRouteInformation information)
    {
        int length = information.Prefix.Length;
        int size = 8 + (length > 64 ? 16 : length > 0 ? 8 : 0);
        Span<byte> address = stackalloc byte[IpAddress.V6Length];
        information.Prefix.NetworkAddress.WriteTo(address);
        address[..(size - 8)].CopyTo(span[8..]);
        WriteHead(span, NdOptionType.RouteInformation, size);
        span[2] = (byte)length;
        span[3] = (byte)(NdRouteInformation.PreferenceToWire(information.Preference) << 3);
        BinaryPrimitives.WriteUInt32BigEndian(span[4..], information.Lifetime);
        return size;
    }

    /// <summary>Writes a redirected header option with as much of the packet as the span holds, padded with zeros to a multiple of eight.</summary>
    /// <param name="span">The room left below 1280 bytes (RFC 4861 section 4.6.3); at least eight bytes.</param>
    /// <param name="packet">The packet that was redirected.</param>
    public static int WriteRedirectedHeader(Span<byte> span, ReadOnlySpan<byte> packet)
    {
        int room = Math.Min(span.Length - 8, 254 * 8) & ~7;
        ReadOnlySpan<byte> quote = packet[..Math.Min(packet.Length, room)];
        int size = 8 + ((quote.Length + 7) & ~7);
        span[..size].Clear();
        WriteHead(span, NdOptionType.RedirectedHeader, size);
        quote.CopyTo(span[8..]);
        return size;
    }

    /// <summary>Writes a nonce option (RFC 3971 section 5.3.2) of six bytes or 8n - 2.</summary>
    public static int WriteNonce(Span<byte> span, ReadOnlySpan<byte> nonce)
    {
        int size = (nonce.Length + 2 + 7) & ~7;
        span[..size].Clear();
        WriteHead(span, NdOptionType.Nonce, size);
        nonce.CopyTo(span[2..]);
        return size;
    }

    private static void WriteHead(Span<byte> span, NdOptionType type, int size)
    {
        span[1] = (byte)(size / 8);
        span[0] = (byte)type;
    }
}
