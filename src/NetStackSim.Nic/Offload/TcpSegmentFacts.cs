using System.Buffers.Binary;

namespace NetStackSim.Nic;

/// <summary>What coalescing looks at in a TCP segment.</summary>
internal struct TcpSegmentFacts
{
    private const byte Ack = 0x10;
    private const byte Push = 0x08;

    // NOP, NOP, kind 8, length 10: the layout of RFC 7323 appendix A.
    private const uint TimestampPrefix = 0x0101_080A;

    internal uint Sequence;
    internal uint Acknowledgment;
    internal uint Timestamp;
    internal uint TimestampEcho;
    internal ushort Window;
    internal byte Flags;
    internal bool HasTimestamp;
    internal int PayloadLength;

    /// <summary>Reads a segment.</summary>
    /// <returns>True when it may be part of a unit: payload, no flags but ACK and PSH, no options but a timestamp.</returns>
    internal static bool TryRead(ReadOnlySpan<byte> frame, in FrameHeaders headers, out TcpSegmentFacts facts)
    {
        ReadOnlySpan<byte> tcp = frame[headers.TransportOffset..headers.End];
        int headerLength = (tcp[12] >> 4) * 4;
        facts = default;
        if (headerLength is not (20 or 32) || headerLength >= tcp.Length || (tcp[12] & 0xF) != 0 || (tcp[13] & ~Push) != Ack)
        {
            return false;
        }

        facts.HasTimestamp = headerLength == 32;
        if (facts.HasTimestamp)
        {
            if (BinaryPrimitives.ReadUInt32BigEndian(tcp[20..]) != TimestampPrefix)
            {
                return false;
            }

            facts.Timestamp = BinaryPrimitives.ReadUInt32BigEndian(tcp[24..]);
            facts.TimestampEcho = BinaryPrimitives.ReadUInt32BigEndian(tcp[28..]);
        }

        facts.Sequence = BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]);
        facts.Acknowledgment = BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]);
        facts.Flags = tcp[13];
        facts.Window = BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]);
        facts.PayloadLength = tcp.Length - headerLength;
        return true;
    }
}
