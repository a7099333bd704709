using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Reads Ethernet headers of received chains and hands runs of equal type to IPv4, IPv6 and ARP.</summary>
internal sealed class FrameDemultiplexer(TcpIpStack stack, EthernetLink link)
{
    private const int TypeOffset = 12;
    private const int SourceOffset = 6;
    private const int SnapSize = 8;
    private const int NoVlan = 0xFFF;

    /// <summary>Takes a chain whose data starts at the MAC header.</summary>
    /// <param name="chain">The chain; every list goes back by itself, later.</param>
    /// <param name="flags">What all lists have in common.</param>
    internal void Receive(ref NetBufferListChain chain, byte flags)
    {
        NetBufferListChain run = default;
        ushort runType = 0;
        while (chain.RemoveFirst() is { } list)
        {
            ushort type = Open(list, flags);
            if (type != runType)
            {
                Deliver(ref run, runType);
                runType = type;
            }

            if (type != 0)
            {
                run.Add(list);
            }
        }

        Deliver(ref run, runType);
    }

    private void Deliver(ref NetBufferListChain run, ushort type)
    {
        if (run.IsEmpty)
        {
            return;
        }

        IpInterface incoming = link.Interface;
        switch (type)
        {
            case EtherTypes.IPv4 when incoming.V4.IsEnabled:
                stack.V4.Receive(ref run, incoming);
                break;
            case EtherTypes.IPv6 when incoming.V6.IsEnabled:
                stack.V6.Receive(ref run, incoming);
                break;
            case EtherTypes.Arp when incoming.V4.IsEnabled:
                link.Arp.Receive(ref run);
                break;
            default:
                DropAll(ref run, LinkDrops.FamilyDisabled);
                break;
        }
    }

    // Moves the data start behind the MAC header. The type, or 0 when the frame was dropped.
    private ushort Open(NetBufferList list, byte flags)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        ref NetworkLayerInfo network = ref list.Network;
        network.ReceiveDataOffset = buffer.DataOffset;
        network.ReceiveDataLength = buffer.DataLength;
        network.InterfaceIndex = link.Interface.Index;
        network.Flags = flags;
        Span<byte> header = buffer.GetWritable(EthernetHeader.Size);
        if (header.IsEmpty)
        {
            return OpenScattered(list);
        }

        return Open(list, header);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ushort Open(NetBufferList list, ReadOnlySpan<byte> header)
    {
        // The group bit is the lowest of the first byte on the wire.
        list.Network.Flags |= (byte)((header[0] & 1) != 0 ? NetworkFlags.GroupFrame : 0);
        ushort type = BinaryPrimitives.ReadUInt16BigEndian(header[TypeOffset..]);
        bool plain = type is EtherTypes.IPv4 or EtherTypes.IPv6 or EtherTypes.Arp;
        if (!plain || (header[SourceOffset] & 1) != 0 || list.Vlan.VlanId != 0 || link.IsPromiscuous)
        {
            return OpenUncommon(list, header, type);
        }

        list.FirstNetBuffer.Advance(EthernetHeader.Size);
        return type;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ushort OpenScattered(NetBufferList list)
    {
        Span<byte> header = stackalloc byte[EthernetHeader.Size];
        return list.FirstNetBuffer.CopyTo(0, header) < header.Length ? Drop(list, LinkDrops.FrameTooShort) : Open(list, header);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ushort OpenUncommon(NetBufferList list, ReadOnlySpan<byte> header, ushort type)
    {
        if ((header[SourceOffset] & 1) != 0)
        {
            return Drop(list, LinkDrops.SourceIsGroup);
        }

        // A NIC that serves one VLAN takes the tag off and keeps it beside the frame.
        if (list.Vlan.VlanId != 0 && list.Vlan.VlanId != link.VlanId)
        {
            return Drop(list, list.Vlan.VlanId == NoVlan ? LinkDrops.VlanReserved : LinkDrops.VlanNotOurs);
        }

        bool isForeign = link.IsPromiscuous && (header[0] & 1) == 0 && MacAddress.Read(header) != link.Address;
        list.FirstNetBuffer.Advance(EthernetHeader.Size);
        if (isForeign)
        {
            return ShowForeign(list, type);
        }

        if (type == EtherTypes.Vlan)
        {
            return OpenTagged(list);
        }

        return type < EtherTypes.MinimumType ? OpenLlc(list, type) : Known(list, type);
    }

    // The adapter listens to everything for somebody who taps it; nobody else is meant.
    private ushort ShowForeign(NetBufferList list, ushort type)
    {
        if (type is EtherTypes.IPv4 or EtherTypes.IPv6 && link.Interface.PacketTap is { } tap)
        {
            NetBufferListChain one = new(list);
            tap.Show(one, linkHeaderSize: 0);
        }

        stack.Kernel.Drops.Count(LinkDrops.NotForUs.Reason, list.CorrelationId, list.DataLength);
        stack.Ip.ReturnReceived(list);
        return 0;
    }

    // A tag that the NIC left in the frame: a priority tag says nothing about a VLAN (802.1Q), any other is not ours.
    private ushort OpenTagged(NetBufferList list)
    {
        Span<byte> tag = stackalloc byte[VlanTag.Size];
        if (list.FirstNetBuffer.CopyTo(0, tag) < tag.Length)
        {
            return Drop(list, LinkDrops.VlanTruncated);
        }

        int vlan = BinaryPrimitives.ReadUInt16BigEndian(tag) & NoVlan;
        if (vlan != 0)
        {
            return Drop(list, vlan == NoVlan ? LinkDrops.VlanReserved : LinkDrops.VlanNotOurs);
        }

        list.FirstNetBuffer.Advance(tag.Length);
        return Known(list, BinaryPrimitives.ReadUInt16BigEndian(tag[2..]));
    }

    // 802.3 with a length: IP may come in RFC 1042 encapsulation (RFC 1122 section 2.3.3).
    private ushort OpenLlc(NetBufferList list, ushort length)
    {
        NetBuffer buffer = list.FirstNetBuffer;
        if (length > EtherTypes.MaximumLength)
        {
            return Drop(list, LinkDrops.InvalidEtherType);
        }

        Span<byte> snap = stackalloc byte[SnapSize];
        if (length < SnapSize || length > buffer.DataLength || buffer.CopyTo(0, snap) < SnapSize)
        {
            return Drop(list, LinkDrops.LlcTruncated);
        }

        if (!snap.StartsWith((ReadOnlySpan<byte>)[0xAA, 0xAA, 3, 0, 0, 0]))
        {
            return Drop(list, LinkDrops.UnknownLlc);
        }

        buffer.DataLength = length;
        buffer.Advance(SnapSize);
        return Known(list, BinaryPrimitives.ReadUInt16BigEndian(snap[6..]));
    }

    private ushort Known(NetBufferList list, ushort type) =>
        type is EtherTypes.IPv4 or EtherTypes.IPv6 or EtherTypes.Arp ? type : Drop(list, LinkDrops.UnknownEtherType);

    private ushort Drop(NetBufferList list, DropCause cause)
    {
        stack.Drops.Drop(cause, IpFamily.V4, list);
        stack.Ip.ReturnReceived(list);
        return 0;
    }

    private void DropAll(ref NetBufferListChain chain, DropCause cause)
    {
        while (chain.RemoveFirst() is { } list)
        {
            Drop(list, cause);
        }
    }
}
