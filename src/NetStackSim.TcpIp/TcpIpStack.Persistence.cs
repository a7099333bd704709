using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <content>What an administrator has set on an interface outlives its binding: an adapter that restarts (a property of its Advanced tab, a power-up) gets it back.</content>
public sealed partial class TcpIpStack
{
    private readonly List<KeptInterface> _kept = [];

    private void Keep(IpInterface removed)
    {
        _kept.RemoveAll(kept => kept.Name == removed.Name);
        List<IpPrefix> addresses = [];
        foreach (InterfaceAddress address in removed.Addresses)
        {
            // A link-local address is made anew, of the identifier that the interface has then.
            if (!(address.Address.IsV6 && address.Address.IsLinkLocal) && address.State != DadState.Invalid)
            {
                addresses.Add(address.Prefix);
            }
        }

        List<Route> routes = [];
        KeepRoutes(V4.Routes, removed, routes);
        KeepRoutes(V6.Routes, removed, routes);
        if (addresses.Count + routes.Count > 0 || removed.V4.Forwarding || removed.V6.Forwarding)
        {
            _kept.Add(new KeptInterface(removed.Name, addresses, routes, removed.V4.Forwarding, removed.V6.Forwarding));
        }
    }

    // Addresses are checked again (RFC 4862, RFC 5227): another host may have taken them meanwhile.
    private void Restore(IpInterface added)
    {
        int at = _kept.FindIndex(kept => kept.Name == added.Name);
        if (at < 0)
        {
            return;
        }

        KeptInterface kept = _kept[at];
        _kept.RemoveAt(at);
        added.V4.Forwarding = kept.ForwardsV4;
        added.V6.Forwarding = kept.ForwardsV6;
        foreach (IpPrefix address in kept.Addresses)
        {
            AddAddress(added, address);
        }

        foreach (Route route in kept.Routes)
        {
            AddRoute(route.Destination, route.NextHop, added, route.Metric);
        }
    }

    private static void KeepRoutes(RoutingTable table, IpInterface removed, List<Route> routes)
    {
        foreach (Route route in table.Routes)
        {
            if (route.Interface == removed && route.Protocol == RouteProtocol.NetManagement)
            {
                routes.Add(route);
            }
        }
    }

    private sealed record KeptInterface(string Name, List<IpPrefix> Addresses, List<Route> Routes, bool ForwardsV4, bool ForwardsV6);
}
