namespace NetStackSim.Wfp;

/// <summary>Callouts are not called: they are taken to say what the asker assumes.</summary>
internal sealed class AssumedCallouts(CalloutAssumption assumption) : CalloutOracle
{
    /// <inheritdoc/>
    internal override SubLayerDecision? Ask(RuntimeFilter filter, FilterActionType current, bool canWrite, out string words)
    {
        bool isRegistered = assumption == CalloutAssumption.Continue || (assumption == CalloutAssumption.AsRegistered && filter.Callout!.IsRegistered);
        if (isRegistered)
        {
            words = "the callout is taken to let pass";
            return null;
        }

        if (filter.Action == FilterActionType.CalloutInspection)
        {
            words = "the callout is not registered and would only inspect";
            return null;
        }

        bool permit = (filter.Flags & FilterRuntimeFlags.PermitIfCalloutUnregistered) != 0;
        words = permit ? "the callout is not registered, and the filter permits then" : "the callout is not registered, which blocks";
        return new SubLayerDecision(filter, permit ? FilterActionType.Permit : FilterActionType.Block, IsHard: !permit, FromCallout: false, Absorb: false);
    }
}
