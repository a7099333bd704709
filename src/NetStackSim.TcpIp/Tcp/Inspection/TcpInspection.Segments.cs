using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// Single segments, both ways.
internal sealed partial class TcpInspection
{
    /// <summary>True when received segments are looked at.</summary>
    public bool IsInboundArmed =>
        _inboundV4.Handler is not null || _inboundV6.Handler is not null || _packetV4.Handler is not null || _packetV6.Handler is not null;

    /// <summary>True when single segments are looked at on their way out.</summary>
    public bool IsStreamPacketArmed(IpFamily family) => (family == IpFamily.V4 ? _packetV4 : _packetV6).Handler is not null;

    /// <summary>
    /// Shows a received segment at INBOUND_TRANSPORT, to ALE when the flow is to be authorised anew, and at STREAM_PACKET; data starts at the payload. A request is
    /// shown at STREAM_PACKET when ALE has authorised it. A segment that nobody waits for is shown at the discard layer only.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="returned">Gets the list when it was blocked.</param>
    /// <returns>False when the segment goes no further.</returns>
    public bool InspectInbound(ref TcpSegment segment, ref NetBufferListChain returned)
    {
        ref NetworkLayerInfo network = ref segment.List.Network;
        uint compartment = _tcp.CompartmentOf(network);
        TcpTableEntry? entry = _tcp.Table.Find(network.Destination, segment.LocalPort, network.Source, segment.RemotePort, compartment);
        TcpListener? listener = entry is null ? _tcp.Ports.FindListener(network.Destination, segment.LocalPort, compartment) : null;
        if (entry is null && listener is null)
        {
            return true;
        }

        bool isV4 = network.Source.IsV4;
        InspectionAction action = InspectSegment(isV4 ? _inboundV4 : _inboundV6, ref segment, entry, listener);
        if (action == InspectionAction.Permit && entry is TcpConnection connection)
        {
            action = Reauthorise(connection, segment.List);
        }

        if (action == InspectionAction.Permit && !IsRequest(listener, segment))
        {
            action = InspectSegment(isV4 ? _packetV4 : _packetV6, ref segment, entry, listener);
        }

        if (action == InspectionAction.Block)
        {
            returned.Add(segment.List);
        }

        return action == InspectionAction.Permit;
    }

    /// <summary>Shows a request that ALE has authorised at STREAM_PACKET.</summary>
    public InspectionAction InspectRequest(TcpListener listener, ref TcpSegment segment) =>
        InspectSegment(segment.List.Network.Source.IsV4 ? _packetV4 : _packetV6, ref segment, null, listener);

    /// <summary>Shows segments about to leave at STREAM_PACKET; data starts at the TCP header.</summary>
    /// <param name="chain">The segments; keeps those that may leave.</param>
    /// <param name="path">The way that they take.</param>
    /// <param name="local">Our address and port.</param>
    /// <param name="remote">The peer's.</param>
    public void InspectOutbound(ref NetBufferListChain chain, ITransportPath path, in IpEndpoint local, in IpEndpoint remote)
    {
        InspectionPoint point = remote.Address.IsV4 ? _packetV4 : _packetV6;
        NetBufferListChain passed = default;
        NetBufferListChain blocked = default;
        while (chain.TryRemoveFirst(out NetBufferList? list))
        {
            list.Network.Source = local.Address;
            list.Network.Destination = remote.Address;
            list.Network.InterfaceIndex = path.InterfaceIndex;
            InspectionContext context = default;
            PacketInspection.Describe(ref context, list, inbound: false);
            PacketInspection.DescribePorts(ref context, local.Port, remote.Port);
            context.IpHeaderSize = 0;
            context.Flags |= path.IsLoopback ? InspectionFlags.Loopback : InspectionFlags.None;
            DescribeFlow(ref context);
            switch (PacketInspection.Run(point, point.Handler!, ref context, _tcp.Network.Drops))
            {
                case InspectionAction.Permit:
                    passed.Add(list);
                    break;
                case InspectionAction.Block:
                    blocked.Add(list);
                    break;
            }
        }

        chain.Append(ref passed);
        _tcp.Output.Release(ref blocked);
    }

    /// <summary>Adds endpoint and flow of a packet whose addresses and ports are known.</summary>
    public void DescribeFlow(ref InspectionContext context)
    {
        if (_tcp.Table.Find(context.LocalAddress, context.LocalPort, context.RemoteAddress, context.RemotePort, context.Compartment) is { } entry)
        {
            DescribeEntry(ref context, entry);
        }
    }

    private static void DescribeEntry(ref InspectionContext context, TcpTableEntry entry)
    {
        switch (entry)
        {
            case TcpConnection connection:
                context.State = connection.Inspection;
                context.EndpointHandle = connection.Id;
                break;
            case TcpHalfOpen request:
                context.State = request.Inspection;
                context.EndpointHandle = request.Listener.Id;
                break;
        }
    }

    private static bool IsRequest(TcpListener? listener, in TcpSegment segment) => listener is not null && (segment.Flags & TcpFlags.SynAck) == TcpFlags.Syn;

    private InspectionAction InspectSegment(InspectionPoint point, ref TcpSegment segment, TcpTableEntry? entry, TcpListener? listener)
    {
        if (point.Handler is not { } handler)
        {
            return InspectionAction.Permit;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, segment.List, inbound: true);
        PacketInspection.DescribePorts(ref context, segment.LocalPort, segment.RemotePort);
        bool classified;
        if (entry is not null)
        {
            DescribeEntry(ref context, entry);
            classified = entry is TcpConnection connection && connection.PolicyEpoch != _points.PolicyEpoch;
        }
        else
        {
            context.EndpointHandle = listener!.Id;
            classified = IsRequest(listener, segment);
        }

        context.Flags |= classified ? InspectionFlags.RequiresAleClassify : InspectionFlags.None;
        return PacketInspection.Run(point, handler, ref context, _tcp.Network.Drops);
    }
}
