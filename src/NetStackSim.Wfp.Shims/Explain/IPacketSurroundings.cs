using NetStackSim.Packets;

namespace NetStackSim.Wfp.Shims;

/// <summary>What must be known of a host to tell a packet's way through it. Asking changes nothing.</summary>
public interface IPacketSurroundings
{
    /// <summary>The interface of a local address; 0 when there is none.</summary>
    /// <param name="local">The address.</param>
    /// <returns>The interface index.</returns>
    uint InterfaceOf(in IpAddress local);

    /// <summary>The IANA type of an interface.</summary>
    /// <param name="index">The interface.</param>
    /// <returns>6 Ethernet, 24 loopback.</returns>
    ushort InterfaceType(uint index);

    /// <summary>The MAC address of an interface.</summary>
    /// <param name="index">The interface.</param>
    /// <returns>The address; none when it is not known.</returns>
    MacAddress MacOf(uint index);

    /// <summary>True when packets to an address are for this host: one of its own, a broadcast, or a group that it joined.</summary>
    /// <param name="destination">The address.</param>
    /// <returns>True when it is.</returns>
    bool IsLocal(in IpAddress destination);

    /// <summary>True when the host routes packets of others.</summary>
    /// <param name="family">The family.</param>
    /// <returns>True when it does.</returns>
    bool Forwards(IpFamily family);

    /// <summary>The interface by which packets to an address leave.</summary>
    /// <param name="destination">The address.</param>
    /// <param name="source">The address that they are sent from; unspecified when there is no route.</param>
    /// <returns>The interface index; 0 when there is no route.</returns>
    uint RouteTo(in IpAddress destination, out IpAddress source);

    /// <summary>Whom a packet belongs to.</summary>
    /// <param name="protocol">The IP protocol.</param>
    /// <param name="local">Our side.</param>
    /// <param name="remote">The peer's side.</param>
    /// <param name="echoId">The identifier of an echo; 0 for everything else.</param>
    /// <returns>The party; null when nobody here waits for it.</returns>
    PacketParty? Find(byte protocol, in IpEndpoint local, in IpEndpoint remote, ushort echoId);
}
