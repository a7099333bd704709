using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>What a client says when it creates an endpoint.</summary>
/// <param name="Family">The address family; an IPv6 endpoint may serve both when <paramref name="DualMode"/> is set.</param>
/// <param name="Protocol">The IP protocol number.</param>
/// <param name="Process">The owner for ALE and the connection table; null is the System process.</param>
/// <param name="Compartment">The routing compartment; 1 is the default one.</param>
/// <param name="DualMode">True for an IPv6 endpoint with <c>IPV6_V6ONLY</c> = 0.</param>
public readonly record struct EndpointOptions(
    IpFamily Family,
    byte Protocol,
    SimProcess? Process = null,
    uint Compartment = 1,
    bool DualMode = false);
