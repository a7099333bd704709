using NetStackSim.Kernel;

namespace NetStackSim.Scenarios;

/// <summary>What came of a run. Lists are in a fixed order.</summary>
/// <param name="Name">The scenario.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Digest">Names the run: events and frames, in order.</param>
/// <param name="EndTimeNs">Virtual time at which the programme ended, in nanoseconds.</param>
/// <param name="Events">Events that were dispatched until then.</param>
/// <param name="Values">What the programme measured.</param>
/// <param name="Counters">Statistics of hosts and links that are not zero, as <c>host/name</c>.</param>
/// <param name="Drops">Drops by host and reason, as <c>host/module/reason</c>.</param>
/// <param name="Leaks">What did not come back after the shutdown.</param>
/// <param name="Failures">Checks of the programme that failed.</param>
public sealed record ScenarioResult(
    string Name,
    ulong Seed,
    ulong Digest,
    long EndTimeNs,
    long Events,
    IReadOnlyList<KeyValuePair<string, long>> Values,
    IReadOnlyList<KeyValuePair<string, long>> Counters,
    IReadOnlyList<KeyValuePair<string, long>> Drops,
    IReadOnlyList<Leak> Leaks,
    IReadOnlyList<string> Failures)
{
    /// <summary>Texts of the programme: reports to be read.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>True when every check held and nothing leaked.</summary>
    public bool Succeeded => Failures.Count == 0 && Leaks.Count == 0;
}
