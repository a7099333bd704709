using NetStackSim.Ndis;

namespace NetStackSim.Wfp;

/// <summary>Calls callouts and turns what they return into an opinion, or into none.</summary>
internal sealed class CalloutInvoker
{
    private readonly WfpSemantics _semantics;
    private readonly CalloutVerifier _verifier;
    private readonly FlowTable _flows;
    private readonly CalloutCaller _caller;

    internal CalloutInvoker(CalloutCaller caller, WfpSemantics semantics, CalloutVerifier verifier, FlowTable flows)
    {
        _caller = caller;
        _semantics = semantics;
        _verifier = verifier;
        _flows = flows;
    }

    /// <summary>Room for the results of the engine.</summary>
    internal TerminatingOverflow Overflow { get; } = new();

    /// <summary>Who knows which packets callouts keep; null on no host.</summary>
    internal PacketInjection? Injection { get; set; }

    /// <summary>Who looks at the calls of callouts; null for nobody.</summary>
    internal CalloutWatch? Watch { get; set; }

    /// <summary>True when lower sublayers are still asked after a hard decision.</summary>
    internal bool RunsAfterHardDecision => _semantics.RunCalloutsAfterHardDecision;

    /// <summary>Asks the callout of a matching filter.</summary>
    /// <returns>False when the sublayer goes on with its next filter.</returns>
    internal bool TryInvoke(
        RuntimeFilter filter,
        ClassifyValues values,
        ref ClassifyMetadata metadata,
        object? layerData,
        FilterActionType current,
        bool canWrite,
        out SubLayerDecision decision)
    {
        if (filter.Callout!.Implementation is null)
        {
            decision = default;
            return !filter.Callout.LetsPass && Unregistered(filter, out decision);
        }

        ClassifyOut output = new(current, canWrite ? ClassifyRights.ActionWrite : ClassifyRights.None, metadata.OutFlags);
        if (!TryAsk(filter, values, ref metadata, layerData, ref output))
        {
            decision = default;
            return false;
        }

        return Normalise(filter, current, canWrite, ref output, out decision);
    }

    /// <summary>Asks a registered callout and watches how it behaves; what it leaves in the output is not normalised.</summary>
    /// <returns>False when the callout wants to be asked only for flows that it keeps something about, and this is none of them, or not about what was decided before.</returns>
    internal bool TryAsk(RuntimeFilter filter, ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, ref ClassifyOut output)
    {
        RuntimeCallout callout = filter.Callout!;
        ulong flowContext = metadata.Flow is null ? 0 : _flows.ContextOf(metadata.Flow, filter.Layer.Id, callout.Id);
        if (flowContext == 0 && (callout.Flags & CalloutFlags.ConditionalOnFlow) != 0)
        {
            return false;
        }

        bool isReclassified = (metadata.Flags & IncomingFlags.Reclassify) != 0 && !metadata.IsCompletion;
        if (isReclassified && (callout.Flags & CalloutFlags.AllowReclassify) == 0)
        {
            return false;
        }

        bool wasPended = metadata.CompletionHandle is { IsPended: true };
        bool canWrite = output.CanWrite;
        if (Watch is { } watch)
        {
            ClassifyOut found = output;
            CalloutTimes began = watch.Now();
            _caller.Call(filter, values, ref metadata, layerData, flowContext, ref output);
            watch.Called(filter, found, output, began);
        }
        else
        {
            _caller.Call(filter, values, ref metadata, layerData, flowContext, ref output);
        }

        CheckWhatIsKept(filter, layerData, metadata, wasPended, canWrite, ref output);
        return true;
    }

    private void CheckWhatIsKept(
        RuntimeFilter filter, object? layerData, in ClassifyMetadata metadata, bool wasPended, bool canWrite, ref ClassifyOut output)
    {
        bool absorbs = output.Action == FilterActionType.Block && (output.Flags & ClassifyOutFlags.Absorb) != 0;
        if (!wasPended && metadata.CompletionHandle is { IsPended: true } handle)
        {
            handle.Keep(filter);
            if (!absorbs)
            {
                _verifier.Report(ContractRule.PendWithoutAbsorb, filter, "an operation was pended without Block and Absorb");
            }
            else if (!canWrite)
            {
                _verifier.Report(ContractRule.TookWithoutRight, filter, "an operation was pended without the action right");
            }
        }

        if (layerData is NetBufferList list && Injection?.IsKept(list, out bool modifies) == true)
        {
            // Whoever is going to change the packet has it for itself.
            output.Rights = modifies ? output.Rights & ~ClassifyRights.ActionWrite : output.Rights;
            if (!absorbs)
            {
                _verifier.Report(ContractRule.ListKeptWithoutAbsorb, filter, "the callout keeps a packet that goes on");
            }
        }
    }

    private static bool Unregistered(RuntimeFilter filter, out SubLayerDecision decision)
    {
        if (filter.Action == FilterActionType.CalloutInspection)
        {
            decision = default;
            return false;
        }

        bool permit = (filter.Flags & FilterRuntimeFlags.PermitIfCalloutUnregistered) != 0;
        decision = permit
            ? new SubLayerDecision(filter, FilterActionType.Permit, IsHard: false, FromCallout: false, Absorb: false)
            : new SubLayerDecision(filter, FilterActionType.Block, IsHard: true, FromCallout: false, Absorb: false);
        return true;
    }

    /// <summary>Turns what a callout left into an opinion, or into none, and reports what it should not have left.</summary>
    internal bool Normalise(RuntimeFilter filter, FilterActionType current, bool canWrite, ref ClassifyOut output, out SubLayerDecision decision)
    {
        FilterActionType action = NormalAction(filter, current, canWrite, output);
        bool absorb = (output.Flags & ClassifyOutFlags.Absorb) != 0;
        if (absorb && (action != FilterActionType.Block || !filter.Layer.CanAbsorb))
        {
            absorb = false;
            if (output.Action != FilterActionType.Block || !filter.Layer.CanAbsorb)
            {
                _verifier.Report(ContractRule.AbsorbWithoutBlock, filter, "the callout set Absorb without Block, or where nothing can be absorbed");
            }
        }

        if (!canWrite && output.CanWrite)
        {
            _verifier.Report(ContractRule.RightSetAgain, filter, "the callout set an action right that had been cleared");
        }

        if (action == FilterActionType.Continue)
        {
            decision = default;
            return false;
        }

        if (!canWrite && action == FilterActionType.Permit && current == FilterActionType.Block)
        {
            _verifier.Report(ContractRule.PermitWithoutRight, filter, "the callout wrote Permit without the action right");
        }

        if (action == FilterActionType.Block && !absorb && filter.Layer.IsInforming)
        {
            _verifier.Report(ContractRule.BlockAtInformingLayer, filter, "the callout blocked at a layer that only informs");
        }

        decision = new SubLayerDecision(filter, action, IsHard: !canWrite || !output.CanWrite, FromCallout: true, absorb);
        return true;
    }

    private FilterActionType NormalAction(RuntimeFilter filter, FilterActionType current, bool canWrite, in ClassifyOut output)
    {
        FilterActionType returned = output.Action;
        bool decides = returned is FilterActionType.Block or FilterActionType.Permit;
        switch (filter.Action)
        {
            case FilterActionType.CalloutInspection:
                if (returned != FilterActionType.Continue && returned != current)
                {
                    _verifier.Report(ContractRule.InspectionDecided, filter, $"an inspection callout returned {returned}; it counts as Continue");
                }

                return FilterActionType.Continue;

            case FilterActionType.CalloutTerminating:
                if (!decides)
                {
                    _verifier.Report(ContractRule.TerminatingDidNotDecide, filter, $"a terminating callout returned {returned}; it counts as Block");
                    return FilterActionType.Block;
                }

                return returned;

            default:
                // Without the right an untouched action is how a callout says that it has no opinion.
                return !decides || (!canWrite && returned == current) ? FilterActionType.Continue : returned;
        }
    }
}
