using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// What the two layers that authorise flows share: a flow is authorised once, and again only after a change at the layer that
/// authorised it.
/// </summary>
internal abstract class FlowAuthorizationShim : Shim
{
    /// <summary><c>FWPS_REAUTHORIZE_REASON_POLICY_CHANGE</c> (condition value).</summary>
    private protected const uint PolicyChange = 0x1;

    /// <summary><c>FWP_CONDITION_REAUTHORIZE_REASON_NEW_ARRIVAL_INTERFACE</c>.</summary>
    private protected const uint NewArrivalInterface = 0x2;

    /// <summary><c>FWP_CONDITION_REAUTHORIZE_REASON_NEW_NEXTHOP_INTERFACE</c>.</summary>
    private protected const uint NewNextHopInterface = 0x4;

    /// <summary><c>FWP_CONDITION_REAUTHORIZE_REASON_PROFILE_CROSSING</c>.</summary>
    private protected const uint ProfileCrossing = 0x8;

    /// <summary><c>FWP_CONDITION_REAUTHORIZE_REASON_CLASSIFY_COMPLETION</c>.</summary>
    private protected const uint ClassifyCompletion = 0x10;

    private protected FlowAuthorizationShim(FilterPlatform platform, EngineLayer layer)
        : base(platform, layer)
    {
    }

    /// <inheritdoc/>
    public override InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        FlowRecord? flow = FlowOf(ref context);
        bool again = (context.Flags & InspectionFlags.Reauthorize) != 0;
        if (again && flow is not null && ReasonOf(flow, ref context) == 0)
        {
            return InspectionVerdict.Permit;
        }

        InspectionVerdict verdict = base.Inspect(point, ref context);
        if (flow is not null)
        {
            flow.AuthorizedLayer = Layer.Schema.Id;
            flow.AuthorizedEpoch = Layer.Epoch;
            context.State!.Tuning = flow.Tuning;
            flow.AuthorizedProfile = Platform.Profile;
            flow.AuthorizedInterface = context.InterfaceIndex;
            if (verdict.Action is InspectionAction.Block or InspectionAction.Absorb)
            {
                context.State!.End();
            }
        }

        return verdict;
    }

    /// <inheritdoc/>
    internal override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Translate.Packet(ref metadata, ref context, hasTransport: true);
        Translate.Owner(ref metadata, ref context);
        Translate.Redirect(ref metadata, ref context);
        if ((context.Flags & InspectionFlags.Reauthorize) != 0)
        {
            metadata.Present |= MetadataFields.PacketDirection;
            metadata.PacketDirection = (uint)context.Direction;
        }
    }

    /// <summary>Why a flow is authorised again (<c>FWP_CONDITION_REAUTHORIZE_REASON_*</c>); 0 for the first time, or when nothing changed.</summary>
    private protected uint Reason(ref InspectionContext context) => (context.Flags & InspectionFlags.Reauthorize) == 0 ? 0
        : context.State?.Engine is FlowRecord flow ? ReasonOf(flow, ref context) : PolicyChange;

    private uint ReasonOf(FlowRecord flow, ref InspectionContext context)
    {
        if (flow.AuthorizedLayer != Layer.Schema.Id)
        {
            return PolicyChange;
        }

        uint reason = flow.AuthorizedEpoch != Layer.Epoch ? PolicyChange : 0;
        reason |= flow.AuthorizedProfile != Platform.Profile ? ProfileCrossing : 0;
        if (flow.AuthorizedInterface != context.InterfaceIndex && flow.AuthorizedInterface != 0)
        {
            reason |= context.Direction == InspectionDirection.Inbound ? NewArrivalInterface : NewNextHopInterface;
        }

        return reason;
    }

    private FlowRecord? FlowOf(ref InspectionContext context)
    {
        if (context.State is not { } state)
        {
            return null;
        }

        state.Engine ??= Platform.Engine.Flows.Begin(state);
        return (FlowRecord)state.Engine;
    }
}
