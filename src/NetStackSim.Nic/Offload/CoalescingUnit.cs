using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>One unit that receive segment coalescing is building: the headers of the first segment and the payloads of all.</summary>
internal sealed class CoalescingUnit
{
    private const int MaximumPacket = 65535;
    private const int TimestampOptionSize = 12;

    private Frame _tail = null!;
    private FrameHeaders _headers;
    private TcpSegmentFacts _last;
    private int _headerSize;
    private int _segments;
    private int _payload;
    private uint _payloadSum;
    private uint _firstTimestamp;
    private byte _flags;
    private byte _hopLimit;

    /// <summary>The list that carries the unit; null while the unit is free.</summary>
    internal NetBufferList? List { get; private set; }

    /// <summary>The frame of the first segment.</summary>
    internal Frame Head { get; private set; } = null!;

    /// <summary>Segments so far.</summary>
    internal int Segments => _segments;

    /// <summary>Payload bytes so far.</summary>
    internal int Payload => _payload;

    /// <summary>Starts a unit with a segment that may be followed by others.</summary>
    internal void Start(NetBufferList list, Frame frame, in FrameHeaders headers, in TcpSegmentFacts segment)
    {
        Debug.Assert(List is null, "A unit in use is finished first.");
        List = list;
        Head = frame;
        _tail = frame;
        _headers = headers;
        _last = segment;
        _segments = 1;
        _payload = segment.PayloadLength;
        _headerSize = headers.End - headers.NetworkOffset - segment.PayloadLength;
        _payloadSum = PayloadSum(frame.Data, headers, segment, frame.Wire.Checksum);
        _firstTimestamp = segment.Timestamp;
        _flags = segment.Flags;
        _hopLimit = HopLimitOf(frame.Data, headers);
    }

    /// <summary>True when a frame belongs to the flow of this unit.</summary>
    internal bool IsSameFlow(ReadOnlySpan<byte> frame, in FrameHeaders headers, VlanInfo vlan)
    {
        if (List is null || headers.IsIPv4 != _headers.IsIPv4)
        {
            return false;
        }

        ReadOnlySpan<byte> mine = Head.Data;
        return MemoryMarshal.Read<uint>(mine[_headers.TransportOffset..]) == MemoryMarshal.Read<uint>(frame[headers.TransportOffset..])
            && AddressesOf(mine, _headers).SequenceEqual(AddressesOf(frame, headers)) && List.Vlan == vlan;
    }

    /// <summary>Judges whether a segment of the same flow continues this unit.</summary>
    internal CoalescingVerdict Judge(ReadOnlySpan<byte> frame, in WireMetadata wire, in FrameHeaders headers, in TcpSegmentFacts segment)
    {
        if (segment.Sequence != _last.Sequence + (uint)_last.PayloadLength || segment.HasTimestamp != _last.HasTimestamp
            || (int)(segment.Acknowledgment - _last.Acknowledgment) < 0
            || (segment.HasTimestamp && (int)(segment.Timestamp - _last.Timestamp) < 0)
            || (wire.Checksum == ChecksumState.Partial) != (Head.Wire.Checksum == ChecksumState.Partial))
        {
            return CoalescingVerdict.Exception;
        }

        return _headerSize + _payload + segment.PayloadLength > MaximumPacket || !HasSameService(frame, headers)
            ? CoalescingVerdict.StartAnew
            : CoalescingVerdict.Append;
    }

    /// <summary>Appends the payload of a segment; its frame hangs on the unit until the list is returned.</summary>
    internal void Append(Frame frame, in FrameHeaders headers, in TcpSegmentFacts segment)
    {
        uint sum = PayloadSum(frame.Data, headers, segment, frame.Wire.Checksum);
        _payloadSum = InternetChecksum.Combine(InternetChecksum.Fold(_payloadSum), sum, (_payload & 1) != 0);
        _hopLimit = Math.Min(_hopLimit, HopLimitOf(frame.Data, headers));
        if (_segments == 1)
        {
            // Nothing behind the packet may stand between its payload and the next one.
            Head.TrimDescription(_headers.End);
        }

        frame.DescribePart(headers.End - segment.PayloadLength, segment.PayloadLength);
        _tail.Mdl.Next = frame.Mdl;
        _tail.Next = frame;
        frame.Next = null;
        _tail = frame;
        _last = segment;
        _flags |= segment.Flags;
        _segments++;
        _payload += segment.PayloadLength;
    }

    /// <summary>Writes the headers of the whole unit into the first segment and fills the slots; a unit of one segment is left as it came.</summary>
    internal void Finish()
    {
        NetBufferList list = List!;
        List = null;
        if (_segments == 1)
        {
            return;
        }

        Span<byte> frame = Head.Data;
        int packetLength = _headerSize + _payload;
        list.FirstNetBuffer.DataLength = _headers.NetworkOffset + packetLength;
        WriteNetwork(frame[_headers.NetworkOffset..], packetLength);
        WriteTransport(frame, packetLength);
        list.Coalesce = new CoalesceInfo(_segments, 0);
        list.CoalesceTimestampDelta = _last.HasTimestamp ? _last.Timestamp - _firstTimestamp : 0;
    }

    private static ReadOnlySpan<byte> AddressesOf(ReadOnlySpan<byte> frame, in FrameHeaders headers) =>
        headers.IsIPv4 ? frame.Slice(headers.NetworkOffset + 12, 8) : frame.Slice(headers.NetworkOffset + 8, 32);

    private static byte HopLimitOf(ReadOnlySpan<byte> frame, in FrameHeaders headers) => frame[headers.NetworkOffset + (headers.IsIPv4 ? 8 : 7)];

    // Verified bytes sum to 0xFFFF together with pseudo header and TCP header: the payload is what these leave, without touching it.
    private static uint PayloadSum(ReadOnlySpan<byte> frame, in FrameHeaders headers, in TcpSegmentFacts segment, ChecksumState state)
    {
        if (state == ChecksumState.Partial)
        {
            return 0;
        }

        int transportLength = headers.End - headers.TransportOffset;
        ReadOnlySpan<byte> header = frame.Slice(headers.TransportOffset, transportLength - segment.PayloadLength);
        uint known = InternetChecksum.Sum(header) + ReceiveChecksumEngine.PseudoHeaderSum(frame, headers, transportLength);
        return (ushort)~InternetChecksum.Fold(known);
    }

    private bool HasSameService(ReadOnlySpan<byte> frame, in FrameHeaders headers)
    {
        ReadOnlySpan<byte> mine = Head.Data[_headers.NetworkOffset..];
        ReadOnlySpan<byte> other = frame[headers.NetworkOffset..];
        return _headers.IsIPv4
            ? mine[1] == other[1] && (mine[6] & 0x40) == (other[6] & 0x40)
            : (BinaryPrimitives.ReadUInt32BigEndian(mine) & 0x0FF0_0000) == (BinaryPrimitives.ReadUInt32BigEndian(other) & 0x0FF0_0000);
    }

    private void WriteNetwork(Span<byte> network, int packetLength)
    {
        if (_headers.IsIPv4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(network[2..], (ushort)packetLength);
            network[8] = _hopLimit;
            BinaryPrimitives.WriteUInt16BigEndian(network[10..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(network[10..], InternetChecksum.Finish(InternetChecksum.Sum(network[..IPv4Header.Size])));
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(network[4..], (ushort)(packetLength - IPv6Header.Size));
            network[7] = _hopLimit;
        }
    }

    private void WriteTransport(Span<byte> frame, int packetLength)
    {
        int networkHeader = _headers.TransportOffset - _headers.NetworkOffset;
        int transportLength = packetLength - networkHeader;
        Span<byte> tcp = frame.Slice(_headers.TransportOffset, transportLength - _payload);
        BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], _last.Acknowledgment);
        tcp[13] = _flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp[14..], _last.Window);
        if (_last.HasTimestamp)
        {
            Debug.Assert(tcp.Length == 20 + TimestampOptionSize, "Only the layout of RFC 7323 appendix A is coalesced.");
            BinaryPrimitives.WriteUInt32BigEndian(tcp[24..], _last.Timestamp);
            BinaryPrimitives.WriteUInt32BigEndian(tcp[28..], _last.TimestampEcho);
        }

        BinaryPrimitives.WriteUInt16BigEndian(tcp[SegmentationPlan.TcpChecksumOffset..], 0);
        uint pseudo = ReceiveChecksumEngine.PseudoHeaderSum(frame, _headers, transportLength);
        ushort checksum = Head.Wire.Checksum == ChecksumState.Partial
            ? InternetChecksum.Fold(pseudo)
            : InternetChecksum.Finish(pseudo + InternetChecksum.Sum(tcp) + _payloadSum);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[SegmentationPlan.TcpChecksumOffset..], checksum);
    }
}
