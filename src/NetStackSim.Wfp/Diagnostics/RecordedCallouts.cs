namespace NetStackSim.Wfp;

/// <summary>What the callouts of one classification did.</summary>
internal sealed class RecordedCallouts(IReadOnlyList<RecordedCall> calls, in ClassifyResult result) : CalloutOracle
{
    private readonly TerminatingFilters _terminating = result.Terminating;
    private readonly bool _isAbsorbed = result.IsAbsorbed;

    /// <inheritdoc/>
    internal override SubLayerDecision? Ask(RuntimeFilter filter, FilterActionType current, bool canWrite, out string words)
    {
        bool wasCalled = false;
        words = "the callout was not called: it is not registered, or its flow has no context for it";
        foreach (RecordedCall call in calls)
        {
            if (call.FilterId == filter.Id)
            {
                wasCalled = true;
                words = call.ToString();
            }
        }

        for (int i = 0; i < _terminating.Count; i++)
        {
            TerminatingFilter item = _terminating[i];
            if (item.Filter == filter)
            {
                return new SubLayerDecision(filter, item.Action, item.IsHard, wasCalled, _isAbsorbed);
            }
        }

        return null;
    }
}
