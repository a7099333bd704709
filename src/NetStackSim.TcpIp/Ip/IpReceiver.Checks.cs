using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// The checks off the fast path, and what becomes of packets that fail them.
internal sealed partial class IpReceiver<TFamily>
    where TFamily : struct, IIpFamily
{
    private static DropCause? CheckSourceHere(in IpHeaderInfo info, IpInterface incoming)
    {
        if (incoming.IsLoopback)
        {
            return null;
        }

        return TFamily.Family == IpFamily.V4 && incoming.IsBroadcast(info.Source) ? IpDrops.SourceIsBroadcast
            : incoming.FindAddress(info.Source) is { IsUsable: true } ? IpDrops.SourceIsOurs
            : null;
    }

    private DestinationKind Locate(in IpAddress destination, IpInterface incoming, InterfaceFamily settings)
    {
        if (destination.IsMulticast)
        {
            return incoming.IsLoopback || incoming.IsMember(destination) ? DestinationKind.Group : DestinationKind.ForeignGroup;
        }

        if (destination.IsLoopback && incoming.IsLoopback)
        {
            return DestinationKind.Local;
        }

        if (TFamily.Family == IpFamily.V4 && incoming.IsBroadcast(destination))
        {
            return DestinationKind.Group;
        }

        InterfaceAddress? address = settings.WeakHostReceive || incoming.IsLoopback
            ? _network.FindLocal(destination, incoming)
            : incoming.FindAddress(destination);
        return address is null ? DestinationKind.Foreign : address.IsUsable ? DestinationKind.Local : DestinationKind.Tentative;
    }

    private static DropCause? CheckDestination(DestinationKind kind, byte flags, InterfaceFamily settings) => kind switch
    {
        DestinationKind.Tentative => IpDrops.DestinationIsTentative,
        DestinationKind.ForeignGroup => IpDrops.GroupNotJoined,

        // RFC 1122 section 3.2.1.3: a link broadcast that carries a unicast destination is a mistake of somebody's.
        DestinationKind.Local or DestinationKind.Foreign when (flags & NetworkFlags.GroupFrame) != 0 => IpDrops.LinkBroadcastToUnicast,
        DestinationKind.Foreign when !settings.Forwarding => IpDrops.NotLocallyDestined,
        _ => null,
    };

    // Data starts behind the base header (IPv4: behind the options) and does so again afterwards, behind what was looked at.
    private bool CheckTransitOptions(NetBufferList packet, ref IpHeaderInfo info)
    {
        Span<byte> scratch = stackalloc byte[IPv6Extensions.MaximumChain];
        int before = info.HeaderSize;
        packet.FirstNetBuffer.Retreat(before);
        HeaderProblem problem = TFamily.CheckTransitOptions(Peek(packet.FirstNetBuffer, scratch), ref info, _network.Profile);
        return Conclude(packet, problem, info.HeaderSize);
    }

    private bool CheckDestinationOptions(NetBufferList packet, ref IpHeaderInfo info)
    {
        if (!IPv6ExtensionReader.IsExtension((IpProtocol)info.Protocol) && info.Protocol != (byte)IpProtocol.NoNextHeader)
        {
            return true;
        }

        Span<byte> scratch = stackalloc byte[IPv6Extensions.MaximumChain];
        packet.FirstNetBuffer.Retreat(info.HeaderSize);
        HeaderProblem problem = TFamily.CheckDestinationOptions(Peek(packet.FirstNetBuffer, scratch), ref info);
        return Conclude(packet, problem, info.HeaderSize);
    }

    // Data is at the IP header. Goes on behind the headers, or drops and tells the sender.
    private bool Conclude(NetBufferList packet, in HeaderProblem problem, int headerSize)
    {
        if (problem.IsNone)
        {
            packet.FirstNetBuffer.Advance(headerSize);
            return true;
        }

        _statistics.InHeaderErrorsCount++;
        bool suppressed = _network.Drops.Drop(problem.Cause!, TFamily.Family, packet);
        if (problem.Report != HeaderProblem.Reporting.None && !suppressed)
        {
            packet.Network.IpHeaderSize = 0;
            _network.Stack.Icmp.SendParameterProblem(packet, problem.Code, problem.Pointer, evenToGroups: problem.Report == HeaderProblem.Reporting.Always);
        }

        _network.Stack.Ip.ReturnReceived(packet);
        return false;
    }

    private static ReadOnlySpan<byte> Peek(NetBuffer buffer, Span<byte> scratch)
    {
        int length = Math.Min(buffer.DataLength, scratch.Length);
        buffer.TryGetContiguous(length, scratch, out ReadOnlySpan<byte> data);
        return data;
    }

    // INBOUND_IPPACKET for a packet like those before it, which the handler may permit by its facts alone.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsPermitted(NetBufferList packet, IInspectionHandler handler)
    {
        InspectionContext context = default;
        PacketInspection.Describe(ref context, packet, inbound: true);
        return handler.TryPermit(ref context);
    }

    // INBOUND_IPPACKET: data behind the IP header. A fragment comes here as the packet that it is, and once more as a fragment when it is ours.
    private bool Inspect(NetBufferList packet, IInspectionHandler handler)
    {
        InspectionContext context = default;
        PacketInspection.Describe(ref context, packet, inbound: true);
        return Conclude(packet, PacketInspection.Run(_network.InboundNetwork, handler, ref context, _network.Drops));
    }

    private bool InspectFragment(NetBufferList packet, IInspectionHandler handler, in IpHeaderInfo info)
    {
        InspectionContext context = default;
        PacketInspection.Describe(ref context, packet, inbound: true);
        context.Flags |= InspectionFlags.Fragment;
        context.FragmentId = info.FragmentId;
        context.FragmentOffset = (ushort)info.FragmentOffset;
        context.FragmentLength = context.DataLength;
        return Conclude(packet, PacketInspection.Run(_network.InboundNetwork, handler, ref context, _network.Drops));
    }

    // IPFORWARD for a packet of ours that came in by another interface than the one addressed (weak host): data at the IP header.
    private bool InspectPassThrough(NetBufferList packet, IInspectionHandler handler, in IpHeaderInfo info, IpInterface incoming)
    {
        if (incoming.IsLoopback || incoming.FindAddress(info.Destination) is not null)
        {
            return true;
        }

        packet.FirstNetBuffer.Retreat(info.HeaderSize);
        InspectionContext context = default;
        PacketInspection.Describe(ref context, packet, inbound: false);
        context.Direction = InspectionDirection.Inbound;
        context.Flags |= InspectionFlags.InboundPassThrough;
        InspectionAction action = PacketInspection.Run(_network.ForwardPoint, handler, ref context, _network.Drops);
        if (action == InspectionAction.Permit)
        {
            packet.FirstNetBuffer.Advance(info.HeaderSize);
        }

        return Conclude(packet, action);
    }

    private bool Conclude(NetBufferList packet, InspectionAction action)
    {
        if (action == InspectionAction.Block)
        {
            _statistics.InDiscardsCount++;
            _network.Stack.Ip.ReturnReceived(packet);
        }

        return action == InspectionAction.Permit;
    }

    private ITransportProtocol? DropHeader(NetBufferList list, DropCause cause, in IpHeaderInfo info)
    {
        _statistics.InHeaderErrorsCount++;
        Fill(ref list.Network, info);
        list.Network.IpHeaderSize = 0;
        return Discard(list, cause, answer: null);
    }

    private ITransportProtocol? UnknownProtocol(NetBufferList list, in IpHeaderInfo info)
    {
        if (_network.RawEndpoints is { } raw && raw.Take(list))
        {
            _statistics.InDeliversCount++;
            return null;
        }

        _statistics.InUnknownProtocolsCount++;
        bool isV4 = TFamily.Family == IpFamily.V4;
        return Discard(list, isV4 ? IpDrops.ProtocolUnreachable : IpDrops.UnknownNextHeader, info.NextHeaderFieldOffset);
    }

    private ITransportProtocol? Discard(NetBufferList list, DropCause cause, int? answer)
    {
        bool suppressed = _network.Drops.Drop(cause, TFamily.Family, list);
        if (answer is { } pointer && !suppressed)
        {
            _network.Stack.Icmp.SendProtocolUnreachable(list, (uint)pointer);
        }

        _network.Stack.Ip.ReturnReceived(list);
        return null;
    }
}
