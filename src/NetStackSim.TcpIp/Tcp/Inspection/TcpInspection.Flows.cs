using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

// The life of a flow: authorised, established, authorised anew, gone.
internal sealed partial class TcpInspection
{
    /// <summary>Asks whether a connection may be opened; source address and interface are known.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="reasons">Why it is asked about again; none for the first time.</param>
    /// <param name="step">Goes on when a filter held it.</param>
    /// <returns>Success, AccessDenied, or Pending: the step goes on.</returns>
    public NtStatus AuthoriseConnect(TcpConnection connection, ReauthorizationReasons reasons, PendedStep step)
    {
        connection.PolicyEpoch = _points.PolicyEpoch;
        InspectionPoint point = _points[InspectionLayer.Connect, connection.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        StateOf(connection);
        InspectionContext context = AleFlow(connection, InspectionDirection.Outbound);
        context.Pendable = step;
        context.Reauthorization = reasons;
        context.Flags |= reasons == ReauthorizationReasons.None ? InspectionFlags.None : InspectionFlags.Reauthorize;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action == InspectionAction.Pend)
        {
            return NtStatus.Pending;
        }

        if (verdict.IsPermit)
        {
            return NtStatus.Success;
        }

        if (verdict.Action == InspectionAction.Block)
        {
            _tcp.Network.Drops.Blocked(point, verdict, ref context);
        }

        return NtStatus.AccessDenied;
    }

    /// <summary>A filter that had held a connect or its redirection refused it: the drop is counted and shown at the discard layer.</summary>
    public void Refused(TcpConnection connection, InspectionLayer layer, in InspectionVerdict verdict)
    {
        InspectionContext context = AleFlow(connection, InspectionDirection.Outbound);
        _tcp.Network.Drops.Blocked(_points[layer, connection.Family], verdict, ref context);
    }

    /// <summary>Asks whether a connection request may be answered. A block is silent and counted here.</summary>
    public InspectionVerdict AuthoriseAccept(TcpHalfOpen request, ref TcpSegment segment)
    {
        IpFamily family = request.Listener.Local.Family;
        InspectionPoint point = _points[InspectionLayer.Accept, family];
        if (point.Handler is not { } handler)
        {
            return InspectionVerdict.Permit;
        }

        request.Inspection = new InspectionState { FlowId = request.Id, PolicyEpoch = _points.PolicyEpoch };
        InspectionContext context = default;
        PacketInspection.Describe(ref context, segment.List, inbound: true);
        PacketInspection.DescribePorts(ref context, request.LocalEndpoint.Port, request.RemoteEndpoint.Port);
        PacketInspection.MapAddresses(ref context, family);
        context.Process = request.Listener.Process;
        context.FirewallProperty = request.Listener.FirewallProperty;
        context.EndpointHandle = request.Listener.Id;
        context.ParentEndpointHandle = request.Listener.Id;
        context.State = request.Inspection;
        context.Compartment = request.Compartment;
        PendedStep step = new();
        context.Pendable = step;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        request.Step = verdict.Action == InspectionAction.Pend ? step : null;
        if (verdict.Action == InspectionAction.Block)
        {
            _tcp.Network.Drops.Blocked(point, verdict, ref context);
        }

        return verdict;
    }

    /// <summary>Tells that a flow is established; the layer must not decide, but a block ends the flow.</summary>
    /// <returns>False when the flow must end.</returns>
    public bool OnFlowEstablished(TcpConnection connection, NetBufferList? list)
    {
        connection.PolicyEpoch = _points.PolicyEpoch;
        connection.EstablishedUnder = _points.Commit;
        InspectionPoint point = _points[InspectionLayer.FlowEstablished, connection.Family];
        if (point.Handler is not { } handler)
        {
            return true;
        }

        StateOf(connection);
        InspectionContext context = AleFlow(connection, DirectionOf(connection));
        TakePacket(ref context, list);
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action != InspectionAction.Block)
        {
            return true;
        }

        _tcp.Network.Drops.Blocked(point, verdict, ref context);
        return false;
    }

    /// <summary>Tells that a connection is gone: first what the engine keeps on the flow ends, then the closure is shown.</summary>
    /// <returns>The step while a filter holds the closure; else null.</returns>
    public PendedStep? OnClosure(TcpConnection connection)
    {
        connection.Inspection?.End();
        InspectionPoint point = _points[InspectionLayer.Closure, connection.Family];
        if (point.Handler is not { } handler)
        {
            return null;
        }

        InspectionContext context = AleFlow(connection, DirectionOf(connection));
        PendedStep step = new();
        context.Pendable = step;
        return handler.Inspect(point, ref context).Action == InspectionAction.Pend ? step : null;
    }

    /// <summary>Authorises a flow anew when the policy changed since it was authorised, or it comes by another interface; caused by a received segment.</summary>
    /// <returns>Permit; Block when the flow was ended and the segment is the caller's; Absorb when the inspector has the segment.</returns>
    public InspectionAction Reauthorise(TcpConnection connection, NetBufferList list) =>
        connection.PolicyEpoch == _points.PolicyEpoch && connection.ArrivalInterface == list.Network.InterfaceIndex
            ? InspectionAction.Permit
            : ReauthoriseInbound(connection, list);

    /// <summary>Authorises a flow anew when the policy changed, or the interface by which it leaves; caused by a segment about to leave.</summary>
    /// <returns>False when the flow was ended.</returns>
    public bool ReauthoriseOutbound(TcpConnection connection) =>
        connection.PolicyEpoch == _points.PolicyEpoch || ReauthoriseNow(connection, InspectionDirection.Outbound, null) == InspectionAction.Permit;

    private InspectionAction ReauthoriseInbound(TcpConnection connection, NetBufferList list)
    {
        uint arrival = list.Network.InterfaceIndex;
        uint known = connection.ArrivalInterface;
        if (known == 0)
        {
            // The first segment is expected by the way to the peer, or comes by that of the request.
            known = connection is { IsActive: true, Path: { IsLoopback: false } path } ? path.InterfaceIndex : arrival;
        }

        connection.ArrivalInterface = arrival;
        if (known != arrival)
        {
            connection.MustReauthorise(ReauthorizationReasons.NewArrivalInterface);
        }

        return connection.PolicyEpoch == _points.PolicyEpoch ? InspectionAction.Permit : ReauthoriseNow(connection, InspectionDirection.Inbound, list);
    }

    private InspectionAction ReauthoriseNow(TcpConnection connection, InspectionDirection direction, NetBufferList? list)
    {
        ReauthorizationReasons reasons = connection.Reauthorization;
        connection.Reauthorization = ReauthorizationReasons.None;
        connection.PolicyEpoch = _points.PolicyEpoch;
        InspectionLayer layer = connection.IsActive ? InspectionLayer.Connect : InspectionLayer.Accept;
        InspectionPoint point = _points[layer, connection.Family];
        if (point.Handler is not { } handler || connection.State is TcpState.SynSent or TcpState.SynReceived)
        {
            return InspectionAction.Permit;
        }

        StateOf(connection);
        InspectionContext context = AleFlow(connection, direction);
        context.Flags |= InspectionFlags.Reauthorize;
        context.Reauthorization = reasons;
        TakePacket(ref context, list);
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        switch (verdict.Action)
        {
            case InspectionAction.Block:
                _tcp.Network.Drops.Blocked(point, verdict, ref context);
                connection.Abort(NtStatus.ConnectionAborted, sendReset: false, tellDisconnected: true);
                return InspectionAction.Block;
            case InspectionAction.Absorb:
                // Swallowed without a word; the next segment is asked about again.
                connection.PolicyEpoch = 0;
                connection.Reauthorization = reasons;
                return InspectionAction.Absorb;
            default:
                connection.Inspection!.PolicyEpoch = _points.PolicyEpoch;
                return InspectionAction.Permit;
        }
    }

    private static void TakePacket(ref InspectionContext context, NetBufferList? list)
    {
        context.List = list;
        if (list is not null)
        {
            context.IpHeaderSize = list.Network.IpHeaderSize;
            context.TransportHeaderSize = list.Network.TransportHeaderSize;
            context.InterfaceIndex = list.Network.InterfaceIndex;
            context.SubInterfaceIndex = list.Network.InterfaceIndex;
        }
    }

    private static InspectionDirection DirectionOf(TcpConnection connection) =>
        connection.IsActive ? InspectionDirection.Outbound : InspectionDirection.Inbound;

    private InspectionState StateOf(TcpConnection connection) =>
        connection.Inspection ??= new InspectionState { FlowId = connection.Id, PolicyEpoch = _points.PolicyEpoch, Owner = connection };

    // The flow as ALE shows it: that of a dual-mode endpoint has mapped addresses.
    private InspectionContext AleFlow(TcpConnection connection, InspectionDirection direction)
    {
        InspectionContext context = Flow(connection, direction);
        PacketInspection.MapAddresses(ref context, connection.Family);
        return context;
    }

    private InspectionContext Flow(TcpConnection connection, InspectionDirection direction)
    {
        InspectionContext context = new()
        {
            Direction = direction,
            FlowDirection = DirectionOf(connection),
            LocalAddress = connection.LocalEndpoint.Address,
            LocalPort = connection.LocalEndpoint.Port,
            RemoteAddress = connection.RemoteEndpoint.Address,
            RemotePort = connection.RemoteEndpoint.Port,
            HasPorts = true,
            Protocol = _tcp.Protocol,
            Flags = ProxyFlag(connection.DeclaredRecords),
            Process = connection.Process,
            FirewallProperty = connection.FirewallProperty,
            EndpointHandle = connection.Id,
            ParentEndpointHandle = connection.ParentId,
            State = connection.Inspection,
            Compartment = connection.Compartment,
            Redirect = connection.Redirect,
            RedirectRecords = connection.DeclaredRecords,
        };
        if (connection.Redirect is not null)
        {
            context.Flags |= InspectionFlags.ConnectionRedirected;
        }

        if (connection.Path is { } path)
        {
            context.InterfaceIndex = path.InterfaceIndex;
            context.SubInterfaceIndex = path.InterfaceIndex;
            context.InterfaceType = path.InterfaceType;
            context.Flags |= path.IsLoopback ? InspectionFlags.Loopback : InspectionFlags.None;
        }

        return context;
    }
}
