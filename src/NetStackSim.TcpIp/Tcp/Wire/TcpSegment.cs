using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>A received segment, its header read once. Lives on the stack of the receive path and is passed by reference.</summary>
internal struct TcpSegment
{
    /// <summary>The list; data starts at the TCP header until <see cref="StripHeader"/>.</summary>
    public NetBufferList List;

    /// <summary>Options; filled only when the header is longer than 20 bytes.</summary>
    public TcpOptions Options;

    /// <summary>SEG.SEQ; moves when bytes in front are trimmed.</summary>
    public SequenceNumber Sequence;

    /// <summary>SEG.ACK.</summary>
    public SequenceNumber Acknowledgment;

    /// <summary>The control bits; SYN and FIN are cleared when trimming takes them off.</summary>
    public TcpFlags Flags;

    /// <summary>The window field, not scaled.</summary>
    public ushort Window;

    /// <summary>SEG.UP.</summary>
    public ushort UrgentPointer;

    /// <summary>The sender's port.</summary>
    public ushort RemotePort;

    /// <summary>Our port.</summary>
    public ushort LocalPort;

    /// <summary>Bytes of header and options.</summary>
    public int HeaderLength;

    /// <summary>Payload bytes left.</summary>
    public int PayloadLength;

    /// <summary>Segments on the wire: more than one for a unit that the NIC coalesced.</summary>
    public int SegmentCount;

    /// <summary>Sequence numbers that the segment takes (SEG.LEN).</summary>
    public readonly uint SequenceLength =>
        (uint)PayloadLength + ((Flags & TcpFlags.Syn) != 0 ? 1u : 0) + ((Flags & TcpFlags.Fin) != 0 ? 1u : 0);

    /// <summary>The sequence number after the segment.</summary>
    public readonly SequenceNumber End => Sequence + SequenceLength;

    /// <summary>True when the header has options that were read.</summary>
    public readonly bool HasOptions => HeaderLength > TcpHeader.Size;

    /// <summary>True when any of the flags is set.</summary>
    public readonly bool HasAny(TcpFlags flags) => (Flags & flags) != 0;

    /// <summary>Timestamps, when the segment has them.</summary>
    public readonly bool HasTimestamps => HasOptions && Options.HasTimestamps;

    /// <summary>Moves the data start behind the header: from here the list is payload.</summary>
    public readonly void StripHeader() => List.FirstNetBuffer.Advance(HeaderLength);

    /// <summary>Takes bytes that were received before off the front; the header must be stripped.</summary>
    public void TrimFront(int bytes)
    {
        List.FirstNetBuffer.Advance(bytes);
        Sequence += bytes;
        PayloadLength -= bytes;
    }

    /// <summary>Takes bytes beyond the window off the end, and the FIN with them.</summary>
    public void TrimBack(int bytes)
    {
        List.FirstNetBuffer.DataLength -= bytes;
        PayloadLength -= bytes;
        Flags &= ~TcpFlags.Fin;
    }
}
