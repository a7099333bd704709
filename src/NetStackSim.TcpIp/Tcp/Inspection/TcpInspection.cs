using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Shows connects, requests, flows, segments and streams of TCP at the inspection points. Nothing is filled in while a point is not armed.</summary>
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

    /// <summary>What the inspection points would see of an entry, as a row.</summary>
    public FlowRow Describe(TcpTableEntry entry, ulong handle, int processId)
    {
        TcpConnection? connection = entry as TcpConnection;
        IpFamily family = connection?.Family ?? (entry as TcpHalfOpen)?.Listener.Local.Family ?? entry.RemoteEndpoint.Family;
        bool isEstablished = entry.State is not (TcpState.SynSent or TcpState.SynReceived);
        bool isCurrent = connection is null || connection.PolicyEpoch == _points.PolicyEpoch;
        return new FlowRow(
            _tcp.Protocol, entry.LocalEndpoint, entry.RemoteEndpoint, 0, family, connection is { IsActive: true }, isEstablished, isCurrent, handle, processId)
        {
            Inspection = connection?.Inspection ?? (entry as TcpHalfOpen)?.Inspection,
            ParentHandle = connection?.ParentId ?? 0,
        };
    }

    /// <summary>Lets the redirect layer rewrite the target of a connect.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="request">What it wants; afterwards where it goes.</param>
    /// <param name="step">Goes on when a filter held it.</param>
    /// <returns>Success, AccessDenied, or Pending: the step goes on.</returns>
    public NtStatus RedirectConnect(TcpConnection connection, RedirectRequest request, PendedStep step)
    {
        InspectionPoint point = _points[InspectionLayer.ConnectRedirect, connection.Family];
        if (point.Handler is not { } handler)
        {
            return NtStatus.Success;
        }

        InspectionContext context = Request(connection, request.Remote);
        context.Redirect = request;
        context.Pendable = step;
        InspectionVerdict verdict = handler.Inspect(point, ref context);
        if (verdict.IsPermit || verdict.Action == InspectionAction.Pend)
        {
            return verdict.IsPermit ? NtStatus.Success : NtStatus.Pending;
        }

        _tcp.Network.Drops.Blocked(point, verdict, ref context);
        return NtStatus.AccessDenied;
    }

    /// <summary>True when the redirect layer looks at connects of a family.</summary>
    public bool IsConnectRedirectArmed(IpFamily family) => _points[InspectionLayer.ConnectRedirect, family].Handler is not null;

    /// <summary>A connect as the redirect layer shows it.</summary>
    public static RedirectRequest RequestOf(TcpConnection connection, in IpEndpoint remote) =>
        new() { Local = connection.LocalEndpoint, Remote = Shown(connection, remote) };

    /// <summary>Notes who redirected a connect.</summary>
    /// <returns>Where the connection goes.</returns>
    public static IpEndpoint TakeRedirect(TcpConnection connection, RedirectRequest request)
    {
        connection.Redirect = request.IsRedirected ? request : null;
        IpEndpoint target = request.Remote;
        return connection.DualMode ? new IpEndpoint(target.Address.Unmap(), target.Port) : target;
    }

    private static InspectionFlags ProxyFlag(RedirectRecords? records) => records is null ? InspectionFlags.None : InspectionFlags.ProxyConnection;

    private static IpEndpoint Shown(TcpConnection connection, in IpEndpoint endpoint) =>
        connection.Family == IpFamily.V6 && endpoint.Address.IsV4 ? new IpEndpoint(endpoint.Address.MapToV6(), endpoint.Port) : endpoint;

    private InspectionContext Request(TcpConnection connection, in IpEndpoint remote) => new()
    {
        Direction = InspectionDirection.Outbound,
        LocalAddress = connection.LocalEndpoint.Address,
        LocalPort = connection.LocalEndpoint.Port,
        RemoteAddress = remote.Address,
        RemotePort = remote.Port,
        HasPorts = true,
        Protocol = _tcp.Protocol,
        Flags = ProxyFlag(connection.DeclaredRecords),
        RedirectRecords = connection.DeclaredRecords,
        Process = connection.Process,
        EndpointHandle = connection.Id,
        Compartment = connection.Compartment,
    };
}
