using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Replay;

/// <summary>What the command line of <c>replay</c> asks for.</summary>
internal sealed record ReplayPlan
{
    /// <summary>The capture.</summary>
    public required FileInfo Capture { get; init; }

    /// <summary>Addresses of the host.</summary>
    public required IReadOnlyList<IpPrefix> Addresses { get; init; }

    /// <summary>What it serves.</summary>
    public IReadOnlyList<ServiceSpec> Services { get; init; } = [];

    /// <summary>Its policy; null for none.</summary>
    public PolicyFile? Policy { get; init; }

    /// <summary>The name of the policy, for messages.</summary>
    public string PolicyName { get; init; } = "";

    /// <summary>The system whose stack this is.</summary>
    public StackProfile? Profile { get; init; }

    /// <summary>The seed of the host.</summary>
    public ulong Seed { get; init; } = 1;
}
