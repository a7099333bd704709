namespace NetStackSim.Wfp.Shims.Tests;

/// <summary>A callout made of a function; remembers flow contexts that came back.</summary>
internal sealed class TestCallout(TestCallout.Classifier classify) : IFlowCallout
{
    internal delegate void Classifier(ClassifyValues values, ref ClassifyMetadata metadata, object? data, ref ClassifyOut output);

    internal int Calls { get; private set; }

    internal List<ulong> Deleted { get; } = [];

    public void Classify(
        ClassifyValues values,
        ref ClassifyMetadata metadata,
        object? layerData,
        RuntimeFilter filter,
        ulong flowContext,
        ref ClassifyOut output)
    {
        Calls++;
        classify(values, ref metadata, layerData, ref output);
    }

    public void FlowDelete(ushort layerId, uint calloutId, ulong flowContext) => Deleted.Add(flowContext);
}
