using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>One route (<c>MIB_IPFORWARD_ROW2</c>).</summary>
/// <param name="Destination">The prefix.</param>
/// <param name="NextHop">The gateway; unspecified for on-link.</param>
/// <param name="InterfaceIndex">The interface to leave by.</param>
/// <param name="Metric">Route metric plus interface metric.</param>
public sealed record RouteRow(IpPrefix Destination, IpAddress NextHop, uint InterfaceIndex, uint Metric);
