namespace NetStackSim.Wfp;

/// <summary>
/// Arbitration written as the specification says it: every sublayer, every filter, one by one. The oracle of the compiled engine.
/// </summary>
internal static class ReferenceClassifier
{
    /// <summary>Classifies with filters in any order.</summary>
    /// <param name="filters">The enforced filters of one layer.</param>
    /// <param name="age">When a sublayer was added, for ties of weight: the older one is asked first.</param>
    /// <param name="semantics">The rule for ties of filters.</param>
    /// <param name="values">The field values.</param>
    /// <param name="ask">Asks a registered callout; gets the filter and what it finds, returns what it leaves; null when the flow is none of the callout's.</param>
    /// <returns>The decision.</returns>
    internal static ClassifyResult Classify(
        IReadOnlyList<RuntimeFilter> filters,
        Func<Guid, ulong> age,
        WfpSemantics semantics,
        ClassifyValues values,
        Func<RuntimeFilter, ClassifyOut, ClassifyOut?> ask)
    {
        ClassifyResult result = default;
        FilterActionType current = FilterActionType.None;
        bool right = true;
        foreach (IGrouping<Guid, RuntimeFilter> subLayer in filters
            .GroupBy(static f => f.SubLayer.Key)
            .OrderByDescending(static g => g.First().SubLayerWeight)
            .ThenBy(g => age(g.Key)))
        {
            bool isStream = values.Layer.IsStream;
            if (!right && !semantics.RunCalloutsAfterHardDecision)
            {
                break;
            }

            SubLayerDecision? opinion = isStream
                ? Opinion(subLayer, semantics, values, ask, FilterActionType.None, right: true)
                : Opinion(subLayer, semantics, values, ask, current, right);
            if (opinion is not { } said)
            {
                continue;
            }

            TerminatingEffect effect = TerminatingEffect.Ignored;
            if (right)
            {
                effect = current == FilterActionType.None ? TerminatingEffect.Decided : TerminatingEffect.Overrode;
                current = said.Action;
                right = isStream || !said.IsHard;
                result.Filter = said.Filter;
                result.IsAbsorbed = said.Absorb;
            }
            else if (current == FilterActionType.Permit && said.Action == FilterActionType.Block && said.FromCallout)
            {
                effect = TerminatingEffect.Vetoed;
                current = FilterActionType.Block;
                result.Filter = said.Filter;
                result.IsVeto = true;
                result.IsAbsorbed = said.Absorb;
            }

            result.Terminating.Add(new TerminatingFilter(said.Filter, said.Action, said.IsHard, effect), overflow: null);
            if (isStream && said.Action == FilterActionType.Block)
            {
                right = false;
                break;
            }
        }

        result.Action = current == FilterActionType.None ? FilterActionType.Permit : current;
        result.IsHard = !right;
        return result;
    }

    private static SubLayerDecision? Opinion(
        IEnumerable<RuntimeFilter> subLayer,
        WfpSemantics semantics,
        ClassifyValues values,
        Func<RuntimeFilter, ClassifyOut, ClassifyOut?> ask,
        FilterActionType current,
        bool right)
    {
        RuntimeFilter[] ordered = [.. subLayer];
        Array.Sort(ordered, (left, other) => LayerSnapshot.Compare(left, other, semantics));
        foreach (RuntimeFilter filter in ordered)
        {
            if (!ReferenceMatcher.Matches(values.Layer, filter.Definition, values.Span))
            {
                continue;
            }

            if (!filter.Action.IsCallout())
            {
                bool hard = filter.Action == FilterActionType.Block || (filter.Definition.Flags & FilterFlags.ClearActionRight) != 0;
                return new SubLayerDecision(filter, filter.Action, hard, FromCallout: false, Absorb: false);
            }

            if (CalloutOpinion(filter, ask, current, right) is { } opinion)
            {
                return opinion;
            }
        }

        return null;
    }

    private static SubLayerDecision? CalloutOpinion(
        RuntimeFilter filter,
        Func<RuntimeFilter, ClassifyOut, ClassifyOut?> ask,
        FilterActionType current,
        bool right)
    {
        bool inspection = filter.Action == FilterActionType.CalloutInspection;
        if (filter.Callout is not { IsRegistered: true })
        {
            if (inspection || filter.Callout is { LetsPass: true })
            {
                return null;
            }

            return (filter.Definition.Flags & FilterFlags.PermitIfCalloutUnregistered) != 0
                ? new SubLayerDecision(filter, FilterActionType.Permit, IsHard: false, FromCallout: false, Absorb: false)
                : new SubLayerDecision(filter, FilterActionType.Block, IsHard: true, FromCallout: false, Absorb: false);
        }

        if (ask(filter, new ClassifyOut(current, right ? ClassifyRights.ActionWrite : ClassifyRights.None)) is not { } left)
        {
            return null;
        }

        bool decided = left.Action is FilterActionType.Permit or FilterActionType.Block;
        FilterActionType action = left.Action;
        if (filter.Action == FilterActionType.CalloutTerminating && !decided)
        {
            action = FilterActionType.Block;
        }
        else if (inspection || !decided || (filter.Action == FilterActionType.CalloutUnknown && !right && left.Action == current))
        {
            return null;
        }

        bool absorb = action == FilterActionType.Block && filter.Layer.CanAbsorb && (left.Flags & ClassifyOutFlags.Absorb) != 0;
        return new SubLayerDecision(filter, action, IsHard: !right || !left.CanWrite, FromCallout: true, absorb);
    }
}
