using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What makes a redirect believable, both families (RFC 1122 section 3.2.2.2, RFC 4861 section 8.1), and what it does: a host route that ages.</summary>
internal static class RedirectRules
{
    private const uint RedirectMetric = 1;

    /// <summary>Checks a redirect and installs its route.</summary>
    /// <param name="network">The family.</param>
    /// <param name="incoming">Where it came in.</param>
    /// <param name="reporter">The router that sent it.</param>
    /// <param name="destination">The destination that is redirected.</param>
    /// <param name="gateway">The better first hop; the destination itself when it is on the link.</param>
    /// <returns>Why it was refused, or null.</returns>
    internal static DropCause? Accept(IpNetwork network, IpInterface incoming, in IpAddress reporter, in IpAddress destination, in IpAddress gateway)
    {
        if (!network.Profile.AcceptRedirects || incoming.For(network.Family).Forwarding)
        {
            return IcmpDrops.RedirectDisabled;
        }

        long now = network.Kernel.Now;
        Route? current = network.Routes.Lookup(destination, incoming, now);
        bool fromFirstHop = current is not null && !current.IsOnLink && current.NextHop == reporter;
        bool isNew = gateway != reporter && incoming.FindAddress(gateway) is null;
        if (!fromFirstHop || !isNew || destination.IsMulticast || incoming.IsBroadcast(destination) || !IsOnLink(network, incoming, gateway, destination, now))
        {
            return IcmpDrops.RedirectRejected;
        }

        IpAddress nextHop = gateway == destination ? Unspecified(network.Family) : gateway;
        IpPrefix host = new(destination, destination.BitLength);
        Remove(network, incoming, host);
        network.Routes.Add(new Route(host, nextHop, incoming, RedirectMetric, RouteProtocol.Icmp, now + network.Profile.RedirectLifetimeNs));
        return null;
    }

    // IPv4: the new gateway must be on the subnet. IPv6: a link-local target is by nature, the destination itself by assertion of the router.
    private static bool IsOnLink(IpNetwork network, IpInterface incoming, in IpAddress gateway, in IpAddress destination, long now)
    {
        if (network.Family == IpFamily.V6)
        {
            return gateway.IsLinkLocal || gateway == destination;
        }

        return network.Routes.Lookup(gateway, incoming, now) is { IsOnLink: true };
    }

    private static void Remove(IpNetwork network, IpInterface incoming, in IpPrefix host)
    {
        for (int i = network.Routes.Routes.Count - 1; i >= 0; i--)
        {
            Route route = network.Routes.Routes[i];
            if (route.Protocol == RouteProtocol.Icmp && route.Interface == incoming && route.Destination == host)
            {
                network.Routes.Remove(route);
            }
        }
    }

    private static IpAddress Unspecified(IpFamily family) => family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
}
