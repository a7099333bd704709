using NetStackSim.Ndis;
using NetStackSim.Transport;

namespace NetStackSim.Wfp;

/// <summary>Asks the filters of a sublayer about an indication and turns the answer into an outcome.</summary>
internal sealed class StreamInvoker(FlowTable flows, CalloutVerifier verifier, CalloutCaller caller)
{
    private readonly StreamCalloutPacket _packet = new();
    private bool _isBusy;

    /// <summary>Asks until a filter decides; when none does, all bytes pass.</summary>
    internal StreamOutcome Ask(
        StreamFlow flow,
        StreamStage stage,
        InspectionDirection direction,
        NetBufferList? list,
        int length,
        StreamInspectionFlags flags,
        ClassifyOutFlags outFlags)
    {
        if (flow.Layer.Snapshot.Meter is not { } meter)
        {
            return Run(flow, stage, direction, list, length, flags, outFlags);
        }

        long began = meter.Ticks();
        StreamOutcome outcome = Run(flow, stage, direction, list, length, flags, outFlags);
        meter.Asked(flow.Layer.Snapshot, stage.Filters[0].SubLayer, flow.Values, outcome.Filter, meter.Ticks() - began);
        return outcome;
    }

    private StreamOutcome Run(
        StreamFlow flow,
        StreamStage stage,
        InspectionDirection direction,
        NetBufferList? list,
        int length,
        StreamInspectionFlags flags,
        ClassifyOutFlags outFlags)
    {
        // A callout may send while it classifies and come back here.
        StreamCalloutPacket packet = _isBusy ? new StreamCalloutPacket() : _packet;
        bool outer = _isBusy;
        _isBusy = true;
        int missed = stage.Missed;
        stage.Missed = 0;
        StreamOutcome outcome = default;
        for (int i = 0; i < stage.Filters.Length; i++)
        {
            packet.Set(list, direction, length, flags, missed);
            if (!flow.IsReleased(stage.Filters[i]) && TryAsk(flow, stage, i, packet, outFlags, out outcome))
            {
                _isBusy = outer;
                stage.Filters[i].Hits++;
                return outcome;
            }
        }

        _isBusy = outer;
        return new StreamOutcome(StreamOutcomeKind.Permit, 0);
    }

    private bool TryAsk(StreamFlow flow, StreamStage stage, int index, StreamCalloutPacket packet, ClassifyOutFlags outFlags, out StreamOutcome outcome)
    {
        RuntimeFilter filter = stage.Filters[index];
        if (filter.Callout is not { } callout)
        {
            outcome = Decision(filter, filter.Action == FilterActionType.Block, 0);
            return true;
        }

        outcome = default;
        if (callout.Implementation is null)
        {
            outcome = Decision(filter, (filter.Flags & FilterRuntimeFlags.PermitIfCalloutUnregistered) == 0, 0);
            return filter.Action != FilterActionType.CalloutInspection && !callout.LetsPass;
        }

        ulong context = flows.ContextOf(flow.Flow, filter.Layer.Id, callout.Id);
        if (context == 0 && (callout.Flags & CalloutFlags.ConditionalOnFlow) != 0)
        {
            return false;
        }

        ClassifyMetadata metadata = flow.Metadata;
        metadata.OutFlags = outFlags;
        metadata.Flags |= flow.IsLate(filter) ? IncomingFlags.MidStreamInspection : IncomingFlags.None;
        ClassifyOut output = new(FilterActionType.None, ClassifyRights.ActionWrite, outFlags);
        CostMeter? meter = flow.Layer.Snapshot.Meter;
        CalloutTimes began = meter?.Now() ?? default;
        caller.Call(filter, flow.Values, ref metadata, packet, context, ref output);
        meter?.Called(filter, began);
        return packet.Action == StreamAction.None ? TryDecide(filter, packet, output, out outcome) : TryAct(flow, filter, packet, out outcome);
    }

    private bool TryDecide(RuntimeFilter filter, StreamCalloutPacket packet, in ClassifyOut output, out StreamOutcome outcome)
    {
        outcome = default;
        if (filter.Action == FilterActionType.CalloutInspection)
        {
            if (output.Action is FilterActionType.Block or FilterActionType.Permit)
            {
                verifier.Report(ContractRule.InspectionDecided, filter, $"an inspection callout returned {output.Action}; it counts as Continue");
            }

            return false;
        }

        bool decides = output.Action is FilterActionType.Block or FilterActionType.Permit;
        if (!decides && filter.Action == FilterActionType.CalloutUnknown)
        {
            if (output.Action == FilterActionType.None)
            {
                verifier.Report(ContractRule.StreamActionMissing, filter, "the callout left neither an action nor a stream action; it counts as Continue");
            }

            return false;
        }

        if (!decides)
        {
            verifier.Report(ContractRule.TerminatingDidNotDecide, filter, $"a terminating callout returned {output.Action}; it counts as Block");
        }

        int enforced = packet.BytesEnforced;
        if (enforced < 0 || enforced > packet.DataLength)
        {
            verifier.Report(ContractRule.StreamBytesOutOfRange, filter, $"{enforced} of {packet.DataLength} bytes were to be enforced");
            enforced = 0;
        }

        outcome = Decision(filter, output.Action != FilterActionType.Permit, enforced);
        return true;
    }

    private bool TryAct(StreamFlow flow, RuntimeFilter filter, StreamCalloutPacket packet, out StreamOutcome outcome)
    {
        outcome = default;
        switch (packet.Action)
        {
            case StreamAction.AllowConnection:
                flow.Release(filter);
                return false;
            case StreamAction.NeedMoreData:
                if (packet.BytesRequired <= 0)
                {
                    verifier.Report(ContractRule.NeedMoreDataMisuse, filter, $"{packet.BytesRequired} more bytes were asked for");
                }

                outcome = new StreamOutcome(StreamOutcomeKind.NeedMore, packet.BytesRequired, filter);
                return true;
            case StreamAction.DropConnection when filter.Action != FilterActionType.CalloutInspection:
                outcome = new StreamOutcome(StreamOutcomeKind.Drop, 0, filter);
                return true;
            case StreamAction.DropConnection:
                verifier.Report(ContractRule.InspectionDecided, filter, "an inspection callout asked to drop the connection; it counts as Continue");
                return false;
            case StreamAction.Defer when packet.DataDirection == InspectionDirection.Inbound:
                outcome = new StreamOutcome(StreamOutcomeKind.Defer, 0, filter);
                return true;
            case StreamAction.Defer:
                verifier.Report(ContractRule.DeferOutbound, filter, "bytes on their way out cannot be deferred");
                return false;
            default:
                return false;
        }
    }

    private static StreamOutcome Decision(RuntimeFilter filter, bool block, int bytes) =>
        new(block ? StreamOutcomeKind.Block : StreamOutcomeKind.Permit, bytes, filter);
}
