using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Shows binds, connects, requests, flows, segments and streams of TCP at the inspection points. Nothing is filled in while a point is not armed.</summary>
/// <remarks>What belongs to a dual-mode endpoint is shown at the IPv6 layers of ALE, with mapped addresses; packets and streams at those of their own family.</remarks>
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

        InspectionContext context = Listener(listener);
        return Decide(point, handler, ref context);
    }

    /// <summary>Lets the redirect layer rewrite the target of a connect.</summary>
    /// <returns>Success, or AccessDenied when the layer blocks.</returns>
    public NtStatus RedirectConnect(TcpConnection connection, ref IpEndpoint remote)
    {
        InspectionPoint point = _points[InspectionLayer.ConnectRedirect, connection.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        var options = new EndpointOptions(connection.Family, _tcp.Protocol, connection.Process, connection.Compartment);
        IpEndpoint shown = Shown(connection, remote);
        InspectionContext context = Endpoint(options, connection.Id, connection.LocalEndpoint, shown);
        context.Flags = ProxyFlag(connection.DeclaredRecords);
        context.RedirectRecords = connection.DeclaredRecords;
        var request = new RedirectRequest { Local = connection.LocalEndpoint, Remote = shown };
        context.Redirect = request;
        context.Pendable = connection;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.Action == InspectionAction.Pend)
        {
            connection.Redirect = request;
            return NtStatus.Pending;
        }

        if (!verdict.IsPermit)
        {
            _tcp.Network.Drops.Blocked(point, verdict, ref context);
            return NtStatus.AccessDenied;
        }

        remote = TakeRedirect(connection, request);
        return NtStatus.Success;
    }

    /// <summary>Notes who redirected a connect.</summary>
    /// <returns>Where the connection goes.</returns>
    public static IpEndpoint TakeRedirect(TcpConnection connection, RedirectRequest request)
    {
        connection.Redirect = request.IsRedirected ? request : null;
        IpEndpoint target = request.Remote;
        return connection.DualMode ? new IpEndpoint(target.Address.Unmap(), target.Port) : target;
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

        _tcp.Network.Drops.Blocked(point, verdict, ref context);
        return NtStatus.AccessDenied;
    }

    private static InspectionFlags ProxyFlag(RedirectRecords? records) => records is null ? InspectionFlags.None : InspectionFlags.ProxyConnection;

    private static IpEndpoint Shown(TcpConnection connection, in IpEndpoint endpoint) =>
        connection.Family == IpFamily.V6 && endpoint.Address.IsV4 ? new IpEndpoint(endpoint.Address.MapToV6(), endpoint.Port) : endpoint;

    private InspectionContext Endpoint(EndpointOptions options, ulong id, IpEndpoint local, IpEndpoint remote) => new()
    {
        Direction = InspectionDirection.Outbound,
        LocalAddress = local.Address,
        LocalPort = local.Port,
        RemoteAddress = remote.Address,
        RemotePort = remote.Port,
        HasPorts = true,
        Protocol = _tcp.Protocol,
        Flags = local.Address.IsUnspecified && remote.Port == 0 ? InspectionFlags.WildcardBind : InspectionFlags.None,
        Process = options.Process,
        EndpointHandle = id,
        Compartment = options.Compartment,
    };

    private InspectionContext Listener(TcpListener listener)
    {
        var options = new EndpointOptions(listener.Local.Family, _tcp.Protocol, listener.Process, listener.Compartment);
        return Endpoint(options, listener.Id, listener.Local, default);
    }
}
