using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>Counts the classifications of one layer.</summary>
internal sealed class LayerCount
{
    private readonly LabCallout _callout;

    internal LayerCount(FilterLab lab, SimHost host, string layer, params (string Field, FwpValue Value)[] conditions)
        : this(lab, host, lab.Layer(host, layer), conditions)
    {
    }

    internal LayerCount(FilterLab lab, SimHost host, LayerSchema layer, params (string Field, FwpValue Value)[] conditions) => _callout = lab.Callout(
        host,
        layer,
        (ClassifyValues _, ref ClassifyMetadata _, object? _, RuntimeFilter _, ulong _, ref ClassifyOut o) => o.Continue(),
        FilterActionType.CalloutInspection,
        weight: 0xFF00,
        conditions: conditions);

    internal int Calls => _callout.Calls;
}
