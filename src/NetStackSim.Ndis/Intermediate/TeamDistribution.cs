namespace NetStackSim.Ndis;

/// <summary>What a team tells flows apart by.</summary>
public enum TeamDistribution
{
    /// <summary>Addresses, protocol and ports; addresses alone for fragments and protocols without ports; MAC addresses for what is not IP.</summary>
    TransportPorts,

    /// <summary>IP addresses; MAC addresses for what is not IP.</summary>
    IpAddresses,

    /// <summary>MAC addresses.</summary>
    MacAddresses,
}
