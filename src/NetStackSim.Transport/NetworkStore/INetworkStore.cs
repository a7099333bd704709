namespace NetStackSim.Transport;

/// <summary>The tables of one host's stack (NSI's role), as snapshots. PASSIVE or Dispatch; allocates, so not for the data path.</summary>
public interface INetworkStore
{
    /// <summary>Interfaces in index order.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<InterfaceRow> GetInterfaces();

    /// <summary>Unicast addresses in the order in which they were added.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<AddressRow> GetAddresses();

    /// <summary>Routes, longest prefix first.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<RouteRow> GetRoutes();

    /// <summary>ARP and ND entries in the order in which they were made.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<NeighborRow> GetNeighbors();

    /// <summary>TCP connections and listeners, UDP endpoints, in the order in which they were made.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<EndpointRow> GetEndpoints();

    /// <summary>TCP connections, and datagram flows that were authorised and have not run out, in the order in which they were made.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<FlowRow> GetFlows();

    /// <summary>Statistics by name, for example <c>ip4.in.receives</c>, in a fixed order.</summary>
    /// <returns>A snapshot.</returns>
    IReadOnlyList<KeyValuePair<string, long>> GetStatistics();
}
