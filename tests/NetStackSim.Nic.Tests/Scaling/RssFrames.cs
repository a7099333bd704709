using System.Buffers.Binary;

namespace NetStackSim.Nic.Tests;

/// <summary>Frames for receive-side scaling, written byte by byte, each with the hash that its maker says it has.</summary>
internal static class RssFrames
{
    public static readonly byte[] Key =
    [
        0x6d, 0x5a, 0x56, 0xda, 0x25, 0x5b, 0x0e, 0xc2, 0x41, 0x67, 0x25, 0x3d, 0x43, 0xa3, 0x8f, 0xb0, 0xd0, 0xca, 0x2b, 0xcb,
        0xae, 0x7b, 0x30, 0xb4, 0x77, 0xcb, 0x2d, 0xa3, 0x80, 0x30, 0xf2, 0x0c, 0x6a, 0x42, 0xb7, 0x3b, 0xbe, 0xac, 0x01, 0xfa,
    ];

    /// <summary>The definition of the hash, bit by bit.</summary>
    public static uint Toeplitz(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input)
    {
        uint result = 0;
        for (int bit = 0; bit < input.Length * 8; bit++)
        {
            if ((input[bit / 8] & (0x80 >> (bit % 8))) == 0)
            {
                continue;
            }

            for (int i = 0; i < 32; i++)
            {
                int k = bit + i;
                if ((key[k / 8] & (0x80 >> (k % 8))) != 0)
                {
                    result ^= 0x8000_0000u >> i;
                }
            }
        }

        return result;
    }

    /// <summary>A packet of some kind.</summary>
    public static byte[] Build(Packet packet)
    {
        List<byte> frame = [2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1];
        if (packet.Tagged)
        {
            frame.AddRange([0x81, 0x00, 0x00, 0x05]);
        }

        frame.AddRange(packet.Kind == PacketKind.Other ? [0x88, 0xB5] : packet.IsV6 ? [0x86, 0xDD] : [0x08, 0x00]);
        if (packet.Kind == PacketKind.Other)
        {
            frame.AddRange(new byte[46]);
            return [.. frame];
        }

        byte protocol = packet.Kind switch { PacketKind.Tcp => 6, PacketKind.Udp => 17, _ => (byte)(packet.IsV6 ? 58 : 1) };
        byte[] upper = packet.Kind switch
        {
            PacketKind.Tcp => [.. Ports(packet), .. new byte[8], 0x50, 0x10, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4],
            PacketKind.Udp => [.. Ports(packet), 0, 12, 0, 0, 1, 2, 3, 4],
            _ => new byte[16],
        };
        frame.AddRange(packet.IsV6 ? V6(packet, protocol, upper) : V4(packet, protocol, upper));
        while (frame.Count < 60)
        {
            frame.Add(0);
        }

        return [.. frame];
    }

    private static byte[] Ports(Packet packet) =>
        [(byte)(packet.SourcePort >> 8), (byte)packet.SourcePort, (byte)(packet.DestinationPort >> 8), (byte)packet.DestinationPort];

    private static byte[] V4(Packet packet, byte protocol, byte[] upper)
    {
        byte[] options = packet.Options ? [1, 1, 1, 0] : [];
        byte[] header = new byte[20];
        header[0] = (byte)(0x45 + (options.Length / 4));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(20 + options.Length + upper.Length));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)(packet.Fragment switch { 1 => 0x2000, 2 => 0x0010, _ => 0 }));
        header[8] = 64;
        header[9] = protocol;
        packet.Source.CopyTo(header, 12);
        packet.Destination.CopyTo(header, 16);
        return [.. header, .. options, .. upper];
    }

    private static byte[] V6(Packet packet, byte protocol, byte[] upper)
    {
        List<byte[]> extensions = [];
        List<byte> types = [];
        if (packet.HomeAddress is { } home)
        {
            types.Add(60);
            extensions.Add([0, 2, 1, 0, 0xC9, 16, .. home, 1, 0]);
        }

        if (packet.RoutingAddress is { } routing)
        {
            types.Add(43);
            extensions.Add([0, 2, packet.RoutingType, 1, 0, 0, 0, 0, .. routing]);
        }

        if (packet.Fragment != 0)
        {
            types.Add(44);
            extensions.Add([0, 0, 0, (byte)(packet.Fragment == 1 ? 1 : 8), 0, 0, 0, 9]);
        }

        types.Add(protocol);
        for (int i = 0; i < extensions.Count; i++)
        {
            extensions[i][0] = types[i + 1];
        }

        byte[] payload = [.. extensions.SelectMany(bytes => bytes), .. upper];
        byte[] header = new byte[40];
        header[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), (ushort)payload.Length);
        header[6] = types[0];
        header[7] = 64;
        packet.Source.CopyTo(header, 8);
        packet.Destination.CopyTo(header, 24);
        return [.. header, .. payload];
    }

    internal enum PacketKind
    {
        Tcp,
        Udp,
        Icmp,
        Other,
    }

    internal sealed record Packet
    {
        public PacketKind Kind { get; init; }

        public bool IsV6 { get; init; }

        public bool Tagged { get; init; }

        public bool Options { get; init; }

        /// <summary>1: the first fragment, 2: a later one.</summary>
        public int Fragment { get; init; }

        public byte[] Source { get; init; } = [10, 0, 0, 1];

        public byte[] Destination { get; init; } = [10, 0, 0, 2];

        public ushort SourcePort { get; init; } = 5000;

        public ushort DestinationPort { get; init; } = 80;

        public byte[]? HomeAddress { get; init; }

        public byte[]? RoutingAddress { get; init; }

        public byte RoutingType { get; init; } = 2;

        /// <summary>Type and input of the hash by the words of the specification.</summary>
        public (uint Type, byte[] Input) HashInput(uint enabled)
        {
            if (Kind == PacketKind.Other)
            {
                return (0, []);
            }

            byte[] ports = [(byte)(SourcePort >> 8), (byte)SourcePort, (byte)(DestinationPort >> 8), (byte)DestinationPort];
            bool hasPorts = Fragment == 0 && Kind is PacketKind.Tcp or PacketKind.Udp && Fragment == 0;
            if (!IsV6)
            {
                uint four = Kind == PacketKind.Tcp ? 0x200u : 0x4000u;
                return hasPorts && (enabled & four) != 0 ? (four, [.. Source, .. Destination, .. ports])
                    : (enabled & 0x100) != 0 ? (0x100, [.. Source, .. Destination]) : (0, []);
            }

            bool replaced = HomeAddress is not null || (RoutingAddress is not null && RoutingType == 2);
            byte[] source = HomeAddress ?? Source;
            byte[] destination = RoutingAddress is not null && RoutingType == 2 ? RoutingAddress : Destination;
            (uint plain, uint extended) = Kind == PacketKind.Tcp ? (0x1000u, 0x2000u) : (0x8000u, 0x10000u);
            foreach ((uint p, uint x, byte[] tail) in hasPorts ? [(plain, extended, ports), (0x400u, 0x800u, Array.Empty<byte>())] : new[] { (0x400u, 0x800u, Array.Empty<byte>()) })
            {
                bool useExtended = (enabled & x) != 0 && (replaced || (enabled & p) == 0);
                if (useExtended)
                {
                    return (x, [.. source, .. destination, .. tail]);
                }

                if ((enabled & p) != 0)
                {
                    return (p, [.. Source, .. Destination, .. tail]);
                }
            }

            return (0, []);
        }
    }
}
