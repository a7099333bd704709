namespace NetStackSim.Wfp;

/// <content>Explaining traffic while it passes.</content>
public sealed partial class FilterEngine
{
    private readonly CalloutInvoker _invoker;

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

    internal void StopRecording(DecisionRecorder recorder)
    {
        if (Recorder == recorder)
        {
            Attach(null);
        }
    }

    private DecisionRecorder? Attach(DecisionRecorder? recorder)
    {
        Recorder = recorder;
        _invoker.Recorder = recorder;
        Rewatch();
        return recorder;
    }

    private void Rewatch() => IsWatched = Recorder is not null || AuditsTraffic || NetEvents.RecordsPermits;
}
