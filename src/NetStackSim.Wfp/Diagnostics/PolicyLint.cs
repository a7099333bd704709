namespace NetStackSim.Wfp;

/// <summary>Finds filters that do nothing, contradict each other, or were left behind.</summary>
public static class PolicyLint
{
    /// <summary>Checks an imported policy.</summary>
    /// <param name="policy">The policy.</param>
    /// <returns>Findings by rule, then by layer and filter order.</returns>
    public static IReadOnlyList<LintFinding> Check(ImportedPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        List<LintFinding> findings = [];
        foreach (ExportedFilter exported in policy.NotEnforced)
        {
            string layer = policy.Engine.Catalog.Find(exported.Filter.LayerKey)?.Name ?? FwpText.Key(exported.Filter.LayerKey);
            findings.Add(new LintFinding(LintRule.NotEnforced, layer, exported.Filter.Id, 0, exported.NotEnforced!));
        }

        foreach (LayerSchema layer in policy.Engine.Catalog.Layers)
        {
            foreach (SubLayerSnapshot subLayer in policy.Engine.Layer(layer.Id).Snapshot.SubLayers)
            {
                CheckOrder(subLayer, findings);
                foreach (RuntimeFilter filter in subLayer.Filters)
                {
                    CheckConditions(filter, findings);
                    CheckReferences(policy.Export, filter, findings);
                }
            }
        }

        CheckLeftovers(policy.Export, findings);
        return [.. findings.OrderBy(static f => f.Rule)];
    }

    // Objects without a provider are Windows' own, or nobody can be asked about them.
    private static void CheckLeftovers(WfpExport export, List<LintFinding> findings)
    {
        HashSet<Guid> used = [];
        foreach (ExportedFilter exported in export.Filters)
        {
            Filter filter = exported.Filter;
            used.UnionWith([filter.SubLayerKey, filter.CalloutKey, filter.ProviderKey ?? Guid.Empty]);
        }

        foreach (Provider provider in export.Providers)
        {
            int subLayers = export.SubLayers.Count(s => s.ProviderKey == provider.Key && !used.Contains(s.Key));
            int callouts = export.Callouts.Count(c => c.ProviderKey == provider.Key && !used.Contains(c.Key));
            if (!used.Contains(provider.Key) && subLayers + callouts > 0)
            {
                string what = $"\"{provider.Name}\" ({WellKnownNames.Provider(provider.Key)}) has no filter, but left behind what no filter uses (sublayers: {subLayers}, callouts: {callouts})";
                findings.Add(new LintFinding(LintRule.LeftBehind, string.Empty, 0, 0, what));
            }
        }
    }

    private static void CheckOrder(SubLayerSnapshot subLayer, List<LintFinding> findings)
    {
        ReadOnlySpan<RuntimeFilter> filters = subLayer.Filters;
        for (int i = 0; i < filters.Length; i++)
        {
            if (Shadow(subLayer, i) is { } shadow)
            {
                Add(findings, LintRule.Shadowed, filters[i], shadow, $"\"{shadow.Definition.Name}\" decides about all that it matches");
            }
            else
            {
                CheckContradictions(filters[..i], filters[i], findings);
            }
        }
    }

    // What matches everything of a filter matches an example of it, and the index finds what matches an example.
    private static RuntimeFilter? Shadow(SubLayerSnapshot subLayer, int index)
    {
        ReadOnlySpan<RuntimeFilter> filters = subLayer.Filters;
        RuntimeFilter filter = filters[index];
        ClassifyValues example = WitnessValues.Of(filter);
        if (!ReferenceMatcher.Matches(filter.Layer, filter.Definition, example.Span))
        {
            return FindShadow(filters[..index], filter);
        }

        MatchCursor cursor = MatchCursor.Start;
        while (subLayer.Next(example.Span, ref cursor) is { } heavier && heavier != filter)
        {
            if (Shadows(heavier, filter))
            {
                return heavier;
            }
        }

        return null;
    }

    private static RuntimeFilter? FindShadow(ReadOnlySpan<RuntimeFilter> filters, RuntimeFilter filter)
    {
        foreach (RuntimeFilter heavier in filters)
        {
            if (Shadows(heavier, filter))
            {
                return heavier;
            }
        }

        return null;
    }

    private static bool Shadows(RuntimeFilter heavier, RuntimeFilter filter) => heavier.IsStatic && FieldSets.Contains(heavier.Tests, filter.Tests);

    private static void CheckContradictions(ReadOnlySpan<RuntimeFilter> heavier, RuntimeFilter filter, List<LintFinding> findings)
    {
        for (int j = heavier.Length - 1; j >= 0 && heavier[j].Weight == filter.Weight; j--)
        {
            RuntimeFilter equal = heavier[j];
            if (equal.IsStatic && filter.IsStatic && equal.Action != filter.Action && !FieldSets.AreDisjoint(equal.Tests, filter.Tests))
            {
                Add(findings, LintRule.EqualWeights, filter, equal, $"\"{equal.Definition.Name}\" has the same weight, overlaps and decides otherwise");
            }
        }
    }

    private static void CheckConditions(RuntimeFilter filter, List<LintFinding> findings)
    {
        IReadOnlyList<FilterCondition> conditions = filter.Definition.Conditions;
        for (int i = 0; i < conditions.Count; i++)
        {
            FilterCondition condition = conditions[i];
            if (IsMixedCaseApp(condition))
            {
                Add(findings, LintRule.NeverMatches, filter, null, $"the application id {condition.Value} has upper-case letters; real ids have none");
            }

            int previous = LastOn(conditions, condition.FieldKey, i);
            if (previous >= 0 && previous < i - 1)
            {
                Add(findings, LintRule.ScatteredAlternatives, filter, null, $"conditions {previous} and {i} are on one field but not adjacent");
            }

            if (previous >= 0 && condition.Match == FwpMatchType.NotEqual && conditions[previous].Match == FwpMatchType.NotEqual)
            {
                Add(findings, LintRule.NotEqualAlternatives, filter, null, $"conditions {previous} and {i} together match nearly everything");
            }
        }

        foreach (FieldTest test in filter.Tests)
        {
            if (test.Intervals is { Length: 0 })
            {
                Add(findings, LintRule.NeverMatches, filter, null, $"no value of {filter.Layer.Fields[test.Field].Name} can match");
            }
        }
    }

    private static void CheckReferences(WfpExport export, RuntimeFilter filter, List<LintFinding> findings)
    {
        if (export.IsState && filter.Action.IsCallout())
        {
            Callout? callout = export.Callouts.FirstOrDefault(c => c.Key == filter.Definition.CalloutKey);
            if (callout is not { IsRegistered: true })
            {
                string consequence = filter.Action == FilterActionType.CalloutInspection ? "is skipped" : "follows the rule for callouts that are not registered";
                Add(findings, LintRule.MissingCallout, filter, null, $"its callout {(callout is null ? "was not added" : "is not registered")}; the filter {consequence}");
            }
        }

        if (filter.Definition.ProviderKey is { } key && export.Providers.Count > 0)
        {
            Provider? provider = export.Providers.FirstOrDefault(p => p.Key == key);
            if (provider is null or { IsDisabled: true })
            {
                Add(findings, LintRule.OrphanOfProvider, filter, null, $"its provider {WellKnownNames.Provider(key)} {(provider is null ? "is gone" : "is disabled")}");
            }
        }
    }

    private static int LastOn(IReadOnlyList<FilterCondition> conditions, Guid field, int before)
    {
        for (int i = before - 1; i >= 0; i--)
        {
            if (conditions[i].FieldKey == field)
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsMixedCaseApp(in FilterCondition condition)
    {
        if (condition.FieldKey != FieldKeys.AleAppId || condition.Match != FwpMatchType.Equal || condition.Value.Blob is not { } blob)
        {
            return false;
        }

        string text = blob.ToString();
        return text != "System" && text.Contains('\\', StringComparison.Ordinal) && text != text.ToLowerInvariant();
    }

    private static void Add(List<LintFinding> findings, LintRule rule, RuntimeFilter filter, RuntimeFilter? other, string message) =>
        findings.Add(new LintFinding(rule, filter.Layer.Name, filter.Id, other?.Id ?? 0, $"\"{filter.Definition.Name}\": {message}"));
}
