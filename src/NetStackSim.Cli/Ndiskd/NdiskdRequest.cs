namespace NetStackSim.Cli.Ndiskd;

/// <summary>What the user asked: which moment of which host, and which command.</summary>
internal sealed class NdiskdRequest
{
    /// <summary>The scenario.</summary>
    public required Scenarios.IScenario Scenario { get; init; }

    /// <summary>Its seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The host; null for the first.</summary>
    public string? Host { get; init; }

    /// <summary>When; null for the moment that the scenario names.</summary>
    public long? AtNs { get; init; }

    /// <summary>True turns the verifier off: what a production system would show.</summary>
    public bool WithoutVerifier { get; init; }

    /// <summary>The command.</summary>
    public required string Command { get; init; }

    /// <summary>What stands behind it.</summary>
    public required string[] Arguments { get; init; }
}
