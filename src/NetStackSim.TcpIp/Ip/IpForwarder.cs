using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Routes packets on (RFC 1812 section 5, RFC 8200): a new header in front of the memory of the received packet, which goes back when the send completes.</summary>
internal sealed class IpForwarder<TFamily>
    where TFamily : struct, IIpFamily
{
    private readonly IpNetwork _network;
    private NetBufferListQueue _pending;
    private readonly ForwardGroups<TFamily>? _groups;
    private IpPath? _pendingPath;

    internal IpForwarder(IpNetwork network)
    {
        _network = network;
        _groups = network.Profile.GroupForwardedFragments ? new ForwardGroups<TFamily>(network) : null;
    }

    /// <summary>Gives back what waits.</summary>
    internal void Reset() => _groups?.Reset();

    /// <summary>Sends what has been forwarded to one next hop as one chain; called at the end of a received chain.</summary>
    internal void Flush()
    {
        if (_pending.Count > 0)
        {
            NetBufferListChain chain = default;
            _pending.MoveTo(ref chain);
            _network.SendPrepared(ref chain, _pendingPath!);
        }

        _pendingPath = null;
    }

    /// <summary>Forwards one packet, or drops it and tells its sender why.</summary>
    /// <param name="packet">Data starts behind the headers that <paramref name="info"/> counts.</param>
    /// <param name="info">The header.</param>
    /// <param name="incoming">Where it came in.</param>
    internal void Forward(NetBufferList packet, in IpHeaderInfo info, IpInterface incoming)
    {
        packet.FirstNetBuffer.Retreat(info.HeaderSize);
        packet.Network.IpHeaderSize = 0;
        DropCause? cause = Check(packet, info, incoming, out IpPath? path);
        if (cause is not null)
        {
            Refuse(packet, cause, path);
            return;
        }

        if (_network.ForwardPoint.Handler is { } handler && (!Inspect(packet, handler, path!, InspectionFlags.None) || IsGrouped(packet, info, incoming, handler, path!)))
        {
            return;
        }

        if (path!.Interface == incoming && IsNeighbour(info.Source, incoming))
        {
            _network.Stack.Icmp.SendRedirect(packet, path);
        }

        Send(packet, path, TFamily.Family == IpFamily.V4 ? info.HeaderSize : IPv6Header.Size);
    }

    // Only a host on the same link can use the better hop itself (RFC 1812 section 5.2.7.2, RFC 4861 section 8.2).
    private bool IsNeighbour(in IpAddress source, IpInterface incoming) =>
        _network.Routes.Lookup(source, incoming, _network.Kernel.Now) is { IsOnLink: true };

    private DropCause? Check(NetBufferList packet, in IpHeaderInfo info, IpInterface incoming, out IpPath? path)
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

        path = _pendingPath is { IsValid: true } pending && pending.Destination == info.Destination
            ? pending
            : _network.Paths.TryGetForward(info.Destination);
        if (path is null)
        {
            return IpDrops.ForwardNoRoute;
        }

        // Directed broadcasts make amplifiers of networks: not forwarded (RFC 2644).
        if (path.IsGroup)
        {
            return IpDrops.ForwardDirectedBroadcast;
        }

        // Link-local addresses mean nothing on another link (RFC 4291 section 2.5.6); IPv4's are not routed at all (RFC 3927 section 2.7).
        if (info.Source.IsLinkLocal || info.Destination.IsLinkLocal)
        {
            return IpDrops.ForwardBeyondScope;
        }

        bool tooBig = info.PacketLength > path.Mtu;
        return tooBig && (TFamily.Family == IpFamily.V6 || info.DontFragment) ? IpDrops.ForwardTooBig : null;
    }

    private void Refuse(NetBufferList packet, DropCause cause, IpPath? path)
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

    private void Answer(NetBufferList packet, DropCause cause, IpPath? path)
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
    private bool Inspect(NetBufferList packet, IInspectionHandler handler, IpPath path, InspectionFlags flags)
    {
        InspectionContext context = default;
        PacketInspection.Describe(ref context, packet, inbound: false);
        context.Direction = InspectionDirection.Inbound;
        context.ForwardInterfaceIndex = path.Interface.Index;
        context.Flags |= flags;
        InspectionAction action = PacketInspection.Run(_network.ForwardPoint, handler, ref context, _network.Drops);
        if (action == InspectionAction.Block)
        {
            _network.Statistics.InDiscardsCount++;
            ReturnAll(packet);
        }

        return action == InspectionAction.Permit;
    }

    // Fragments that wait for each other; the last one lets them all be shown together, and go.
    private bool IsGrouped(NetBufferList packet, IpHeaderInfo info, IpInterface incoming, IInspectionHandler handler, IpPath path)
    {
        if (_groups is not { } groups || !ForwardGroups<TFamily>.IsFragment(packet, ref info))
        {
            return false;
        }

        if (groups.Add(packet, info, incoming) is not { } group)
        {
            return true;
        }

        NetBufferListChain chain = default;
        foreach (FragmentMap<NetBufferList>.Piece piece in group.Map.Pieces)
        {
            chain.Add(piece.Item);
        }

        if (Inspect(chain.Head!, handler, path, InspectionFlags.FragmentGroup))
        {
            while (chain.RemoveFirst() is { } fragment)
            {
                Send(fragment, path, HeaderSizeOf(fragment));
            }
        }

        return true;
    }

    private static int HeaderSizeOf(NetBufferList packet)
    {
        Span<byte> first = stackalloc byte[1];
        packet.FirstNetBuffer.CopyTo(0, first);
        return TFamily.Family == IpFamily.V4 ? (first[0] & 0xF) * 4 : IPv6Header.Size;
    }

    private void ReturnAll(NetBufferList packet)
    {
        NetBufferListChain chain = NetBufferListChain.OfLinked(packet);
        while (chain.RemoveFirst() is { } list)
        {
            _network.Stack.Ip.ReturnReceived(list);
        }
    }

    private void Send(NetBufferList packet, IpPath path, int headerSize)
    {
        if (!TryMakeCopy(packet, headerSize, out NetBufferList? copy))
        {
            _network.Drops.Drop(IpDrops.ForwardAllocation, TFamily.Family, packet);
            _network.Stack.Ip.ReturnReceived(packet);
            return;
        }

        if (_network.OutboundNetwork.Handler is { } handler && !InspectOutbound(copy, handler, path, headerSize))
        {
            return;
        }

        _network.Statistics.ForwardedCount++;
        if (copy.FirstNetBuffer.DataLength > path.Mtu)
        {
            RouterFragmenter.Send(_network, copy, packet, path);
            return;
        }

        if (path != _pendingPath)
        {
            Flush();
            _pendingPath = path;
        }

        _pending.Enqueue(copy);
    }

    // The header in memory of ours with one hop less, the rest described where it was received.
    private bool TryMakeCopy(NetBufferList packet, int headerSize, [NotNullWhen(true)] out NetBufferList? copy)
    {
        if (!_network.Stack.Buffers.TryRentHeader(out copy))
        {
            return false;
        }

        NetBuffer buffer = copy.FirstNetBuffer;
        buffer.DataLength = headerSize;
        Span<byte> header = buffer.GetWritable(headerSize);
        ReadOnlySpan<byte> received = packet.FirstNetBuffer.GetWritable(headerSize);
        if (received.IsEmpty)
        {
            packet.FirstNetBuffer.CopyTo(0, header);
        }
        else
        {
            received.CopyTo(header);
        }

        TFamily.DecrementHopLimit(header);
        packet.FirstNetBuffer.Advance(headerSize);
        packet.Network.IpHeaderSize = (ushort)headerSize;
        if (!_network.Stack.Buffers.TryDescribe(packet.FirstNetBuffer, buffer))
        {
            copy.Free();
            return false;
        }

        copy.Owner = _network.Stack.ForwardedLists;
        copy.ProtocolReserved0 = packet;
        copy.CorrelationId = packet.CorrelationId;
        ref NetworkLayerInfo network = ref copy.Network;
        network.Source = packet.Network.Source;
        network.Destination = packet.Network.Destination;
        network.Protocol = packet.Network.Protocol;
        network.HopLimit = (byte)(packet.Network.HopLimit - 1);
        network.TrafficClass = packet.Network.TrafficClass;
        network.Flags = NetworkFlags.HeaderIncluded;
        network.IpHeaderSize = 0;
        network.TransportHeaderSize = 0;
        return true;
    }

    private bool InspectOutbound(NetBufferList copy, IInspectionHandler handler, IpPath path, int headerSize)
    {
        copy.Network.InterfaceIndex = path.Interface.Index;
        InspectionContext context = default;
        PacketInspection.Describe(ref context, copy, inbound: false);
        context.IpHeaderSize = headerSize;
        context.PathMtu = path.Mtu;
        InspectionAction action = PacketInspection.Run(_network.OutboundNetwork, handler, ref context, _network.Drops);
        if (action == InspectionAction.Block)
        {
            _network.CompleteUnsent(copy, NtStatus.AccessDenied);
        }

        return action == InspectionAction.Permit;
    }
}
