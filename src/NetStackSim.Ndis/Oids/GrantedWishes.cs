using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>What a binding asked for and the miniport took: where the binding falls back to when the next wish is refused.</summary>
internal sealed class GrantedWishes
{
    public PacketFilter PacketFilter { get; set; }

    public IReadOnlyList<MacAddress> MulticastList { get; set; } = [];

    public int Lookahead { get; set; }
}
