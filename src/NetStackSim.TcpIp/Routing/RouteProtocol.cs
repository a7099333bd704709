namespace NetStackSim.TcpIp;

/// <summary>Who made a route (<c>NL_ROUTE_PROTOCOL</c>, with Windows' values).</summary>
public enum RouteProtocol : byte
{
    /// <summary>The stack itself: own addresses, on-link prefixes, broadcast and multicast.</summary>
    Local = 2,

    /// <summary>Configuration.</summary>
    NetManagement = 3,

    /// <summary>An ICMP redirect.</summary>
    Icmp = 4,
}
