using NetStackSim.Wfp;

namespace NetStackSim.Cli.Live;

/// <summary>What the layers of a host decided until the moment at which it was looked at.</summary>
/// <param name="Host">The host.</param>
/// <param name="Decisions">What was kept, oldest first.</param>
/// <param name="Missed">Decisions that were not kept because there were too many.</param>
internal sealed record LiveDecisions(string Host, IReadOnlyList<RecordedDecision> Decisions, long Missed)
{
    /// <summary>Runs a scenario with recorders on all hosts and looks at one. The run goes on behind the look: what it decides then does not count.</summary>
    public static LiveDecisions Record(LiveRequest request, DecisionCriteria criteria, int count)
    {
        Dictionary<FilterEngine, DecisionRecorder> recorders = [];
        return LiveHost.Look(
            request,
            (host, engine) => new LiveDecisions(host.Name, [.. recorders[engine].Decisions], recorders[engine].Missed),
            (_, engine) => recorders.Add(engine, engine.Record(criteria, count)));
    }
}
