using System.Text.Json;
using NetStackSim.Scenarios;

namespace NetStackSim.Cli.Live;

/// <summary>Which moment of which host of a scenario is meant.</summary>
/// <param name="Scenario">The scenario.</param>
internal sealed record LiveRequest(IScenario Scenario)
{
    /// <summary>Its seed.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The host; null for the one with the most filters.</summary>
    public string? Host { get; init; }

    /// <summary>When; null for the moment that the scenario names.</summary>
    public long? AtNs { get; init; }

    /// <summary>Writes what was asked as members of a JSON document.</summary>
    public void WriteJson(Utf8JsonWriter json, string host)
    {
        json.WriteString("scenario", Scenario.Name);
        json.WriteNumber("seed", Seed);
        json.WriteString("host", host);
    }
}
