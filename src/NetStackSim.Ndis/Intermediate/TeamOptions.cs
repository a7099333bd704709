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

    /// <summary>An address of its own; zero for that of the first member. It stays when that member leaves.</summary>
    public MacAddress MacAddress { get; init; }
}
