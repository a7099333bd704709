using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>Snapshots of the tables of one stack (NSI's role).</summary>
internal sealed class NetworkStore(TcpIpStack stack) : INetworkStore
{
    /// <inheritdoc/>
    public IReadOnlyList<InterfaceRow> GetInterfaces()
    {
        List<InterfaceRow> rows = [];
        foreach (IpInterface each in stack.Interfaces)
        {
            InterfaceStatistics counters = each.Statistics;
            rows.Add(new InterfaceRow(
                each.Index, each.Name, each.Type, each.PhysicalAddress, each.V4.Mtu, each.LinkSpeed, each.IsUp, each.Compartment,
                counters.InPackets, counters.OutPackets, counters.InBytes, counters.OutBytes));
        }

        rows.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyList<AddressRow> GetAddresses()
    {
        List<AddressRow> rows = [];
        foreach (IpInterface each in stack.Interfaces)
        {
            foreach (InterfaceAddress address in each.Addresses)
            {
                rows.Add(new AddressRow(each.Index, address.Address, address.Prefix.Length, address.State.ToString()));
            }
        }

        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyList<RouteRow> GetRoutes()
    {
        List<Route> routes = [.. stack.V4.Routes.Routes, .. stack.V6.Routes.Routes];
        List<RouteRow> rows = new(routes.Count);
        foreach (Route route in routes)
        {
            rows.Add(new RouteRow(route.Destination, route.NextHop, route.Interface.Index, (uint)route.EffectiveMetric));
        }

        // A stable order: IPv4 first, longest prefix first, then by metric, then as added.
        return [.. rows.OrderBy(static row => row.Destination.Family).ThenByDescending(static row => row.Destination.Length).ThenBy(static row => row.Metric)];
    }

    /// <inheritdoc/>
    public IReadOnlyList<NeighborRow> GetNeighbors()
    {
        List<NeighborRow> rows = [];
        foreach (IpInterface each in stack.Interfaces)
        {
            Append(rows, each.V4.Neighbours);
            Append(rows, each.V6.Neighbours);
        }

        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyList<EndpointRow> GetEndpoints()
    {
        List<EndpointRow> rows = [];
        stack.Streams?.AddEndpoints(rows);
        foreach (UdpEndpoint endpoint in stack.Udp.Endpoints.InOrder)
        {
            rows.Add(new EndpointRow(stack.Udp.Protocol, endpoint.Local, endpoint.Remote, "", endpoint.Process?.Id ?? 0) { Handle = endpoint.Handle, IsDualMode = endpoint.IsDual });
        }

        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyList<FlowRow> GetFlows()
    {
        List<FlowRow> rows = [];
        stack.Streams?.AddFlows(rows);
        stack.Flows.AddFlows(rows);
        return rows;
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, long>> GetStatistics()
    {
        List<KeyValuePair<string, long>> rows = [];
        stack.IPv4Statistics.AddTo(rows, "ip4");
        stack.IPv6Statistics.AddTo(rows, "ip6");
        stack.IcmpV4Statistics.AddTo(rows, "icmp4");
        stack.IcmpV6Statistics.AddTo(rows, "icmp6");
        stack.UdpStatistics.AddTo(rows, "udp");
        stack.Streams?.AddStatistics(rows);
        return rows;
    }

    private static void Append(List<NeighborRow> rows, NeighbourCache? cache)
    {
        if (cache is null)
        {
            return;
        }

        foreach (Neighbour neighbour in cache.Neighbours)
        {
            // An entry that was only looked up says nothing.
            if (neighbour.State != NeighbourState.None)
            {
                rows.Add(new NeighborRow(cache.Interface.Index, neighbour.Address, neighbour.LinkAddress, neighbour.State.ToString()));
            }
        }
    }
}
