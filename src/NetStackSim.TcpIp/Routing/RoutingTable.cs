using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The routes of one family of one host: longest prefix first, then the lowest sum of route and interface metric, then the oldest.</summary>
/// <remarks>Every change raises <see cref="Generation"/>, which invalidates cached paths. Not for the data path: paths are looked up once and cached.</remarks>
internal sealed class RoutingTable(IpFamily family)
{
    private readonly List<Route> _routes = [];
    private readonly PrefixTree<Route> _tree = new();

    /// <summary>The family.</summary>
    internal IpFamily Family { get; } = family;

    /// <summary>Raised by every change of routes, addresses or interfaces.</summary>
    internal int Generation { get; private set; } = 1;

    /// <summary>All routes in the order in which they were added.</summary>
    internal IReadOnlyList<Route> Routes => _routes;

    /// <summary>Something that path decisions depend on has changed.</summary>
    internal void Touch() => Generation++;

    /// <summary>Adds a route.</summary>
    /// <returns>False when a route with the same prefix, gateway and interface exists.</returns>
    internal bool Add(Route route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (route.Destination.Family != Family || Find(route.Destination, route.NextHop, route.Interface) is not null)
        {
            return false;
        }

        _routes.Add(route);
        _tree.Add(Key(route.Destination.Address), route.Destination.Length, route);
        Touch();
        return true;
    }

    /// <summary>Removes a route.</summary>
    /// <returns>False when it was not there.</returns>
    internal bool Remove(Route route)
    {
        if (!_routes.Remove(route))
        {
            return false;
        }

        _tree.Remove(Key(route.Destination.Address), route.Destination.Length, route);
        Touch();
        return true;
    }

    /// <summary>Finds a route by what identifies it.</summary>
    internal Route? Find(in IpPrefix destination, in IpAddress nextHop, IpInterface outgoing)
    {
        foreach (Route route in _routes)
        {
            if (route.Destination == destination.Network && route.NextHop == nextHop && route.Interface == outgoing)
            {
                return route;
            }
        }

        return null;
    }

    /// <summary>Removes every route that leaves by an interface, or those of one protocol.</summary>
    internal void RemoveAll(IpInterface outgoing, RouteProtocol? protocol = null)
    {
        for (int i = _routes.Count - 1; i >= 0; i--)
        {
            Route route = _routes[i];
            if (route.Interface == outgoing && (protocol is null || route.Protocol == protocol))
            {
                Remove(route);
            }
        }
    }

    /// <summary>The best route to a destination.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="constraint">Only routes that leave by this interface; null for any.</param>
    /// <param name="now">Virtual time, for routes that expire.</param>
    internal Route? Lookup(in IpAddress destination, IpInterface? constraint, long now) =>
        _tree.Find(Key(destination), new BestMetric(constraint, now));

    /// <summary>True when a route may be used now and satisfies the constraint.</summary>
    internal static bool IsUsable(Route route, IpInterface? constraint, long now) =>
        route.Interface.IsUp
        && (constraint is null || route.Interface == constraint)
        && (route.ExpiresAtNs == 0 || now < route.ExpiresAtNs);

    private static UInt128 Key(in IpAddress address) =>
        address.IsV4 ? (UInt128)address.V4Value << 96 : new UInt128(address.High, address.Low);

    private readonly struct BestMetric(IpInterface? constraint, long now) : PrefixTree<Route>.IChooser
    {
        public Route? Choose(List<Route> values)
        {
            Route? best = null;
            bool bestIsDead = false;
            foreach (Route route in values)
            {
                if (!IsUsable(route, constraint, now))
                {
                    continue;
                }

                // A gateway that does not answer is the last resort, whatever its metric.
                bool isDead = IsGatewayDead(route, now);
                bool isBetter = best is null || (isDead == bestIsDead ? route.EffectiveMetric < best.EffectiveMetric : bestIsDead);
                if (isBetter)
                {
                    best = route;
                    bestIsDead = isDead;
                }
            }

            return best;
        }

        private static bool IsGatewayDead(Route route, long now) =>
            !route.IsOnLink && route.Interface.For(route.Destination.Family).Neighbours?.Find(route.NextHop) is { } gateway && now < gateway.AvoidUntil;
    }
}
