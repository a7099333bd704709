using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>A team: one virtual miniport of <see cref="TeamDriver"/> over several adapters.</summary>
public sealed record TeamOptions
{
    /// <summary>Connection name of the virtual miniport, unique in the host, for example "team0".</summary>
    public required string Name { get; init; }

    /// <summary>How the members are used.</summary>
    public TeamMode Mode { get; init; } = TeamMode.AddressHash;

    /// <summary>What flows are told apart by.</summary>
    public TeamDistribution Distribution { get; init; } = TeamDistribution.TransportPorts;

    /// <summary>
    /// True: a member that comes back takes the role of the primary one when it is preferred to the present one. False: the present one keeps it until it fails. Windows
    /// does not publish which.
    /// </summary>
    public bool ReturnsToPreferred { get; init; } = true;

    /// <summary>True: a new primary member announces the address of the team at once. False: switches learn from its first frame. Windows does not publish which.</summary>
    public bool AnnouncesTakeover { get; init; } = true;

    /// <summary>An address of its own; zero for that of the first member. It stays when that member leaves.</summary>
    public MacAddress MacAddress { get; init; }
}
