using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>The transmit engine: gathers a net buffer into a frame and does what its list asks for (checksums, VLAN tag, large send).</summary>
internal sealed class FrameBuilder
{
    private const int MinimumFrame = 60;
    private const int TagSize = 4;

    // More fragments, or a fragment offset.
    private const int FragmentBits = 0x3FFF;

    // Windows never offloads longer headers (NDIS LSO: at most 128 bytes).
    private const int MaximumLargeSendHeader = 128;

    private readonly VirtualNic _nic;
    private readonly FramePool _frames;

    internal FrameBuilder(VirtualNic nic, FramePool frames)
    {
        _nic = nic;
        _frames = frames;
    }

    /// <summary>Builds the frame of one net buffer.</summary>
    /// <param name="list">The list, with its requests.</param>
    /// <param name="buffer">One of its net buffers.</param>
    /// <param name="partial">True when the wire takes partial TCP checksums.</param>
    /// <param name="frame">The frame; the caller owns it. Null on failure.</param>
    /// <returns>Success, or the status of the send.</returns>
    internal NtStatus TryBuild(NetBufferList list, NetBuffer buffer, bool partial, out Frame? frame)
    {
        int length = buffer.DataLength;
        int tag = list.Vlan.IsEmpty && _nic.VlanId == 0 || TagOf(list).IsEmpty ? 0 : TagSize;
        frame = null;
        if (length < EthernetHeader.Size)
        {
            return NdisStatus.InvalidPacket;
        }

        if (!list.LargeSend.IsEmpty || !list.UdpSegmentation.IsEmpty)
        {
            return TryBuildLarge(list, buffer, tag, out frame);
        }

        if (length > _nic.MaxFrameSize)
        {
            return NdisStatus.InvalidLength;
        }

        if (!_frames.TryRent(Math.Max(length + tag, MinimumFrame), out frame))
        {
            return NdisStatus.Resources;
        }

        NtStatus status = Gather(list, buffer, partial, tag, frame);
        if (!status.IsSuccess)
        {
            frame.Release();
            frame = null;
            return status;
        }

        if (length + tag < MinimumFrame)
        {
            frame.Data[(length + tag)..].Clear();
        }

        return status;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private NtStatus Gather(NetBufferList list, NetBuffer buffer, bool partial, int tag, Frame frame)
    {
        Span<byte> data = frame.Data[tag..];
        TransmitChecksumInfo request = list.TransmitChecksum;
        if (request.IsEmpty)
        {
            GatherDma.Copy(buffer, data[..buffer.DataLength]);
        }
        else
        {
            NtStatus status = GatherWithChecksum(buffer, data[..buffer.DataLength], request, partial, frame, tag);
            if (!status.IsSuccess)
            {
                return status;
            }
        }

        if (tag != 0)
        {
            InsertTag(list, frame.Data);
        }

        return NtStatus.Success;
    }

    private static NtStatus GatherWithChecksum(NetBuffer buffer, Span<byte> data, TransmitChecksumInfo request, bool partial, Frame frame, int tag)
    {
        if (!request.IsIPv4 && !request.IsIPv6)
        {
            // Without an IP version the request means nothing (ndis: do nothing).
            GatherDma.Copy(buffer, data);
            return NtStatus.Success;
        }

        int start = request.TransportHeaderOffset;
        bool transport = request.TcpChecksum || request.UdpChecksum;
        int field = start + (request.TcpChecksum ? SegmentationPlan.TcpChecksumOffset : SegmentationPlan.UdpChecksumOffset);
        if (transport && (start < EthernetHeader.Size || field + 2 > data.Length))
        {
            return NdisStatus.InvalidData;
        }

        if (transport && (!partial || request.UdpChecksum))
        {
            // The field holds the pseudo header: it is summed with the rest.
            uint sum = GatherDma.CopyAndSum(buffer, data, start);
            BinaryPrimitives.WriteUInt16BigEndian(data[field..], request.UdpChecksum ? InternetChecksum.FinishUdp(sum) : InternetChecksum.Finish(sum));
            frame.Wire.Checksum = ChecksumState.Valid;
        }
        else
        {
            GatherDma.Copy(buffer, data);
            if (transport)
            {
                frame.Wire.Checksum = ChecksumState.Partial;
                frame.Wire.ChecksumStart = (ushort)(start + tag);
                frame.Wire.ChecksumOffset = SegmentationPlan.TcpChecksumOffset;
            }
        }

        return request.IpHeaderChecksum && request.IsIPv4 ? WriteIPv4Checksum(data) : NtStatus.Success;
    }

    private static NtStatus WriteIPv4Checksum(Span<byte> frame)
    {
        int network = NetworkOffsetOf(frame);
        if (frame.Length < network + IPv4Header.Size)
        {
            return NdisStatus.InvalidData;
        }

        Span<byte> packet = frame[network..];
        int length = (packet[0] & 0xF) * 4;
        if (packet[0] >> 4 != 4 || length < IPv4Header.Size || length > packet.Length)
        {
            return NdisStatus.InvalidData;
        }

        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Finish(InternetChecksum.Sum(packet[..length])));
        return NtStatus.Success;
    }

    private static int NetworkOffsetOf(ReadOnlySpan<byte> frame)
    {
        int network = EthernetHeader.Size;
        while (network + TagSize <= frame.Length && BinaryPrimitives.ReadUInt16BigEndian(frame[(network - 2)..]) is EtherTypes.Vlan or EtherTypes.ServiceVlan)
        {
            network += TagSize;
        }

        return network;
    }

    private void InsertTag(NetBufferList list, Span<byte> frame)
    {
        // The data was gathered four bytes further: the addresses move to the front, the tag fills the gap.
        frame.Slice(TagSize, 2 * MacAddress.Size).CopyTo(frame);
        VlanInfo vlan = TagOf(list);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], EtherTypes.Vlan);
        BinaryPrimitives.WriteUInt16BigEndian(frame[14..], (ushort)((vlan.UserPriority << 13) | vlan.VlanId));
    }

    // Slot 4, as far as the card handles it; its own VLAN where the slot names none.
    private VlanInfo TagOf(NetBufferList list)
    {
        VlanInfo asked = list.Vlan;
        PriorityVlanTag handles = _nic.Options.PriorityVlanTag;
        int id = (handles & PriorityVlanTag.Vlan) == 0 ? 0 : asked.VlanId != 0 ? asked.VlanId : _nic.VlanId;
        return new VlanInfo((handles & PriorityVlanTag.Priority) == 0 ? 0 : asked.UserPriority, id);
    }

    private NtStatus TryBuildLarge(NetBufferList list, NetBuffer buffer, int tag, out Frame? frame)
    {
        frame = null;
        LargeSendInfo tcp = list.LargeSend;
        UdpSegmentationInfo udp = list.UdpSegmentation;
        bool isTcp = !tcp.IsEmpty;
        bool v6 = isTcp ? tcp.IsVersion2 && tcp.IsIPv6 : udp.IsIPv6;
        int transport = isTcp ? tcp.TcpHeaderOffset : udp.UdpHeaderOffset;
        int segment = isTcp ? tcp.MaximumSegmentSize : udp.MaximumSegmentSize;
        SegmentationCapability capability = CapabilityOf(isTcp, isTcp && tcp.IsVersion2, v6);
        if (!capability.IsSupported || list.FirstNetBuffer.Next is not null || segment is < 1 or > ushort.MaxValue
            || transport is < EthernetHeader.Size or >= MaximumLargeSendHeader
            || buffer.DataLength > capability.MaxOffloadSize + MaximumLargeSendHeader)
        {
            return NtStatus.Unsuccessful;
        }

        if (!_frames.TryRent(buffer.DataLength + tag, out frame))
        {
            return NdisStatus.Resources;
        }

        GatherDma.Copy(buffer, frame.Data[tag..]);
        if (tag != 0)
        {
            InsertTag(list, frame.Data);
        }

        if (!CompleteLarge(frame, isTcp, v6, transport + tag, segment) || !IsWithin(frame, capability, isTcp, tag))
        {
            frame.Release();
            frame = null;
            return NtStatus.Unsuccessful;
        }

        CompleteRequest(list, frame, isTcp, tcp);
        return NtStatus.Success;
    }

    private SegmentationCapability CapabilityOf(bool isTcp, bool version2, bool v6)
    {
        OffloadCapabilities offloads = _nic.Offloads;
        return isTcp
            ? !version2 ? offloads.LargeSendV1 : v6 ? offloads.LargeSendV2IPv6 : offloads.LargeSendV2IPv4
            : v6 ? offloads.UdpSegmentationIPv6 : offloads.UdpSegmentationIPv4;
    }

    // The request leaves lengths zero and the pseudo header without length; on the wire the frame looks like one oversized packet.
    private static bool CompleteLarge(Frame frame, bool isTcp, bool v6, int transport, int segment)
    {
        Span<byte> data = frame.Data;
        int network = NetworkOffsetOf(data);
        SegmentationType kind = !isTcp ? SegmentationType.Udp : v6 ? SegmentationType.TcpV6 : SegmentationType.TcpV4;
        frame.Wire = new WireMetadata
        {
            Checksum = ChecksumState.Partial,
            Segmentation = kind,
            ChecksumStart = (ushort)transport,
            ChecksumOffset = (ushort)(isTcp ? SegmentationPlan.TcpChecksumOffset : SegmentationPlan.UdpChecksumOffset),
            SegmentSize = (ushort)segment,
        };
        if (network >= transport || transport + 8 > data.Length || (data[network] >> 4 == 6) != v6)
        {
            return false;
        }

        if (v6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(data[(network + 4)..], (ushort)(data.Length - network - IPv6Header.Size));
        }
        else
        {
            BinaryPrimitives.WriteUInt16BigEndian(data[(network + 2)..], (ushort)(data.Length - network));
            if (!WriteIPv4Checksum(data).IsSuccess)
            {
                return false;
            }
        }

        if (!isTcp && BinaryPrimitives.ReadUInt16BigEndian(data[(transport + SegmentationPlan.UdpChecksumOffset)..]) == 0)
        {
            // NDIS USO: a zero field asks for datagrams without checksum.
            frame.Wire.Checksum = ChecksumState.None;
        }

        if (!SegmentationPlan.TryCreate(data, frame.Wire, out SegmentationPlan plan))
        {
            return false;
        }

        frame.Wire.HeaderLength = (ushort)plan.HeaderLength;
        AddLength(data, frame.Wire, isTcp);
        return true;
    }

    // What a sender must know of the capability (ndis: 6.3, 6.4). A TCP send of one segment is harmless; a UDP send of too few is refused, as its rules say.
    private static bool IsWithin(Frame frame, SegmentationCapability capability, bool isTcp, int tag)
    {
        ReadOnlySpan<byte> data = frame.Data;
        int transport = frame.Wire.ChecksumStart;
        int network = NetworkOffsetOf(data);
        bool isV4 = data[network] >> 4 == 4;
        int header = frame.Wire.HeaderLength;
        int payload = frame.Length - header;
        return payload <= capability.MaxOffloadSize && header - tag <= MaximumLargeSendHeader
            && (!isV4 || (BinaryPrimitives.ReadUInt16BigEndian(data[(network + 6)..]) & FragmentBits) == 0)
            && (capability.AllowsNetworkOptions || transport - network == (isV4 ? IPv4Header.Size : IPv6Header.Size))
            && (isTcp
                ? capability.AllowsTcpOptions || header - transport == TcpHeader.Size
                : payload > frame.Wire.SegmentSize * (capability.MinSegmentCount - 1) && (capability.AllowsShortLastSegment || payload % frame.Wire.SegmentSize == 0));
    }

    private static void AddLength(Span<byte> data, in WireMetadata wire, bool isTcp)
    {
        int transport = wire.ChecksumStart;
        int length = data.Length - transport;
        Span<byte> field = data[(transport + wire.ChecksumOffset)..];
        uint pseudo = BinaryPrimitives.ReadUInt16BigEndian(field);
        if (wire.Checksum == ChecksumState.Partial)
        {
            BinaryPrimitives.WriteUInt16BigEndian(field, InternetChecksum.Fold(pseudo + InternetChecksum.Fold((uint)length)));
        }

        if (!isTcp)
        {
            BinaryPrimitives.WriteUInt16BigEndian(data[(transport + 4)..], (ushort)length);
        }
    }

    private void CompleteRequest(NetBufferList list, Frame frame, bool isTcp, LargeSendInfo tcp)
    {
        if (isTcp && _nic.Faults is not { Profile.OmitsLargeSendCompletion: true })
        {
            list.LargeSend = tcp.IsVersion2 ? LargeSendInfo.Version2Complete() : LargeSendInfo.Version1Complete(frame.Length - frame.Wire.HeaderLength);
        }

        if (frame.Length - frame.Wire.HeaderLength <= frame.Wire.SegmentSize)
        {
            // Small enough as it is: an ordinary frame with a partial checksum.
            frame.Wire.Segmentation = SegmentationType.None;
            frame.Wire.SegmentSize = 0;
            frame.Wire.HeaderLength = 0;
        }
    }
}
