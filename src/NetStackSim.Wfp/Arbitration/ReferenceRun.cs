namespace NetStackSim.Wfp;

/// <summary>
/// One classification by the naive engine on a running host: <see cref="ReferenceClassifier"/> decides, callouts are asked and watched as by the
/// compiled engine.
/// </summary>
internal sealed class ReferenceRun
{
    private readonly CalloutInvoker _invoker;
    private readonly ClassifyValues _values;
    private readonly object? _layerData;
    private ClassifyMetadata _metadata;

    private ReferenceRun(CalloutInvoker invoker, ClassifyValues values, in ClassifyMetadata metadata, object? layerData)
    {
        _invoker = invoker;
        _values = values;
        _metadata = metadata;
        _layerData = layerData;
    }

    /// <summary>Classifies.</summary>
    internal static ClassifyResult Classify(
        LayerSnapshot snapshot, CalloutInvoker invoker, ClassifyValues values, ref ClassifyMetadata metadata, object? layerData)
    {
        List<RuntimeFilter> filters = new(snapshot.FilterCount);
        foreach (SubLayerSnapshot subLayer in snapshot.SubLayers)
        {
            filters.AddRange(subLayer.Filters);
        }

        // The snapshot's filters come sublayer by sublayer, and sublayers of equal weight stand by age already.
        ReferenceRun run = new(invoker, values, metadata, layerData);
        ClassifyResult result = ReferenceClassifier.Classify(filters, static _ => 0, snapshot.Reference!, values, run.Ask);
        metadata = run._metadata;
        for (int i = 0; i < result.Terminating.Count; i++)
        {
            result.Terminating[i].Filter.Hits++;
        }

        return result;
    }

    private ClassifyOut? Ask(RuntimeFilter filter, ClassifyOut entry)
    {
        ClassifyOut output = entry;
        output.Flags = _metadata.OutFlags;
        if (!_invoker.TryAsk(filter, _values, ref _metadata, _layerData, ref output))
        {
            return null;
        }

        // The naive engine makes up its own mind about what was left; the verifier reports as ever.
        ClassifyOut left = output;
        _invoker.Normalise(filter, entry.Action, entry.CanWrite, ref output, out _);
        return left;
    }
}
