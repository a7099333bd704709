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
        if (again && flow is not null && flow.AuthorizedLayer == Layer.Schema.Id && flow.AuthorizedEpoch == Layer.Epoch)
        {
            return InspectionVerdict.Permit;
        }

        InspectionVerdict verdict = base.Inspect(point, ref context);
        if (flow is not null)
        {
            flow.AuthorizedLayer = Layer.Schema.Id;
            flow.AuthorizedEpoch = Layer.Epoch;
            if (verdict.Action is InspectionAction.Block or InspectionAction.Absorb)
            {
                Platform.Engine.Flows.End(flow);
                context.State!.Engine = null;
            }
        }

        return verdict;
    }

    /// <inheritdoc/>
    private protected override void Describe(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        Translate.Packet(ref metadata, ref context, hasTransport: true);
        Translate.Owner(ref metadata, ref context);
        if ((context.Flags & InspectionFlags.Reauthorize) != 0)
        {
            metadata.Present |= MetadataFields.PacketDirection;
            metadata.PacketDirection = (uint)context.Direction;
        }
    }

    private FlowRecord? FlowOf(ref InspectionContext context)
    {
        if (context.State is not { } state)
        {
            return null;
        }

        state.Engine ??= Platform.Engine.Flows.Begin();
        return (FlowRecord)state.Engine;
    }
}
