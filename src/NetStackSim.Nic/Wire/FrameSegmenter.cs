using System.Buffers.Binary;
using System.Diagnostics;
using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>Cuts a large frame into the frames that a physical wire carries: TCP segments (LSOv2, TSO) and UDP datagrams (USO).</summary>
/// <remarks>
/// Every piece but the last carries exactly <see cref="WireMetadata.SegmentSize"/> bytes of payload. Headers, options and extension headers are repeated
/// unchanged except for: IP length, IPv4 identification and header checksum; TCP sequence number, FIN and PSH (last piece only), CWR (first piece only); UDP
/// length; the transport checksum, which is summed while the payload is copied. The identification of TCP segments counts within its lower 15 bits (LSOv2
/// keeps 0x8000 and above free), that of UDP datagrams over the full range (USO).
/// </remarks>
public static class FrameSegmenter
{
    private const byte TcpFin = 0x01;
    private const byte TcpPush = 0x08;
    private const byte TcpCwr = 0x80;
    private const int TcpFlagsOffset = 13;

    /// <summary>How many frames of the wire a frame stands for.</summary>
    /// <returns>At least 1; 1 also for a large frame whose metadata does not fit.</returns>
    public static int CountSegments(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Wire.IsLarge && SegmentationPlan.TryCreate(frame.Data, frame.Wire, out SegmentationPlan plan) ? plan.SegmentCount : 1;
    }

    /// <summary>How many bytes the frames for which a frame stands occupy together, link headers included.</summary>
    public static int CountWireBytes(Frame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        return frame.Wire.IsLarge && SegmentationPlan.TryCreate(frame.Data, frame.Wire, out SegmentationPlan plan) ? plan.WireBytes : frame.Length;
    }

    /// <summary>Cuts a large frame. The frame stays with the caller, unchanged; it may be shared.</summary>
    /// <param name="frame">A frame with <see cref="WireMetadata.IsLarge"/>.</param>
    /// <param name="pool">Where the pieces are rented.</param>
    /// <param name="pieces">The pieces are appended in order, complete with checksums; the caller owns them.</param>
    /// <param name="reason">Why it failed: malformed metadata, or no memory.</param>
    /// <returns>False when nothing was appended.</returns>
    public static bool TrySegment(Frame frame, FramePool pool, ref FrameChain pieces, out DropReason reason)
    {
        ArgumentNullException.ThrowIfNull(frame);
        ArgumentNullException.ThrowIfNull(pool);
        ReadOnlySpan<byte> data = frame.Data;
        if (!SegmentationPlan.TryCreate(data, frame.Wire, out SegmentationPlan plan))
        {
            reason = WireDropReasons.MalformedMetadata;
            return false;
        }

        FrameChain cut = default;
        HeaderTemplate template = new(data[..plan.HeaderLength], plan);
        int count = plan.SegmentCount;
        for (int i = 0; i < count; i++)
        {
            int start = plan.HeaderLength + (i * plan.SegmentSize);
            ReadOnlySpan<byte> payload = data[start..Math.Min(start + plan.SegmentSize, data.Length)];
            if (!pool.TryRent(plan.HeaderLength + payload.Length, out Frame? piece))
            {
                cut.ReleaseAll();
                reason = WireDropReasons.NoFrameMemory;
                return false;
            }

            piece.CorrelationId = frame.CorrelationId;
            template.Write(piece.Data, payload, i, isLast: i == count - 1);
            cut.Add(piece);
        }

        pool.Copies.Add(CopyKind.FrameSegment, plan.WireBytes);
        pieces.Append(ref cut);
        reason = default;
        return true;
    }

    /// <summary>The headers of all pieces, and the sums of what does not change in them.</summary>
    private readonly ref struct HeaderTemplate
    {
        private readonly ReadOnlySpan<byte> _headers;
        private readonly SegmentationPlan _plan;
        private readonly uint _networkSum;
        private readonly uint _transportSum;
        private readonly uint _sequence;
        private readonly ushort _identification;
        private readonly byte _flags;

        internal HeaderTemplate(ReadOnlySpan<byte> headers, in SegmentationPlan plan)
        {
            _headers = headers;
            _plan = plan;
            ReadOnlySpan<byte> network = headers[plan.NetworkOffset..plan.TransportOffset];
            ReadOnlySpan<byte> transport = headers[plan.TransportOffset..];
            int fullLength = plan.PayloadLength + transport.Length;

            // The checksum field holds the pseudo header with the full length: taking that out leaves what every piece shares, whatever the addresses are.
            _transportSum = InternetChecksum.Sum(transport) + Subtract(fullLength);
            if (plan.IsTcp)
            {
                _sequence = BinaryPrimitives.ReadUInt32BigEndian(transport[4..]);
                _flags = transport[TcpFlagsOffset];
                _transportSum += Subtract((int)(_sequence >> 16)) + Subtract((int)(_sequence & 0xFFFF)) + Subtract(_flags);
            }
            else
            {
                _transportSum += Subtract(BinaryPrimitives.ReadUInt16BigEndian(transport[4..]));
            }

            if (plan.IsIPv4)
            {
                _identification = BinaryPrimitives.ReadUInt16BigEndian(network[4..]);
                _networkSum = InternetChecksum.Sum(network) + Subtract(_identification)
                    + Subtract(BinaryPrimitives.ReadUInt16BigEndian(network[2..])) + Subtract(BinaryPrimitives.ReadUInt16BigEndian(network[10..]));
            }
        }

        internal void Write(Span<byte> piece, ReadOnlySpan<byte> payload, int index, bool isLast)
        {
            _headers.CopyTo(piece);
            uint sum = InternetChecksum.CopyAndSum(payload, piece[_headers.Length..]);
            WriteNetwork(piece[_plan.NetworkOffset..], piece.Length - _plan.NetworkOffset, index);
            Span<byte> transport = piece[_plan.TransportOffset..];
            sum += _transportSum + (uint)transport.Length;
            if (_plan.IsTcp)
            {
                WriteTcp(transport, sum, index, isLast);
            }
            else
            {
                // The length counts twice: in the pseudo header and as the field.
                ushort checksum = _plan.HasChecksum ? InternetChecksum.FinishUdp(sum + (uint)transport.Length) : (ushort)0;
                BinaryPrimitives.WriteUInt16BigEndian(transport[4..], (ushort)transport.Length);
                BinaryPrimitives.WriteUInt16BigEndian(transport[SegmentationPlan.UdpChecksumOffset..], checksum);
            }
        }

        private static uint Subtract(int value) => (ushort)~InternetChecksum.Fold((uint)value);

        private void WriteNetwork(Span<byte> network, int length, int index)
        {
            if (!_plan.IsIPv4)
            {
                BinaryPrimitives.WriteUInt16BigEndian(network[4..], (ushort)(length - IPv6Header.Size));
                return;
            }

            ushort identification = _plan.IsTcp
                ? (ushort)((_identification & 0x8000) | ((_identification + index) & 0x7FFF))
                : (ushort)(_identification + index);
            BinaryPrimitives.WriteUInt16BigEndian(network[2..], (ushort)length);
            BinaryPrimitives.WriteUInt16BigEndian(network[4..], identification);
            BinaryPrimitives.WriteUInt16BigEndian(network[10..], InternetChecksum.Finish(_networkSum + (uint)length + identification));
        }

        private void WriteTcp(Span<byte> transport, uint sum, int index, bool isLast)
        {
            uint sequence = _sequence + (uint)(index * _plan.SegmentSize);
            int flags = _flags;
            if (!isLast)
            {
                flags &= ~(TcpFin | TcpPush);
            }

            if (index > 0)
            {
                flags &= ~TcpCwr;
            }

            Debug.Assert(transport.Length >= 20, "The plan proved the TCP header.");
            BinaryPrimitives.WriteUInt32BigEndian(transport[4..], sequence);
            transport[TcpFlagsOffset] = (byte)flags;
            sum += (sequence >> 16) + (sequence & 0xFFFF) + (uint)flags;
            BinaryPrimitives.WriteUInt16BigEndian(transport[SegmentationPlan.TcpChecksumOffset..], InternetChecksum.Finish(sum));
        }
    }
}
