using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Shows binds, connects, requests, flows, segments and streams of TCP at the inspection points. Nothing is filled in while a point is not armed.</summary>
internal sealed partial class TcpInspection
{
    private readonly TcpProtocol _tcp;
    private readonly InspectionPoints _points;
    private readonly InspectionPoint _inboundV4;
    private readonly InspectionPoint _inboundV6;
    private readonly InspectionPoint _streamV4;
    private readonly InspectionPoint _streamV6;
    private readonly InspectionPoint _packetV4;
    private readonly InspectionPoint _packetV6;

    /// <summary>Takes the points that data passes.</summary>
    public TcpInspection(TcpProtocol tcp, InspectionPoints points)
    {
        _tcp = tcp;
        _points = points;
        _inboundV4 = points[InspectionLayer.InboundTransport, IpFamily.V4];
        _inboundV6 = points[InspectionLayer.InboundTransport, IpFamily.V6];
        _streamV4 = points[InspectionLayer.Stream, IpFamily.V4];
        _streamV6 = points[InspectionLayer.Stream, IpFamily.V6];
        _packetV4 = points[InspectionLayer.StreamPacket, IpFamily.V4];
        _packetV6 = points[InspectionLayer.StreamPacket, IpFamily.V6];
    }

    /// <summary>True when received segments are looked at.</summary>
    public bool IsInboundArmed =>
        _inboundV4.Handler is not null || _inboundV6.Handler is not null || _packetV4.Handler is not null || _packetV6.Handler is not null;

    /// <summary>The endpoint of a bind after redirection.</summary>
    public IpEndpoint RedirectBind(in EndpointOptions options, ulong id, in IpEndpoint local)
    {
        InspectionPoint point = _points[InspectionLayer.BindRedirect, options.Family];
        if (point.Handler is not { } handler)
        {
            return local;
        }

        InspectionContext context = Endpoint(options, id, local, default);
        var request = new RedirectRequest { Local = local };
        context.Redirect = request;
        handler.Inspect(point, ref context);
        return request.Local;
    }

    /// <summary>Asks whether a port may be bound.</summary>
    /// <returns>Success or AccessDenied.</returns>
    public NtStatus AuthoriseBind(in EndpointOptions options, ulong id, in IpEndpoint local)
    {
        InspectionPoint point = _points[InspectionLayer.Bind, options.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        InspectionContext context = Endpoint(options, id, local, default);
        return Decide(point, handler, ref context);
    }

    /// <summary>Asks whether a listener may listen.</summary>
    /// <returns>Success or AccessDenied.</returns>
    public NtStatus AuthoriseListen(TcpListener listener)
    {
        InspectionPoint point = _points[InspectionLayer.Listen, listener.Local.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        listener.Inspection ??= new InspectionState { PolicyEpoch = _points.PolicyEpoch };
        InspectionContext context = Listener(listener);
        return Decide(point, handler, ref context);
    }

    /// <summary>Lets the redirect layer rewrite the target of a connect.</summary>
    /// <returns>Success, or AccessDenied when the layer blocks.</returns>
    public NtStatus RedirectConnect(TcpConnection connection, ref IpEndpoint remote)
    {
        InspectionPoint point = _points[InspectionLayer.ConnectRedirect, remote.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        var options = new EndpointOptions(remote.Family, _tcp.Protocol, connection.Process, connection.Compartment);
        InspectionContext context = Endpoint(options, connection.Id, connection.LocalEndpoint, remote);
        var request = new RedirectRequest { Local = connection.LocalEndpoint, Remote = remote };
        context.Redirect = request;
        NtStatus status = Decide(point, handler, ref context);
        remote = request.Remote;
        return status;
    }

    /// <summary>Asks whether a connection may be opened; source address and interface are known.</summary>
    /// <returns>Success, AccessDenied, or Pending: the connection's <see cref="IPendedOperation.Complete"/> follows.</returns>
    public NtStatus AuthoriseConnect(TcpConnection connection)
    {
        connection.PolicyEpoch = _points.PolicyEpoch;
        InspectionPoint point = _points[InspectionLayer.Connect, connection.RemoteEndpoint.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        StateOf(connection);
        InspectionContext context = Flow(connection, InspectionDirection.Outbound);
        context.Pendable = connection;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action == InspectionAction.Pend)
        {
            return NtStatus.Pending;
        }

        if (verdict.IsPermit)
        {
            return NtStatus.Success;
        }

        _tcp.Network.Drops.Blocked(point.Layer, verdict, point.Family, null);
        return NtStatus.AccessDenied;
    }

    /// <summary>Asks whether a connection request may be answered. A block is silent and counted here.</summary>
    public InspectionVerdict AuthoriseAccept(TcpHalfOpen request, ref TcpSegment segment)
    {
        InspectionPoint point = _points[InspectionLayer.Accept, request.LocalEndpoint.Family];
        if (point.Handler is not { } handler)
        {
            return InspectionVerdict.Permit;
        }

        request.Inspection = new InspectionState { FlowId = request.Id, PolicyEpoch = _points.PolicyEpoch };
        InspectionContext context = default;
        PacketInspection.Describe(ref context, segment.List, inbound: true);
        PacketInspection.DescribePorts(ref context, request.LocalEndpoint.Port, request.RemoteEndpoint.Port);
        context.Process = request.Listener.Process;
        context.EndpointHandle = request.Listener.Id;
        context.State = request.Inspection;
        context.Compartment = request.Compartment;
        context.Pendable = request;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action == InspectionAction.Block)
        {
            _tcp.Network.Drops.Blocked(point.Layer, verdict, point.Family, segment.List);
        }

        return verdict;
    }

    /// <summary>Tells that a flow is established; the layer must not decide, but a block ends the flow.</summary>
    /// <returns>False when the flow must end.</returns>
    public bool OnFlowEstablished(TcpConnection connection, NetBufferList? list)
    {
        connection.PolicyEpoch = _points.PolicyEpoch;
        InspectionPoint point = _points[InspectionLayer.FlowEstablished, connection.RemoteEndpoint.Family];
        if (point.Handler is not { } handler)
        {
            return true;
        }

        StateOf(connection);
        InspectionContext context = Flow(connection, connection.IsActive ? InspectionDirection.Outbound : InspectionDirection.Inbound);
        context.List = list;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action != InspectionAction.Block)
        {
            return true;
        }

        _tcp.Network.Drops.Blocked(point.Layer, verdict, point.Family, list);
        return false;
    }

    /// <summary>Tells that a connection is gone.</summary>
    public void OnClosure(TcpConnection connection)
    {
        InspectionPoint point = _points[InspectionLayer.Closure, connection.RemoteEndpoint.Family];
        if (point.Handler is { } handler)
        {
            InspectionContext context = Flow(connection, connection.IsActive ? InspectionDirection.Outbound : InspectionDirection.Inbound);
            handler.Inspect(point, ref context);
        }
    }

    /// <summary>Tells that a port was given up.</summary>
    public void OnRelease(TcpConnection connection, in IpEndpoint local)
    {
        var options = new EndpointOptions(connection.Family, _tcp.Protocol, connection.Process, connection.Compartment);
        Release(options, connection.Id, local);
    }

    /// <summary>Tells that a listener is gone, and its port.</summary>
    public void OnListenerClosed(TcpListener listener, bool wasListening)
    {
        InspectionPoint point = _points[InspectionLayer.Closure, listener.Local.Family];
        if (wasListening && point.Handler is { } handler)
        {
            InspectionContext context = Listener(listener);
            handler.Inspect(point, ref context);
        }

        var options = new EndpointOptions(listener.Local.Family, _tcp.Protocol, listener.Process, listener.Compartment);
        Release(options, listener.Id, listener.Local);
    }

    private void Release(in EndpointOptions options, ulong id, in IpEndpoint local)
    {
        InspectionPoint point = _points[InspectionLayer.Release, options.Family];
        if (point.Handler is { } handler)
        {
            InspectionContext context = Endpoint(options, id, local, default);
            handler.Inspect(point, ref context);
        }
    }

    // A layer that cannot wait takes a pend for a refusal.
    private NtStatus Decide(InspectionPoint point, IInspectionHandler handler, ref InspectionContext context)
    {
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.IsPermit)
        {
            return NtStatus.Success;
        }

        _tcp.Network.Drops.Blocked(point.Layer, verdict, point.Family, null);
        return NtStatus.AccessDenied;
    }

    private InspectionState StateOf(TcpConnection connection) =>
        connection.Inspection ??= new InspectionState { FlowId = connection.Id, PolicyEpoch = _points.PolicyEpoch };

    private InspectionContext Endpoint(EndpointOptions options, ulong id, IpEndpoint local, IpEndpoint remote) => new()
    {
        Direction = InspectionDirection.Outbound,
        LocalAddress = local.Address,
        LocalPort = local.Port,
        RemoteAddress = remote.Address,
        RemotePort = remote.Port,
        HasPorts = true,
        Protocol = _tcp.Protocol,
        Flags = local.Address.IsUnspecified ? InspectionFlags.WildcardBind : InspectionFlags.None,
        Process = options.Process,
        EndpointHandle = id,
        Compartment = options.Compartment,
    };

    private InspectionContext Listener(TcpListener listener)
    {
        var options = new EndpointOptions(listener.Local.Family, _tcp.Protocol, listener.Process, listener.Compartment);
        InspectionContext context = Endpoint(options, listener.Id, listener.Local, default);
        context.State = listener.Inspection;
        return context;
    }

    private InspectionContext Flow(TcpConnection connection, InspectionDirection direction)
    {
        InspectionContext context = new()
        {
            Direction = direction,
            FlowDirection = connection.IsActive ? InspectionDirection.Outbound : InspectionDirection.Inbound,
            LocalAddress = connection.LocalEndpoint.Address,
            LocalPort = connection.LocalEndpoint.Port,
            RemoteAddress = connection.RemoteEndpoint.Address,
            RemotePort = connection.RemoteEndpoint.Port,
            HasPorts = true,
            Protocol = _tcp.Protocol,
            Process = connection.Process,
            EndpointHandle = connection.Id,
            State = connection.Inspection,
            Compartment = connection.Compartment,
        };
        if (connection.Path is { } path)
        {
            context.InterfaceIndex = path.InterfaceIndex;
            context.SubInterfaceIndex = path.InterfaceIndex;
            context.InterfaceType = path.InterfaceType;
            context.Flags = path.IsLoopback ? InspectionFlags.Loopback : InspectionFlags.None;
        }

        return context;
    }
}
