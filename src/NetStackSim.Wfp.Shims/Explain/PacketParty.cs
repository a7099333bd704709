using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>Whom a packet is for, or from, on the host.</summary>
/// <param name="Family">The family at whose ALE layers it is shown.</param>
public sealed record PacketParty(IpFamily Family)
{
    /// <summary>True for a flow that exists; false for a listener, or an endpoint that has not met the peer.</summary>
    public bool IsFlow { get; init; }

    /// <summary>True for a flow whose first packet went out.</summary>
    public bool IsOutbound { get; init; }

    /// <summary>True for a flow that was shown at FLOW_ESTABLISHED.</summary>
    public bool IsEstablished { get; init; }

    /// <summary>False for a flow that was authorised under an older policy.</summary>
    public bool IsCurrent { get; init; } = true;

    /// <summary>The owner; null for the system.</summary>
    public SimProcess? Process { get; init; }

    /// <summary>The endpoint; 0 unknown.</summary>
    public ulong EndpointHandle { get; init; }

    /// <summary>The listener that an accepted connection came from; 0 for others.</summary>
    public ulong ParentHandle { get; init; }

    /// <summary>What the engine keeps on the flow; only to be read.</summary>
    public InspectionState? State { get; init; }
}
