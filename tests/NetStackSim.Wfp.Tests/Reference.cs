namespace NetStackSim.Wfp.Tests;

/// <summary>Runs the naive engine over a policy.</summary>
internal static class Reference
{
    internal static ClassifyResult Classify(TestPolicy policy) => Classify(policy.Engine, policy.Layer, policy.Values);

    internal static ClassifyResult Classify(FilterEngine engine, EngineLayer layer, ClassifyValues values)
    {
        List<RuntimeFilter> filters = [.. engine.Store.FiltersOf(layer.Schema.Id).Select(static f => f.Value).Where(IsEnforced)];
        return ReferenceClassifier.Classify(filters, key => engine.Store.SubLayers.Find(key)!.Sequence, engine.Semantics, values, (filter, entry) =>
        {
            if ((filter.Callout!.Flags & CalloutFlags.ConditionalOnFlow) != 0)
            {
                // There is no flow, so there is no context of one.
                return null;
            }

            ClassifyMetadata metadata = default;
            filter.Callout.Implementation!.Classify(values, ref metadata, null, filter, 0, ref entry);
            return entry;
        });
    }

    private static bool IsEnforced(RuntimeFilter filter) => (filter.Definition.Flags & (FilterFlags.BootTime | FilterFlags.Disabled)) == 0;
}
