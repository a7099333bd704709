using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>One VLAN over an adapter: a virtual miniport of <see cref="VlanMuxDriver"/>.</summary>
/// <remarks>Several virtual miniports may be in one VLAN with addresses of their own. Like stations behind one port of a switch, they do not hear what the others of the host send.</remarks>
public sealed record VlanOptions
{
    /// <summary>VLAN identifier, 1 to 4094; 0 for the untagged (and priority-tagged) frames of the adapter.</summary>
    public required int VlanId { get; init; }

    /// <summary>Connection name of the virtual miniport; null for the adapter's name, a dot and the identifier.</summary>
    public string? Name { get; init; }

    /// <summary>An address of its own; zero for the adapter's. With another address the adapter below has to receive everything (promiscuous).</summary>
    public MacAddress MacAddress { get; init; }
}
