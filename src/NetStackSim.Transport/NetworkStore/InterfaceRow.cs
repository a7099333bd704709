using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>One interface (the part of <c>MIB_IF_ROW2</c> that the stack knows).</summary>
/// <param name="Index">Interface index.</param>
/// <param name="Name">Friendly name.</param>
/// <param name="Type">IANA type: 6 Ethernet, 24 loopback.</param>
/// <param name="PhysicalAddress">MAC address; zero for loopback.</param>
/// <param name="Mtu">Bytes of an IP packet.</param>
/// <param name="LinkSpeed">Bits a second; 0 unknown.</param>
/// <param name="IsUp">True when packets can pass.</param>
/// <param name="Compartment">Routing compartment.</param>
/// <param name="InPackets">IP packets received.</param>
/// <param name="OutPackets">IP packets sent.</param>
/// <param name="InBytes">Bytes of IP packets received.</param>
/// <param name="OutBytes">Bytes of IP packets sent.</param>
public sealed record InterfaceRow(
    uint Index,
    string Name,
    ushort Type,
    MacAddress PhysicalAddress,
    int Mtu,
    ulong LinkSpeed,
    bool IsUp,
    uint Compartment,
    long InPackets,
    long OutPackets,
    long InBytes,
    long OutBytes);
