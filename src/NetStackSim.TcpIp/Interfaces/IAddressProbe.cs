namespace NetStackSim.TcpIp;

/// <summary>How the neighbours are asked whether somebody has an address: ARP or ND.</summary>
internal interface IAddressProbe
{
    /// <summary>Sends one probe.</summary>
    void Probe(InterfaceAddress address);

    /// <summary>Tells everybody that the address is ours now.</summary>
    void Announce(InterfaceAddress address);
}
