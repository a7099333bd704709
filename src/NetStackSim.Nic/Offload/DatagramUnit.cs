using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.InteropServices;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>One unit that UDP receive coalescing is building: the headers of the first datagram and the payloads of all, each as long as the first but the last.</summary>
internal sealed class DatagramUnit
{
    private const int MaximumPacket = 65535;
    private const int UdpHeaderSize = 8;

    private Frame _tail = null!;
    private FrameHeaders _headers;
    private uint _payloadSum;
    private int _size;
    private bool _hasChecksum;

    /// <summary>The list that carries the unit; null while the unit is free.</summary>
    internal NetBufferList? List { get; private set; }

    internal Frame Head { get; private set; } = null!;

    /// <summary>Datagrams so far.</summary>
    internal int Segments { get; private set; }

    /// <summary>Payload bytes so far.</summary>
    internal int Payload { get; private set; }

    /// <summary>True when a datagram shorter than the first has ended it.</summary>
    internal bool IsComplete { get; private set; }

    /// <summary>Starts a unit with a datagram that may be followed by others.</summary>
    internal void Start(NetBufferList list, Frame frame, in FrameHeaders headers)
    {
        Debug.Assert(List is null, "A unit in use is finished first.");
        List = list;
        Head = frame;
        _tail = frame;
        _headers = headers;
        _size = PayloadOf(headers);
        _hasChecksum = HasChecksum(frame.Data, headers);
        _payloadSum = PayloadSum(frame.Data, headers, _hasChecksum);
        Segments = 1;
        Payload = _size;
        IsComplete = false;
    }

    /// <summary>True when a datagram has the addresses and ports of this unit.</summary>
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

    /// <summary>True when a datagram of the same flow continues this unit.</summary>
    internal bool Takes(ReadOnlySpan<byte> frame, in FrameHeaders headers)
    {
        int payload = PayloadOf(headers);
        ReadOnlySpan<byte> mine = Head.Data;
        return !IsComplete && payload <= _size && _headers.TransportOffset - _headers.NetworkOffset + UdpHeaderSize + Payload + payload <= MaximumPacket
            && HasChecksum(frame, headers) == _hasChecksum
            && mine[.._headers.NetworkOffset].SequenceEqual(frame[..headers.NetworkOffset])
            && HasSameService(mine[_headers.NetworkOffset..], frame[headers.NetworkOffset..]);
    }

    /// <summary>Appends the payload of a datagram; its frame hangs on the unit until the list is returned.</summary>
    internal void Append(Frame frame, in FrameHeaders headers)
    {
        int payload = PayloadOf(headers);
        uint sum = PayloadSum(frame.Data, headers, _hasChecksum);
        _payloadSum = InternetChecksum.Combine(InternetChecksum.Fold(_payloadSum), sum, (Payload & 1) != 0);
        if (Segments == 1)
        {
            // Nothing behind the packet may stand between its payload and the next one.
            Head.TrimDescription(_headers.End);
        }

        frame.DescribePart(headers.End - payload, payload);
        _tail.Mdl.Next = frame.Mdl;
        _tail.Next = frame;
        frame.Next = null;
        _tail = frame;
        Segments++;
        Payload += payload;
        IsComplete = payload < _size;
    }

    /// <summary>Writes the headers of the whole unit into the first datagram and fills slot 17; a unit of one datagram is left as it came.</summary>
    internal void Finish()
    {
        NetBufferList list = List!;
        List = null;
        if (Segments == 1)
        {
            return;
        }

        Span<byte> frame = Head.Data;
        int udpLength = UdpHeaderSize + Payload;
        int packetLength = _headers.TransportOffset - _headers.NetworkOffset + udpLength;
        list.FirstNetBuffer.DataLength = _headers.NetworkOffset + packetLength;
        Span<byte> network = frame[_headers.NetworkOffset..];
        if (_headers.IsIPv4)
        {
            BinaryPrimitives.WriteUInt16BigEndian(network[2..], (ushort)packetLength);
            BinaryPrimitives.WriteUInt16BigEndian(network[10..], 0);
            BinaryPrimitives.WriteUInt16BigEndian(network[10..], InternetChecksum.Finish(InternetChecksum.Sum(network[..IPv4Header.Size])));
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(network[4..], (ushort)udpLength);
        }

        Span<byte> udp = frame.Slice(_headers.TransportOffset, UdpHeaderSize);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udpLength);
        if (_hasChecksum)
        {
            BinaryPrimitives.WriteUInt16BigEndian(udp[SegmentationPlan.UdpChecksumOffset..], 0);
            uint known = ReceiveChecksumEngine.PseudoHeaderSum(frame, _headers, udpLength) + InternetChecksum.Sum(udp);
            BinaryPrimitives.WriteUInt16BigEndian(udp[SegmentationPlan.UdpChecksumOffset..], InternetChecksum.FinishUdp(known + _payloadSum));
        }

        list.UdpCoalesce = new UdpCoalesceInfo(Segments, _size);
    }

    internal static int PayloadOf(in FrameHeaders headers) => headers.End - headers.TransportOffset - UdpHeaderSize;

    private static bool HasChecksum(ReadOnlySpan<byte> frame, in FrameHeaders headers) =>
        BinaryPrimitives.ReadUInt16BigEndian(frame[(headers.TransportOffset + SegmentationPlan.UdpChecksumOffset)..]) != 0;

    private static ReadOnlySpan<byte> AddressesOf(ReadOnlySpan<byte> frame, in FrameHeaders headers) =>
        headers.IsIPv4 ? frame.Slice(headers.NetworkOffset + 12, 8) : frame.Slice(headers.NetworkOffset + 8, 32);

    // Verified bytes sum to 0xFFFF together with pseudo header and UDP header: the payload is what these leave, without touching it.
    private static uint PayloadSum(ReadOnlySpan<byte> frame, in FrameHeaders headers, bool hasChecksum)
    {
        if (!hasChecksum)
        {
            return 0;
        }

        int length = headers.End - headers.TransportOffset;
        uint known = InternetChecksum.Sum(frame.Slice(headers.TransportOffset, UdpHeaderSize)) + ReceiveChecksumEngine.PseudoHeaderSum(frame, headers, length);
        return (ushort)~InternetChecksum.Fold(known);
    }

    // Service, DF and time to live; over IPv6 the flow label too.
    private bool HasSameService(ReadOnlySpan<byte> mine, ReadOnlySpan<byte> other) => _headers.IsIPv4
        ? mine[1] == other[1] && (mine[6] & 0x40) == (other[6] & 0x40) && mine[8] == other[8]
        : mine[..4].SequenceEqual(other[..4]) && mine[7] == other[7];
}
