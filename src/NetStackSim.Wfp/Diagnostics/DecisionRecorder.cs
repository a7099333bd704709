namespace NetStackSim.Wfp;

/// <summary>
/// Explains live traffic while it passes: every classification that its criteria include, with the calls of callouts. Costs nothing while no
/// recorder is attached; while one is, caches of decisions are not used, so that every packet is seen. Made by <see cref="FilterEngine.Record"/>.
/// </summary>
public sealed class DecisionRecorder : IDisposable
{
    private readonly FilterEngine _engine;
    private readonly DecisionCriteria _criteria;
    private readonly int _capacity;
    private readonly List<RecordedDecision> _decisions = [];
    private readonly List<(ushort Layer, RecordedCall Call)> _calls = [];

    internal DecisionRecorder(FilterEngine engine, DecisionCriteria criteria, int capacity)
    {
        _engine = engine;
        _criteria = criteria;
        _capacity = capacity;
    }

    /// <summary>What was recorded, oldest first; the first ones are kept when there are too many.</summary>
    public IReadOnlyList<RecordedDecision> Decisions => _decisions;

    /// <summary>Decisions that were not recorded because there were too many.</summary>
    public long Missed { get; private set; }

    /// <summary>A classification ended. Called by whoever asked the layer, before the values are used again. IRQL at most Dispatch.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="values">The values.</param>
    /// <param name="result">The outcome.</param>
    /// <param name="correlationId">The packet; 0 for none.</param>
    public void Decided(EngineLayer layer, ClassifyValues values, in ClassifyResult result, ulong correlationId)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(values);
        List<RecordedCall> calls = TakeCalls(layer.Schema.Id);
        if (!_criteria.Includes(values, correlationId, result.IsBlock))
        {
            return;
        }

        if (_decisions.Count >= _capacity)
        {
            Missed++;
            return;
        }

        Explanation explanation = Explainer.Explain(layer.Snapshot, values, new RecordedCallouts(calls, result));
        _decisions.Add(new RecordedDecision(_engine.Kernel?.Now ?? 0, correlationId, explanation, calls, result.IsAbsorbed));
    }

    /// <summary>Detaches the recorder; what it recorded stays.</summary>
    public void Dispose() => _engine.StopRecording(this);

    internal void Called(RuntimeFilter filter, in ClassifyOut before, in ClassifyOut after) => _calls.Add((
        filter.Layer.Id,
        new RecordedCall(filter.Id, filter.Callout!.Key, before.Action, before.CanWrite, after.Action, after.CanWrite, after.Flags)));

    // A callout may send while it classifies: the calls of other layers wait for their own classification.
    private List<RecordedCall> TakeCalls(ushort layer)
    {
        List<RecordedCall> calls = [.. _calls.Where(c => c.Layer == layer).Select(static c => c.Call)];
        _calls.RemoveAll(c => c.Layer == layer);
        return calls;
    }
}
