using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Why an intermediate driver dropped a list.</summary>
public static class ImDrop
{
    /// <summary>A received frame of a VLAN that no virtual miniport has.</summary>
    public static DropReason UnknownVlan => new(DropModule.Ndis, 100, nameof(UnknownVlan));

    /// <summary>A received frame that no virtual miniport wants: packet filter, multicast list, address, or it is paused.</summary>
    public static DropReason NotWanted => new(DropModule.Ndis, 101, nameof(NotWanted));

    /// <summary>No list was left to clone.</summary>
    public static DropReason NoList => new(DropModule.Ndis, 102, nameof(NoList));

    /// <summary>A send that carries a VLAN tag to a virtual miniport that puts its own in, or is too short to have a MAC header.</summary>
    public static DropReason BadSend => new(DropModule.Ndis, 103, nameof(BadSend));

    /// <summary>A send while no adapter below can carry it.</summary>
    public static DropReason NoActiveMember => new(DropModule.Ndis, 104, nameof(NoActiveMember));

    /// <summary>A received group frame on another member of a team than the primary one: the same frame comes in there.</summary>
    public static DropReason DuplicateGroupFrame => new(DropModule.Ndis, 105, nameof(DuplicateGroupFrame));

    /// <summary>A send or receive while upper or lower edge is in low power.</summary>
    public static DropReason LowPower => new(DropModule.Ndis, 106, nameof(LowPower));
}
