namespace NetStackSim.Wfp;

/// <content>Explaining traffic while it passes.</content>
public sealed partial class FilterEngine
{
    private readonly CalloutInvoker _invoker;
    private CostMeter? _meter;

    /// <summary>Who records decisions; null, the default, for nobody.</summary>
    public DecisionRecorder? Recorder { get; private set; }

    /// <summary>True while somebody wants to see every classification: caches of decisions are then not to be used.</summary>
    public bool IsWatched { get; private set; }

    /// <summary>Explains live traffic from now on, until the recorder is disposed. One at a time: a second one replaces the first. IRQL Passive.</summary>
    /// <param name="criteria">Which classifications; null for all.</param>
    /// <param name="capacity">How many are kept at most.</param>
    /// <returns>The recorder.</returns>
    public DecisionRecorder Record(DecisionCriteria? criteria = null, int capacity = 1024)
    {
        AssertPassive("Record");
        return Attach(new DecisionRecorder(this, criteria ?? new DecisionCriteria(), capacity))!;
    }

    /// <summary>
    /// Measures from now on what filters and callouts cost, until the meter is disposed. One at a time: a second one replaces the first. While nobody
    /// measures it costs nothing; while somebody does, every classification is made by the engine and counted filter by filter. IRQL Passive.
    /// </summary>
    /// <param name="clock">The clock for nanoseconds, that of the system in a benchmark; null counts no nanoseconds but those of virtual time.</param>
    /// <returns>The meter.</returns>
    public CostMeter MeasureCosts(TimeProvider? clock = null)
    {
        AssertPassive("MeasureCosts");
        CostMeter meter = new(this, clock);
        Attach(meter);
        return meter;
    }

    internal void StopRecording(DecisionRecorder recorder)
    {
        if (Recorder == recorder)
        {
            Attach((DecisionRecorder?)null);
        }
    }

    internal void StopMeasuring(CostMeter meter)
    {
        if (_meter == meter)
        {
            Attach((CostMeter?)null);
        }
    }

    private DecisionRecorder? Attach(DecisionRecorder? recorder)
    {
        Recorder = recorder;
        Rewatch();
        return recorder;
    }

    private void Attach(CostMeter? meter)
    {
        _meter = meter;
        foreach (EngineLayer layer in _layers)
        {
            layer.Measure(meter);
        }

        Rewatch();
    }

    private void Rewatch()
    {
        _invoker.Watch = Recorder is null && _meter is null ? null : new CalloutWatch(Kernel, Recorder, _meter);
        IsWatched = Recorder is not null || _meter is not null || AuditsTraffic || NetEvents.RecordsPermits;
    }
}
