using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// What passes with data: received segments, flows whose policy changed, the stream both ways.
internal sealed partial class TcpInspection
{
    /// <summary>True when single segments are looked at on their way out.</summary>
    public bool IsStreamPacketArmed(IpFamily family) => (family == IpFamily.V4 ? _packetV4 : _packetV6).Handler is not null;

    /// <summary>Shows a received segment at INBOUND_TRANSPORT and STREAM_PACKET; data starts at the payload.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="returned">Gets the list when it was blocked.</param>
    /// <returns>False when the segment goes no further.</returns>
    public bool InspectInbound(ref TcpSegment segment, ref NetBufferListChain returned)
    {
        bool isV4 = segment.List.Network.Source.IsV4;
        return InspectSegment(isV4 ? _inboundV4 : _inboundV6, ref segment, ref returned)
            && InspectSegment(isV4 ? _packetV4 : _packetV6, ref segment, ref returned);
    }

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

    private bool InspectSegment(InspectionPoint point, ref TcpSegment segment, ref NetBufferListChain returned)
    {
        NetBufferList list = segment.List;
        if (point.Handler is not { } handler)
        {
            return true;
        }

        InspectionContext context = default;
        PacketInspection.Describe(ref context, list, inbound: true);
        PacketInspection.DescribePorts(ref context, segment.LocalPort, segment.RemotePort);
        if ((segment.Flags & TcpFlags.SynAck) == TcpFlags.Syn)
        {
            context.Flags |= InspectionFlags.RequiresAleClassify;
        }

        switch (PacketInspection.Run(point, handler, ref context, _tcp.Network.Drops))
        {
            case InspectionAction.Permit:
                return true;
            case InspectionAction.Block:
                returned.Add(list);
                return false;
            default:
                return false;
        }
    }

    /// <summary>Authorises a flow anew when the policy changed since it was authorised; caused by a received segment.</summary>
    /// <returns>False when the flow was ended.</returns>
    public bool Reauthorise(TcpConnection connection, NetBufferList list) =>
        connection.PolicyEpoch == _points.PolicyEpoch || ReauthoriseNow(connection, InspectionDirection.Inbound, list);

    /// <summary>Authorises a flow anew when the policy changed; caused by a segment about to leave.</summary>
    /// <returns>False when the flow was ended.</returns>
    public bool ReauthoriseOutbound(TcpConnection connection) =>
        connection.PolicyEpoch == _points.PolicyEpoch || ReauthoriseNow(connection, InspectionDirection.Outbound, null);

    /// <summary>True when the bytes of a connection are looked at.</summary>
    public bool IsStreamArmed(TcpConnection connection) => StreamPoint(connection).Handler is not null;

    /// <summary>Shows bytes that the client sends, before they are cut into segments.</summary>
    /// <returns>False when they are removed from the stream.</returns>
    public bool PermitsSend(TcpConnection connection, StreamSend send)
    {
        if (send.Length == 0 || !TryDescribe(send, out NetBufferList? list))
        {
            return true;
        }

        InspectionContext context = Flow(connection, InspectionDirection.Outbound);
        list.CorrelationId = send.CorrelationId;
        context.List = list;
        context.DataLength = send.Length;
        bool permitted = IsStreamPermitted(connection, ref context);
        list.Free();
        return permitted;
    }

    /// <summary>Shows bytes that are in order and about to reach the client; what is blocked leaves the queue.</summary>
    public void ReceiveStream(TcpConnection connection, ref NetBufferListQueue queue, ref int bytes)
    {
        NetBufferListChain all = queue.TakeAll();
        NetBufferListChain removed = default;
        while (all.TryRemoveFirst(out NetBufferList? list))
        {
            int length = list.FirstNetBuffer.DataLength;
            InspectionContext context = Flow(connection, InspectionDirection.Inbound);
            context.List = list;
            context.DataLength = length;
            if (IsStreamPermitted(connection, ref context))
            {
                queue.Enqueue(list);
                continue;
            }

            removed.Add(list);
            bytes -= length;
            connection.ForgetDelivery(length);
        }

        _tcp.ReturnReceived(ref removed);
    }

    private bool IsStreamPermitted(TcpConnection connection, ref InspectionContext context)
    {
        InspectionPoint point = StreamPoint(connection);
        NetBufferList? list = context.List;
        InspectionVerdict verdict = point.Handler!.Inspect(point, ref context);
        if (verdict.Action != InspectionAction.Block)
        {
            return true;
        }

        _tcp.Network.Drops.Blocked(point.Layer, verdict, point.Family, list);
        return false;
    }

    private InspectionPoint StreamPoint(TcpConnection connection) => connection.RemoteEndpoint.Address.IsV4 ? _streamV4 : _streamV6;

    private bool ReauthoriseNow(TcpConnection connection, InspectionDirection direction, NetBufferList? list)
    {
        connection.PolicyEpoch = _points.PolicyEpoch;
        InspectionLayer layer = connection.IsActive ? InspectionLayer.Connect : InspectionLayer.Accept;
        InspectionPoint point = _points[layer, connection.RemoteEndpoint.Family];
        if (point.Handler is not { } handler)
        {
            return true;
        }

        StateOf(connection);
        InspectionContext context = Flow(connection, direction);
        context.Flags |= InspectionFlags.Reauthorize;
        context.List = list;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action != InspectionAction.Block)
        {
            connection.Inspection!.PolicyEpoch = _points.PolicyEpoch;
            return true;
        }

        _tcp.Network.Drops.Blocked(layer, verdict, point.Family, list);
        connection.Abort(NtStatus.ConnectionAborted, sendReset: false, tellDisconnected: true);
        return false;
    }

    private bool TryDescribe(StreamSend send, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out NetBufferList? list)
    {
        _streamPool ??= new NetBufferListPool(_tcp.Kernel, new NetBufferListPoolOptions { Name = "tcp/stream" });
        if (!_streamPool.TryRent(out list))
        {
            return false;
        }

        SendCursor cursor = default;
        cursor.Seek(send, 0);
        for (int done = 0; done < send.Length;)
        {
            cursor.TryTake(send.Length - done, out byte[] buffer, out int offset, out int count);
            if (!_tcp.Kernel.Mdls.TryRent(out Mdl? mdl))
            {
                list.Free();
                list = null;
                return false;
            }

            mdl.Buffer = buffer;
            mdl.Offset = offset;
            mdl.ByteCount = count;
            list.FirstNetBuffer.AppendMdl(mdl);
            done += count;
        }

        return true;
    }

    private NetBufferListPool? _streamPool;
}
