using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Where datagrams to a peer go, as the redirect layer decided when the first of them was sent; lives as long as their flow.</summary>
internal sealed class UdpRedirect
{
    private UdpRedirect(RedirectRequest request)
    {
        Target = request.Remote;
        Request = request.IsRedirected ? request : null;
    }

    /// <summary>Where they go.</summary>
    internal IpEndpoint Target { get; }

    /// <summary>Who said so; null when nobody redirected.</summary>
    internal RedirectRequest? Request { get; }

    /// <summary>The flow; null until it was authorised.</summary>
    internal DatagramFlowKey? Flow { get; set; }

    /// <summary>Shows a first datagram, or a connect, at ALE_CONNECT_REDIRECT.</summary>
    /// <param name="stack">The stack.</param>
    /// <param name="endpoint">Whose it is.</param>
    /// <param name="remote">The peer that the client named; afterwards where the datagrams go.</param>
    /// <param name="redirect">What is remembered.</param>
    /// <returns>Success, or AccessDenied when the layer blocks.</returns>
    internal static NtStatus Ask(TcpIpStack stack, UdpEndpoint endpoint, ref IpEndpoint remote, out UdpRedirect? redirect)
    {
        InspectionPoint point = stack.Inspection[InspectionLayer.ConnectRedirect, endpoint.Family];
        var request = new RedirectRequest { Local = endpoint.Local, Remote = remote };
        InspectionContext context = new()
        {
            LocalAddress = endpoint.Local.Address,
            LocalPort = endpoint.Local.Port,
            RemoteAddress = remote.Address,
            RemotePort = remote.Port,
            HasPorts = true,
            Protocol = (byte)IpProtocol.Udp,
            Flags = endpoint.DeclaredRecords is null ? InspectionFlags.None : InspectionFlags.ProxyConnection,
            Process = endpoint.Process,
            EndpointHandle = endpoint.Handle,
            Compartment = 1,
            Redirect = request,
            RedirectRecords = endpoint.DeclaredRecords,
        };
        redirect = null;
        if (PacketInspection.Run(point, point.Handler!, ref context, stack.Drops) != InspectionAction.Permit)
        {
            return NtStatus.AccessDenied;
        }

        redirect = new UdpRedirect(request);
        (endpoint.Redirects ??= [])[remote] = redirect;
        remote = redirect.Target;
        return NtStatus.Success;
    }
}
