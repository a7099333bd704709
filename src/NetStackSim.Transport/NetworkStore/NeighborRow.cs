using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>One neighbour (<c>MIB_IPNET_ROW2</c>).</summary>
/// <param name="InterfaceIndex">The interface.</param>
/// <param name="Address">The neighbour's IP address.</param>
/// <param name="PhysicalAddress">Its MAC address; zero while unknown.</param>
/// <param name="State">Incomplete, Reachable, Stale, Delay, Probe, Unreachable, Permanent.</param>
public sealed record NeighborRow(uint InterfaceIndex, IpAddress Address, MacAddress PhysicalAddress, string State);
