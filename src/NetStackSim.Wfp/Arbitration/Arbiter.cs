namespace NetStackSim.Wfp;

/// <summary>
/// Arbitration over a compiled snapshot: sublayers from the heaviest to the lightest, in each the first filter that terminates, and the
/// right to override between them.
/// </summary>
internal static class Arbiter
{
    /// <summary>Classifies.</summary>
    internal static void Classify(
        LayerSnapshot snapshot,
        CalloutInvoker invoker,
        ClassifyValues values,
        ref ClassifyMetadata metadata,
        object? layerData,
        out ClassifyResult result)
    {
        result = default;
        result.Action = FilterActionType.None;
        if (!snapshot.IsPlain)
        {
            if (snapshot.Meter is { } meter)
            {
                meter.Classify(snapshot.Unmeasured, invoker, values, ref metadata, layerData, out result);
                return;
            }

            if (snapshot.Reference is null)
            {
                Waterfall(snapshot, invoker, values, ref metadata, layerData, ref result);
                return;
            }

            result = ReferenceRun.Classify(snapshot, invoker, values, ref metadata, layerData);
            return;
        }

        bool canWrite = true;
        foreach (SubLayerSnapshot subLayer in snapshot.SubLayers)
        {
            if (!canWrite && !invoker.RunsAfterHardDecision)
            {
                break;
            }

            if (TryDecide(subLayer, invoker, values, ref metadata, layerData, result.Action, canWrite, out SubLayerDecision decision))
            {
                Apply(ref result, ref canWrite, decision, invoker.Overflow);
            }
        }

        result.IsHard = !canWrite;
        if (result.Action == FilterActionType.None)
        {
            result.Action = FilterActionType.Permit;
        }
    }

    // Stream layers know no rights: each sublayer sees what the heavier ones permitted, a block removes the data for good.
    private static void Waterfall(
        LayerSnapshot snapshot,
        CalloutInvoker invoker,
        ClassifyValues values,
        ref ClassifyMetadata metadata,
        object? layerData,
        ref ClassifyResult result)
    {
        foreach (SubLayerSnapshot subLayer in snapshot.SubLayers)
        {
            if (!TryDecide(subLayer, invoker, values, ref metadata, layerData, FilterActionType.None, canWrite: true, out SubLayerDecision decision))
            {
                continue;
            }

            bool canWrite = true;
            Apply(ref result, ref canWrite, decision, invoker.Overflow);
            if (decision.Action == FilterActionType.Block)
            {
                result.IsHard = true;
                return;
            }
        }

        result.Action = FilterActionType.Permit;
    }

    private static bool TryDecide(
        SubLayerSnapshot subLayer,
        CalloutInvoker invoker,
        ClassifyValues values,
        ref ClassifyMetadata metadata,
        object? layerData,
        FilterActionType current,
        bool canWrite,
        out SubLayerDecision decision)
    {
        MatchCursor cursor = MatchCursor.Start;
        while (subLayer.Next(values.Span, ref cursor) is { } filter)
        {
            if (filter.IsStatic)
            {
                decision = new SubLayerDecision(filter, filter.Action, filter.IsHardStatic, FromCallout: false, Absorb: false);
                filter.Hits++;
                return true;
            }

            if (invoker.TryInvoke(filter, values, ref metadata, layerData, current, canWrite, out decision))
            {
                filter.Hits++;
                return true;
            }
        }

        decision = default;
        return false;
    }

    private static void Apply(ref ClassifyResult result, ref bool canWrite, in SubLayerDecision decision, TerminatingOverflow overflow)
    {
        TerminatingEffect effect = TerminatingEffect.Ignored;
        if (canWrite)
        {
            effect = result.Action == FilterActionType.None ? TerminatingEffect.Decided : TerminatingEffect.Overrode;
            Take(ref result, decision);
            canWrite = !decision.IsHard;
        }
        else if (result.Action == FilterActionType.Permit && decision.Action == FilterActionType.Block && decision.FromCallout)
        {
            effect = TerminatingEffect.Vetoed;
            Take(ref result, decision);
            result.IsVeto = true;
        }

        result.Terminating.Add(new TerminatingFilter(decision.Filter, decision.Action, decision.IsHard, effect), overflow);
    }

    private static void Take(ref ClassifyResult result, in SubLayerDecision decision)
    {
        result.Action = decision.Action;
        result.Filter = decision.Filter;
        result.IsAbsorbed = decision.Absorb;
    }
}
