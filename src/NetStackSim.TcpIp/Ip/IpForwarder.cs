using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Routes packets on (RFC 1812 section 5, RFC 8200): a new header in front of the memory of the received packet, which goes back when the send completes.</summary>
internal sealed class IpForwarder<TFamily>
    where TFamily : struct, IIpFamily
{
    private const int LinkRoom = 32;

    private readonly IpNetwork _network;

    internal IpForwarder(IpNetwork network) => _network = network;

    /// <summary>Forwards one packet, or drops it and tells its sender why.</summary>
    /// <param name="packet">Data starts behind the headers that <paramref name="info"/> counts.</param>
    /// <param name="info">The header.</param>
    /// <param name="incoming">Where it came in.</param>
    internal void Forward(NetBufferList packet, in IpHeaderInfo info, IpInterface incoming)
    {
        packet.FirstNetBuffer.Retreat(info.HeaderSize);
        packet.Network.IpHeaderSize = 0;
        DropCause? cause = Check(packet, info, incoming, out Path? path);
        if (cause is not null)
        {
            Refuse(packet, cause, path);
            return;
        }

        if (_network.ForwardPoint.Handler is { } handler && !Inspect(packet, handler, path!))
        {
            return;
        }

        if (path!.Interface == incoming && path.NextHop != info.Destination)
        {
            _network.Stack.Icmp.SendRedirect(packet, path.NextHop);
        }

        Send(packet, path);
    }

    private DropCause? Check(NetBufferList packet, in IpHeaderInfo info, IpInterface incoming, out Path? path)
    {
        path = null;
        if ((packet.Network.Flags & NetworkFlags.GroupFrame) != 0)
        {
            return IpDrops.ForwardGroupFrame;
        }

        if (info.Source.IsUnspecified || info.Source.IsLoopback || info.Destination.IsLoopback)
        {
            return IpDrops.ForwardMartian;
        }

        if (info.HopLimit <= 1)
        {
            return IpDrops.HopLimitExceeded;
        }

        path = _network.Paths.TryGetForward(info.Destination);
        if (path is null)
        {
            return IpDrops.ForwardNoRoute;
        }

        // Link-local addresses mean nothing on another link (RFC 4291 section 2.5.6); IPv4's are not routed at all (RFC 3927 section 2.7).
        if (info.Source.IsLinkLocal || info.Destination.IsLinkLocal)
        {
            return IpDrops.ForwardBeyondScope;
        }

        bool tooBig = info.PacketLength > path.Mtu;
        return tooBig && (TFamily.Family == IpFamily.V6 || info.DontFragment) ? IpDrops.ForwardTooBig : null;
    }

    private void Refuse(NetBufferList packet, DropCause cause, Path? path)
    {
        bool suppressed = _network.Drops.Drop(cause, TFamily.Family, packet);
        if (cause == IpDrops.ForwardNoRoute)
        {
            _network.Statistics.OutNoRoutesCount++;
        }

        if (!suppressed)
        {
            Answer(packet, cause, path);
        }

        _network.Stack.Ip.ReturnReceived(packet);
    }

    private void Answer(NetBufferList packet, DropCause cause, Path? path)
    {
        IcmpLayer icmp = _network.Stack.Icmp;
        if (cause == IpDrops.HopLimitExceeded)
        {
            icmp.SendHopLimitExceeded(packet);
        }
        else if (cause == IpDrops.ForwardNoRoute)
        {
            icmp.SendNoRoute(packet);
        }
        else if (cause == IpDrops.ForwardTooBig)
        {
            icmp.SendPacketTooBig(packet, path!.Mtu);
        }
        else if (cause == IpDrops.ForwardBeyondScope && TFamily.Family == IpFamily.V6)
        {
            icmp.SendBeyondScope(packet);
        }
    }

    // IPFORWARD: data at the IP header.
    private bool Inspect(NetBufferList packet, IInspectionHandler handler, Path path)
    {
        InspectionContext context = default;
        PacketInspection.Describe(ref context, packet, inbound: false);
        context.Direction = InspectionDirection.Inbound;
        context.ForwardInterfaceIndex = path.Interface.Index;
        InspectionAction action = PacketInspection.Run(_network.ForwardPoint, handler, ref context, _network.Drops);
        if (action == InspectionAction.Block)
        {
            _network.Statistics.InDiscardsCount++;
            _network.Stack.Ip.ReturnReceived(packet);
        }

        return action == InspectionAction.Permit;
    }

    private void Send(NetBufferList packet, Path path)
    {
        int headerSize = HeaderSizeOf(packet);
        Span<byte> header = stackalloc byte[IPv4Header.MaximumSize];
        header = header[..headerSize];
        packet.FirstNetBuffer.CopyTo(0, header);
        TFamily.DecrementHopLimit(header);
        packet.FirstNetBuffer.Advance(headerSize);
        packet.Network.IpHeaderSize = (ushort)headerSize;
        if (!packet.TryClone(_network.Stack.Buffers.Descriptions, CloneFlags.None, out NetBufferList? copy)
            || !copy.FirstNetBuffer.Retreat(headerSize, LinkRoom).IsSuccess)
        {
            copy?.Free();
            _network.Drops.Drop(IpDrops.ForwardAllocation, TFamily.Family, packet);
            _network.Stack.Ip.ReturnReceived(packet);
            return;
        }

        copy.FirstNetBuffer.CopyFrom(0, header);
        copy.Owner = _network.Stack.ForwardedLists;
        copy.Network = packet.Network;
        copy.Network.Flags = NetworkFlags.HeaderIncluded;
        copy.Network.IpHeaderSize = 0;
        copy.CorrelationId = packet.CorrelationId;
        _network.Statistics.ForwardedCount++;
        NetBufferListChain chain = new(copy);
        SendOrFragment(ref chain, path, headerSize);
    }

    private void SendOrFragment(ref NetBufferListChain chain, Path path, int headerSize)
    {
        NetBufferList list = chain.Head!;
        if (_network.OutboundNetwork.Handler is { } handler)
        {
            InspectionContext context = default;
            PacketInspection.Describe(ref context, list, inbound: false);
            InspectionAction action = PacketInspection.Run(_network.OutboundNetwork, handler, ref context, _network.Drops);
            if (action != InspectionAction.Permit)
            {
                if (action == InspectionAction.Block)
                {
                    _network.CompleteUnsent(list, NtStatus.AccessDenied);
                }

                return;
            }
        }

        if (list.FirstNetBuffer.DataLength > path.Mtu)
        {
            RouterFragmenter.Send(_network, list, path, headerSize);
            return;
        }

        _network.SendPrepared(ref chain, path);
    }

    private static int HeaderSizeOf(NetBufferList packet)
    {
        Span<byte> first = stackalloc byte[1];
        packet.FirstNetBuffer.CopyTo(0, first);
        return TFamily.Family == IpFamily.V4 ? (first[0] & 0xF) * 4 : IPv6Header.Size;
    }
}
