using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What TCP needs from the network layer. IRQL at most Dispatch.</summary>
internal interface ITransportNetwork
{
    /// <summary>Finds the way to a destination.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="source">The source address; unspecified lets the network choose.</param>
    /// <param name="interfaceIndex">The interface to leave by; 0 for any.</param>
    /// <param name="path">The path.</param>
    /// <returns>Success, NetworkUnreachable or what the network says.</returns>
    NtStatus TryGetPath(in IpAddress destination, in IpAddress source, uint interfaceIndex, out ITransportPath? path);

    /// <summary>Sends segments along one path; they come back through their owner. Data starts at the TCP header.</summary>
    void Send(ref NetBufferListChain chain, ITransportPath path);

    /// <summary>Gives received lists back.</summary>
    void ReturnReceived(ref NetBufferListChain chain);

    /// <summary>True for a usable unicast address of this host.</summary>
    bool IsLocalAddress(in IpAddress address);

    /// <summary>A validated ICMP message lowered the path MTU to a destination.</summary>
    void LowerPathMtu(in IpAddress destination, int mtu);

    /// <summary>The routing compartment of an interface.</summary>
    uint CompartmentOf(uint interfaceIndex);

    /// <summary>Where every drop of the stack goes.</summary>
    DropPoint Drops { get; }
}
