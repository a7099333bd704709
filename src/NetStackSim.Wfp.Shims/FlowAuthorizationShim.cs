using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// What the two layers that authorise flows share: a flow is authorised once, and again only after a change at the layer that
/// authorised it.
/// </summary>
internal abstract class FlowAuthorizationShim : Shim
{
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

        if (again)
        {
            Platform.Engine.Authorizations.Reauthorized(
                context.Direction == InspectionDirection.Inbound, IsV6, context.Protocol, (ReauthorizationReasons)Reason(ref context));
        }

        InspectionVerdict verdict = base.Inspect(point, ref context);
        if (flow is not null)
        {
            if (flow.AuthorizedLayer == 0)
            {
                flow.OriginalProfile = Platform.Profile;
            }

            flow.AuthorizedLayer = Layer.Schema.Id;
            flow.AuthorizedMidStream = Platform.MidStreamRequests;
            flow.AuthorizedEpoch = Layer.Epoch;
            context.State!.Tuning = flow.Tuning;
            flow.AuthorizedProfile = Platform.Profile;
            Count(flow, again && (context.Reauthorization & ReauthorizationReasons.ClassifyCompletion) == 0, verdict);
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

    /// <inheritdoc/>
    private protected override bool CanComplete => true;

    /// <summary>Why a flow is authorised again (<c>FWP_CONDITION_REAUTHORIZE_REASON_*</c>); 0 for the first time, or when nothing changed.</summary>
    private protected uint Reason(ref InspectionContext context) => (context.Flags & InspectionFlags.Reauthorize) == 0 ? 0
        : context.State?.Engine is FlowRecord flow ? (uint)ReasonOf(flow, ref context)
        : (uint)(context.Reauthorization == ReauthorizationReasons.None ? ReauthorizationReasons.PolicyChange : context.Reauthorization);

    /// <summary>The network category under which the flow began; that of now for a flow that begins.</summary>
    private protected uint OriginalProfile(ref InspectionContext context) =>
        context.State?.Engine is FlowRecord { AuthorizedLayer: not 0 } flow ? flow.OriginalProfile : Platform.Profile;

    /// <summary>False for a flow that is asked about again although nothing changed that concerns it.</summary>
    internal bool MustAsk(ref InspectionContext context) =>
        (context.Flags & InspectionFlags.Reauthorize) == 0 || context.State?.Engine is not FlowRecord flow || ReasonOf(flow, ref context) != 0;

    private ReauthorizationReasons ReasonOf(FlowRecord flow, ref InspectionContext context)
    {
        ReauthorizationReasons reasons = context.Reauthorization;
        if (flow.AuthorizedLayer != Layer.Schema.Id)
        {
            // The layer held no filter when the flow began.
            return reasons | ReauthorizationReasons.PolicyChange;
        }

        reasons |= flow.AuthorizedEpoch != Layer.Epoch ? ReauthorizationReasons.PolicyChange : ReauthorizationReasons.None;
        reasons |= flow.AuthorizedProfile != Platform.Profile ? ReauthorizationReasons.ProfileCrossing : ReauthorizationReasons.None;
        bool isStream = context.Protocol == (byte)Packets.IpProtocol.Tcp;
        reasons |= isStream && flow.AuthorizedMidStream != Platform.MidStreamRequests ? ReauthorizationReasons.MidStreamInspection : ReauthorizationReasons.None;
        return reasons;
    }

    private bool IsV6 => Layer.Schema.Id == (ushort)LayerId.AleAuthRecvAcceptV6 || Layer.Schema.Id == (ushort)LayerId.AleAuthConnectV6;

    private bool IsAccept => Layer.Schema.Id is (ushort)LayerId.AleAuthRecvAcceptV4 or (ushort)LayerId.AleAuthRecvAcceptV6;

    // What is held is not decided yet: it is when it is asked about again on completion. What a callout took over comes back as something new.
    private void Count(FlowRecord flow, bool again, in InspectionVerdict verdict)
    {
        if (verdict.Action == InspectionAction.Permit ? !again : verdict.Action == InspectionAction.Block)
        {
            Platform.Engine.Authorizations.Authorized(flow, IsAccept, IsV6, verdict.Action == InspectionAction.Permit);
        }
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
