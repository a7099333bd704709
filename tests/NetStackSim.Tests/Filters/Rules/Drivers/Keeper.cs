using NetStackSim.Kernel;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules.Drivers;

/// <summary>Keeps a context on every flow from its first moment to its last.</summary>
internal sealed class Keeper(FilterEngine engine, CalloutBug? bug) : LabDriver(engine, bug)
{
    private readonly List<ulong> _flows = [];
    private ushort _layer;

    /// <summary>Contexts on flows.</summary>
    internal int Kept => _flows.Count;

    public override void FlowDelete(ushort layerId, uint calloutId, ulong flowContext) => _flows.Remove(flowContext);

    protected override NtStatus AddPolicy() => Add(LayerId.AleFlowEstablishedV4, FilterActionType.CalloutInspection);

    protected override void LetGo()
    {
        if (Has(CalloutBug.KeeperForgetsItsContexts))
        {
            return;
        }

        foreach (ulong flow in _flows.ToArray())
        {
            if (Engine.Callouts.FlowRemoveContext(flow, _layer, Id).IsError)
            {
                Engine.Callouts.FlowRemoveContext(flow, _layer, Id);
            }
        }
    }

    protected override void OnClassify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ref ClassifyOut output)
    {
        _layer = filter.Layer.Id;
        if (Engine.Callouts.FlowAssociateContext(metadata.FlowHandle, _layer, Id, metadata.FlowHandle).IsSuccess)
        {
            _flows.Add(metadata.FlowHandle);
        }

        output.Continue();
        output.Action = Has(CalloutBug.KeeperDecides) ? FilterActionType.Permit : output.Action;
        if (Has(CalloutBug.KeeperBlocksTheFlow))
        {
            output.Block();
        }
    }
}
