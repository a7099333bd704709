namespace NetStackSim.TcpIp;

/// <summary>How a neighbour is asked for its link address: ARP or neighbour solicitations.</summary>
internal interface INeighbourDiscovery
{
    /// <summary>Sends one solicitation.</summary>
    /// <param name="neighbour">Whom.</param>
    /// <param name="unicast">True to its known link address, false to everybody.</param>
    void Solicit(Neighbour neighbour, bool unicast);
}
