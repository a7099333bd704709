using System.Buffers.Binary;
using NetStackSim.Packets;

namespace EchoProtocol;

/// <summary>The frames of the protocol: Ethernet header, what it is, when the request left.</summary>
internal static class EchoFrame
{
    public const ushort EtherType = 0x88B5; // for experiments (IEEE 802)
    public const int Size = TimeOffset + 8;
    public const ushort Request = 1;
    public const ushort Answer = 2;
    private const int TimeOffset = EthernetHeader.Size + 2;

    public static void Write(Span<byte> frame, MacAddress target, MacAddress source, ushort kind)
    {
        EthernetHeader.Write(frame, target, source, EtherType);
        BinaryPrimitives.WriteUInt16BigEndian(frame[EthernetHeader.Size..], kind);
    }

    public static void WriteTime(Span<byte> frame, long ns) => BinaryPrimitives.WriteInt64BigEndian(frame[TimeOffset..], ns);

    public static ushort KindOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadUInt16BigEndian(frame[EthernetHeader.Size..]);

    public static long TimeOf(ReadOnlySpan<byte> frame) => BinaryPrimitives.ReadInt64BigEndian(frame[TimeOffset..]);

    public static MacAddress SourceOf(ReadOnlySpan<byte> frame) => MacAddress.Read(frame[MacAddress.Size..]);
}
