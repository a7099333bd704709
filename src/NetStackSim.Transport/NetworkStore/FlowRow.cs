using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>One flow: a TCP connection, or datagrams with one peer that were authorised.</summary>
/// <param name="Protocol">The IP protocol.</param>
/// <param name="Local">Our address and port; for ICMP the port is the type.</param>
/// <param name="Remote">The peer's address and port; for ICMP the port is the code.</param>
/// <param name="EchoId">The identifier of an echo; 0 for everything else.</param>
/// <param name="Family">The family at whose ALE layers the flow is shown: for a dual-mode endpoint IPv6, whatever its addresses are.</param>
/// <param name="IsOutbound">True when its first packet went out; never changes.</param>
/// <param name="IsEstablished">True once it was shown at FLOW_ESTABLISHED.</param>
/// <param name="IsCurrent">False when the policy changed since the flow was authorised: its next packet is shown to ALE again.</param>
/// <param name="EndpointHandle">The endpoint, or the listener of a connection that is not accepted yet.</param>
/// <param name="ProcessId">Owner of the endpoint; 0 for the system.</param>
public sealed record FlowRow(
    byte Protocol,
    IpEndpoint Local,
    IpEndpoint Remote,
    ushort EchoId,
    IpFamily Family,
    bool IsOutbound,
    bool IsEstablished,
    bool IsCurrent,
    ulong EndpointHandle,
    int ProcessId)
{
    /// <summary>What the filter engine keeps on the flow; null while it has not looked at it. Only to be read.</summary>
    public InspectionState? Inspection { get; init; }

    /// <summary>The listener that an accepted connection came from; 0 for others.</summary>
    public ulong ParentHandle { get; init; }
}
