using System.Buffers.Binary;

namespace NetStackSim.Nic.Tests;

/// <summary>Frames built and checked byte by byte, with nothing of the product but the frame memory.</summary>
internal static class TestFrames
{
    public const int EthernetSize = 14;

    public static Frame Rent(FramePool pool, ReadOnlySpan<byte> bytes)
    {
        Assert.True(pool.TryRent(bytes.Length, out Frame? frame));
        bytes.CopyTo(frame.Data);
        return frame;
    }

    /// <summary>A plain frame with a recognisable body.</summary>
    public static byte[] Plain(ulong destination, ulong source, int length, byte fill = 0x5A)
    {
        byte[] frame = new byte[length];
        frame.AsSpan(EthernetSize).Fill(fill);
        WriteMac(frame, destination);
        WriteMac(frame.AsSpan(6), source);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), 0x88B5);
        return frame;
    }

    /// <summary>A TCP or UDP packet with complete checksums.</summary>
    public static byte[] Transport(Spec spec)
    {
        byte[] frame = Headers(spec, out int network, out int transport);
        spec.Payload.CopyTo(frame.AsSpan(frame.Length - spec.Payload.Length));
        SetLengths(frame, network, transport, spec);
        SetChecksums(frame, network, transport, spec);
        return frame;
    }

    /// <summary>The same packet as a large frame: partial checksum, segmentation metadata.</summary>
    public static Frame Large(FramePool pool, Spec spec, int segmentSize)
    {
        byte[] bytes = Transport(spec);
        int network = EthernetSize + spec.VlanTags * 4;
        int transport = network + spec.NetworkHeaderSize;
        Frame frame = Rent(pool, bytes);
        WritePartial(frame.Data, network, transport, spec);
        frame.Wire = new WireMetadata
        {
            Checksum = ChecksumState.Partial,
            ChecksumStart = (ushort)transport,
            ChecksumOffset = (ushort)(spec.IsTcp ? 16 : 6),
            Segmentation = !spec.IsTcp ? SegmentationType.Udp : spec.IsV6 ? SegmentationType.TcpV6 : SegmentationType.TcpV4,
            SegmentSize = (ushort)segmentSize,
            HeaderLength = (ushort)(bytes.Length - spec.Payload.Length),
        };
        return frame;
    }

    /// <summary>The same packet as an ordinary frame whose checksum is left partial.</summary>
    public static Frame Partial(FramePool pool, Spec spec)
    {
        Frame frame = Large(pool, spec, 1);
        frame.Wire.Segmentation = SegmentationType.None;
        frame.Wire.SegmentSize = 0;
        frame.Wire.HeaderLength = 0;
        return frame;
    }

    /// <summary>The packet as the stack hands it down: pseudo header in the transport checksum field, zero in the IP one.</summary>
    public static byte[] Request(byte[] complete, Spec spec, bool withLength = true)
    {
        byte[] frame = [.. complete];
        int transport = 14 + spec.NetworkHeaderSize;
        if (!spec.IsV6)
        {
            Write16(frame, 24, 0);
        }

        ulong pseudo = Pseudo(frame, 14, transport, spec) - (withLength ? 0 : (ulong)(frame.Length - transport));
        Write16(frame, transport + (spec.IsTcp ? 16 : 6), Fold(pseudo));
        return frame;
    }

    public static void SetChecksums(Span<byte> frame, int network, int transport, Spec spec)
    {
        if (!spec.IsV6)
        {
            Write16(frame, network + 10, 0);
            Write16(frame, network + 10, Complement(Sum(frame[network..transport])));
        }

        int field = transport + (spec.IsTcp ? 16 : 6);
        Write16(frame, field, 0);
        ushort checksum = Complement(Sum(frame[transport..]) + Pseudo(frame, network, transport, spec));
        Write16(frame, field, checksum == 0 && !spec.IsTcp ? (ushort)0xFFFF : checksum);
    }

    /// <summary>True when the IP and transport checksums of a single frame are right.</summary>
    public static bool ChecksumsAreValid(ReadOnlySpan<byte> frame, Spec spec)
    {
        int network = EthernetSize + spec.VlanTags * 4;
        int transport = network + spec.NetworkHeaderSize;
        bool ip = spec.IsV6 || Fold(Sum(frame[network..transport])) == 0xFFFF;
        return ip && Fold(Sum(frame[transport..]) + Pseudo(frame, network, transport, spec)) == 0xFFFF;
    }

    /// <summary>RFC 1071, word by word.</summary>
    public static ulong Sum(ReadOnlySpan<byte> data)
    {
        ulong sum = 0;
        for (int i = 0; i < data.Length; i++)
        {
            sum += (i & 1) == 0 ? (ulong)data[i] << 8 : data[i];
        }

        return sum;
    }

    public static ushort Fold(ulong sum)
    {
        while (sum > 0xFFFF)
        {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }

        return (ushort)sum;
    }

    public static ushort Complement(ulong sum) => (ushort)~Fold(sum);

    public static ulong Pseudo(ReadOnlySpan<byte> frame, int network, int transport, Spec spec) =>
        Sum(spec.IsV6 ? frame.Slice(network + 8, 32) : frame.Slice(network + 12, 8)) + (spec.IsTcp ? 6UL : 17UL) + (ulong)(frame.Length - transport);

    public static byte[] Pattern(int length, int seed = 1)
    {
        byte[] data = new byte[length];
        uint state = (uint)seed * 2654435761u;
        for (int i = 0; i < length; i++)
        {
            state = (state * 1664525u) + 1013904223u;
            data[i] = (byte)(state >> 24);
        }

        return data;
    }

    public static ushort Read16(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt16BigEndian(data[offset..]);

    public static uint Read32(ReadOnlySpan<byte> data, int offset) => BinaryPrimitives.ReadUInt32BigEndian(data[offset..]);

    public static void Write16(Span<byte> data, int offset, int value) => BinaryPrimitives.WriteUInt16BigEndian(data[offset..], (ushort)value);

    public static void Write32(Span<byte> data, int offset, uint value) => BinaryPrimitives.WriteUInt32BigEndian(data[offset..], value);

    public static void SetLengths(Span<byte> frame, int network, int transport, Spec spec)
    {
        if (spec.IsV6)
        {
            Write16(frame, network + 4, frame.Length - network - 40);
        }
        else
        {
            Write16(frame, network + 2, frame.Length - network);
        }

        if (!spec.IsTcp)
        {
            Write16(frame, transport + 4, frame.Length - transport);
        }
    }

    private static void WritePartial(Span<byte> frame, int network, int transport, Spec spec) =>
        Write16(frame, transport + (spec.IsTcp ? 16 : 6), Fold(Pseudo(frame, network, transport, spec)));

    private static byte[] Headers(Spec spec, out int network, out int transport)
    {
        network = EthernetSize + (spec.VlanTags * 4);
        transport = network + spec.NetworkHeaderSize;
        byte[] frame = new byte[transport + spec.TransportHeaderSize + spec.Payload.Length];
        WriteMac(frame, spec.DestinationMac);
        WriteMac(frame.AsSpan(6), spec.SourceMac);
        for (int i = 0; i < spec.VlanTags; i++)
        {
            Write16(frame, 12 + (4 * i), 0x8100);
            Write16(frame, 14 + (4 * i), 100 + i);
        }

        Write16(frame, network - 2, spec.IsV6 ? 0x86DD : 0x0800);
        if (spec.IsV6)
        {
            WriteV6(frame.AsSpan(network), spec);
        }
        else
        {
            WriteV4(frame.AsSpan(network), spec);
        }

        WriteTransport(frame.AsSpan(transport), spec);
        return frame;
    }

    private static void WriteV4(Span<byte> ip, Spec spec)
    {
        ip[0] = (byte)(0x40 | (spec.NetworkHeaderSize / 4));
        ip[1] = spec.Service;
        Write16(ip, 4, spec.Identification);
        Write16(ip, 6, 0x4000);
        ip[8] = spec.HopLimit;
        ip[9] = (byte)(spec.IsTcp ? 6 : 17);
        Write32(ip, 12, 0x0A000001);
        Write32(ip, 16, 0x0A000002);
        ip[20..spec.NetworkHeaderSize].Fill(1);
    }

    private static void WriteV6(Span<byte> ip, Spec spec)
    {
        Write32(ip, 0, 0x6000_1234u | ((uint)spec.Service << 20));
        byte protocol = (byte)(spec.IsTcp ? 6 : 17);
        bool options = spec.NetworkHeaderSize > 40;
        ip[6] = options ? (byte)60 : protocol;
        ip[7] = spec.HopLimit;
        for (int i = 0; i < 16; i++)
        {
            ip[8 + i] = (byte)(0x20 + i);
            ip[24 + i] = (byte)(0x40 + i);
        }

        if (options)
        {
            ip[40] = protocol;
            ip[41] = (byte)((spec.NetworkHeaderSize - 48) / 8);
            ip[42] = 1;
            ip[43] = (byte)(spec.NetworkHeaderSize - 44);
        }
    }

    private static void WriteTransport(Span<byte> transport, Spec spec)
    {
        Write16(transport, 0, spec.SourcePort);
        Write16(transport, 2, spec.DestinationPort);
        if (!spec.IsTcp)
        {
            return;
        }

        Write32(transport, 4, spec.Sequence);
        Write32(transport, 8, spec.Acknowledgment);
        transport[12] = (byte)(spec.TransportHeaderSize / 4 << 4);
        transport[13] = spec.Flags;
        Write16(transport, 14, spec.Window);
        if (spec.Timestamp is { } timestamp)
        {
            Write32(transport, 20, 0x0101080A);
            Write32(transport, 24, timestamp);
            Write32(transport, 28, spec.TimestampEcho);
        }
        else
        {
            transport[20..spec.TransportHeaderSize].Fill(1);
        }
    }

    public static void WriteMac(Span<byte> target, ulong address)
    {
        Write16(target, 0, (int)(address >> 32));
        Write32(target, 2, (uint)address);
    }

    /// <summary>What a packet is made of.</summary>
    internal sealed record Spec
    {
        public ulong DestinationMac { get; init; } = 0x0200_0000_0002;

        public ulong SourceMac { get; init; } = 0x0200_0000_0001;

        public int VlanTags { get; init; }

        public bool IsV6 { get; init; }

        public bool IsTcp { get; init; } = true;

        public int NetworkOptions { get; init; }

        public int TcpOptions { get; init; }

        public byte Service { get; init; }

        public byte HopLimit { get; init; } = 128;

        public ushort Identification { get; init; } = 0x1234;

        public ushort SourcePort { get; init; } = 5000;

        public ushort DestinationPort { get; init; } = 80;

        public uint Sequence { get; init; } = 1000;

        public uint Acknowledgment { get; init; } = 77;

        public byte Flags { get; init; } = 0x10;

        public ushort Window { get; init; } = 8192;

        public uint? Timestamp { get; init; }

        public uint TimestampEcho { get; init; } = 3;

        public byte[] Payload { get; init; } = [];

        public int NetworkHeaderSize => (IsV6 ? 40 : 20) + NetworkOptions;

        public int TransportHeaderSize => !IsTcp ? 8 : Timestamp is not null ? 32 : 20 + TcpOptions;
    }
}
