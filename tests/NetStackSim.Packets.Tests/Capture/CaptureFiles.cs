using System.Buffers.Binary;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Packets.Tests.Capture;

/// <summary>Builds capture files byte by byte, independently of the writer under test.</summary>
internal static class CaptureFiles
{
    internal static byte[] Pcap(bool bigEndian, bool nanoseconds, uint seconds, uint fraction, byte[] data, uint originalLength)
    {
        Builder file = new(bigEndian);
        file.UInt32(nanoseconds ? 0xA1B23C4D : 0xA1B2C3D4);
        file.UInt16(2);
        file.UInt16(4);
        foreach (uint value in (uint[])[0, 0, 65535, 1, seconds, fraction, (uint)data.Length, originalLength])
        {
            file.UInt32(value);
        }

        file.Raw(data);
        return file.ToArray();
    }

    internal static byte[] Everything(bool bigEndian)
    {
        Builder file = new(bigEndian);
        file.Section();
        file.Interface(LinkType.Ethernet, 0, (2, "eth0"u8.ToArray()), (9, [9]));
        file.Interface(LinkType.RawIP, 64, (9, [0x94]), (14, file.Bytes64(7)));
        file.Enhanced(0, 1_700_000_000_000_000_000, new byte[60], 60, (1, "comment"u8.ToArray()), (2, file.Bytes32(2)), (4, file.Bytes64(1)));
        file.Enhanced(1, 99, new byte[21], 80);
        file.Simple(new byte[16], 16);
        file.Block(4, new byte[16]);
        file.Statistics(1, (4, file.Bytes64(5)));
        return file.ToArray();
    }

    internal static byte[] Sample()
    {
        using MemoryStream stream = new();
        using (PcapngWriter writer = new(stream))
        {
            int wire = writer.AddInterface("wire", "the cable");
            int ip = writer.AddInterface("ip", linkType: LinkType.RawIP);
            for (int i = 0; i < 20; i++)
            {
                byte[] data = Enumerable.Range(0, i * 7).Select(value => (byte)value).ToArray();
                writer.WritePacket(i % 2 == 0 ? wire : ip, (ulong)i * 1000, data, data.Length, CaptureDirection.Inbound, $"packet {i}");
            }
        }

        return stream.ToArray();
    }

    internal sealed class Builder(bool bigEndian)
    {
        private readonly List<byte> _bytes = [];

        internal byte[] ToArray() => [.. _bytes];

        internal void Raw(ReadOnlySpan<byte> bytes) => _bytes.AddRange(bytes);

        internal void UInt16(ushort value) => Raw(Bytes16(value));

        internal void UInt32(uint value) => Raw(Bytes32(value));

        internal byte[] Bytes16(ushort value) => BitConverter.GetBytes(bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

        internal byte[] Bytes32(uint value) => BitConverter.GetBytes(bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

        internal byte[] Bytes64(ulong value) => BitConverter.GetBytes(bigEndian ? BinaryPrimitives.ReverseEndianness(value) : value);

        internal void Section() => Block(0x0A0D0D0A, [.. Bytes32(0x1A2B3C4D), .. Bytes16(1), .. Bytes16(0), .. Bytes64(ulong.MaxValue)]);

        internal void Interface(LinkType linkType, uint snapLength, params (ushort Code, byte[] Value)[] options) =>
            Block(1, [.. Bytes16((ushort)linkType), 0, 0, .. Bytes32(snapLength), .. Options(options)]);

        internal void Enhanced(uint id, ulong time, byte[] data, uint originalLength, params (ushort Code, byte[] Value)[] options) =>
            Block(6, [.. Bytes32(id), .. Bytes32((uint)(time >> 32)), .. Bytes32((uint)time), .. Bytes32((uint)data.Length), .. Bytes32(originalLength), .. Padded(data), .. Options(options)]);

        internal void Simple(byte[] data, uint originalLength) => Block(3, [.. Bytes32(originalLength), .. Padded(data)]);

        internal void Statistics(uint id, params (ushort Code, byte[] Value)[] options) => Block(5, [.. Bytes32(id), .. new byte[8], .. Options(options)]);

        internal void Block(uint type, byte[] body)
        {
            UInt32(type);
            UInt32((uint)body.Length + 12);
            Raw(body);
            UInt32((uint)body.Length + 12);
        }

        private static byte[] Padded(byte[] data) => [.. data, .. new byte[-data.Length & 3]];

        private byte[] Options((ushort Code, byte[] Value)[] options) =>
            options.Length == 0 ? [] : [.. options.SelectMany(o => (byte[])[.. Bytes16(o.Code), .. Bytes16((ushort)o.Value.Length), .. Padded(o.Value)]), 0, 0, 0, 0];
    }
}
