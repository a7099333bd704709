using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters;

/// <summary>A callout whose functions are those of the test.</summary>
internal sealed class LabCallout(LabCallout.Classification classify) : IFlowCallout
{
    internal delegate void Classification(
        ClassifyValues values, ref ClassifyMetadata metadata, object? data, RuntimeFilter filter, ulong context, ref ClassifyOut output);

    internal uint Id { get; set; }

    internal required LayerSchema Layer { get; init; }

    internal Guid Key { get; set; }

    internal ulong FilterId { get; set; }

    /// <summary>A handle for every place, made at passive level.</summary>
    internal InjectionHandle Handle { get; set; } = null!;

    internal int Calls { get; private set; }

    internal List<ulong> Deleted { get; } = [];

    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        Calls++;
        classify(values, ref metadata, layerData, filter, flowContext, ref output);
    }

    public void FlowDelete(ushort layerId, uint calloutId, ulong flowContext) => Deleted.Add(flowContext);
}
