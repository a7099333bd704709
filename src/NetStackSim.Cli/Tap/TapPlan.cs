using NetStackSim.Cli.Options;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Tap;

/// <summary>What the command line of <c>tap</c> asks for.</summary>
internal sealed record TapPlan
{
    /// <summary>The name of the device.</summary>
    public required string Device { get; init; }

    /// <summary>Addresses of the first host, of both families.</summary>
    public required IReadOnlyList<HostAddress> Addresses { get; init; }

    /// <summary>Default gateways.</summary>
    public IReadOnlyList<IpAddress> Gateways { get; init; } = [];

    /// <summary>What each host serves.</summary>
    public IReadOnlyList<ServiceSpec> Services { get; init; } = [];

    /// <summary>How many hosts stand behind the device; more than one are connected by a switch and have consecutive addresses.</summary>
    public int Hosts { get; init; } = 1;

    /// <summary>True for plain frames instead of a vnet header.</summary>
    public bool PlainFrames { get; init; }

    /// <summary>Where captured frames go; null for no capture.</summary>
    public FileInfo? Capture { get; init; }

    /// <summary>Where the state is written each second; null for nowhere.</summary>
    public FileInfo? Status { get; init; }

    /// <summary>The policy that every host gets; null for none.</summary>
    public PolicyFile? Policy { get; init; }

    /// <summary>Its name, for messages.</summary>
    public string PolicyName { get; init; } = "";

    /// <summary>The system whose stack this is.</summary>
    public StackProfile? Profile { get; init; }

    /// <summary>The line between the device and the hosts.</summary>
    public LinkOptions Line { get; init; } = new();

    /// <summary>Seed of the impairments and of everything else that is drawn.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How long to run, in nanoseconds; null until a signal.</summary>
    public long? DurationNs { get; init; }
}
