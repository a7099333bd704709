namespace NetStackSim.Wfp;

/// <summary>Explains decisions without making them: calls no driver, counts nothing, sends nothing.</summary>
public static class Explainer
{
    /// <summary>Explains what a layer says about values now.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="values">The field values.</param>
    /// <param name="callouts">What callouts are taken to say.</param>
    /// <returns>The explanation.</returns>
    public static Explanation Explain(EngineLayer layer, ClassifyValues values, CalloutAssumption callouts = CalloutAssumption.Continue)
    {
        List<SubLayerExplanation> subLayers = [];
        FilterActionType action = FilterActionType.None;
        RuntimeFilter? decisive = null;
        bool canWrite = true;
        foreach (SubLayerSnapshot subLayer in layer.Snapshot.SubLayers)
        {
            Opinion opinion = Ask(subLayer, values, callouts, out List<FilterExplanation> filters);
            TerminatingEffect? effect = null;
            if (opinion.Filter is not null)
            {
                effect = TerminatingEffect.Ignored;
                if (canWrite)
                {
                    effect = action == FilterActionType.None ? TerminatingEffect.Decided : TerminatingEffect.Overrode;
                    action = opinion.Action;
                    decisive = opinion.Filter;
                    canWrite = !opinion.IsHard;
                }
            }

            subLayers.Add(new SubLayerExplanation(
                subLayer.SubLayer.Key,
                NameOf(subLayer.SubLayer),
                subLayer.SubLayer.Weight,
                filters,
                opinion.Filter?.Id ?? 0,
                opinion.Filter is null ? FilterActionType.Continue : opinion.Action,
                opinion.IsHard,
                effect));
        }

        return new Explanation(
            layer.Schema.Name,
            action == FilterActionType.None ? FilterActionType.Permit : action,
            decisive is null,
            decisive?.Id ?? 0,
            decisive?.Definition.Name ?? string.Empty,
            decisive is null ? string.Empty : NameOf(decisive.SubLayer),
            decisive is null ? string.Empty : MatchedConditions(decisive, values),
            !canWrite,
            subLayers);
    }

    /// <summary>The conditions of a filter that match values, in words.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="values">The values.</param>
    /// <returns>The conditions joined by "and"; "no condition" for a filter without any.</returns>
    public static string MatchedConditions(RuntimeFilter filter, ClassifyValues values)
    {
        List<string> matched = [];
        foreach (ConditionExplanation condition in Conditions(filter, values))
        {
            if (condition.Matched)
            {
                matched.Add(condition.ToString());
            }
        }

        return matched.Count == 0 ? "no condition" : string.Join(" and ", matched);
    }

    /// <summary>A sublayer's symbol where Windows has one, else its name.</summary>
    /// <param name="subLayer">The sublayer.</param>
    /// <returns>The name for people.</returns>
    public static string NameOf(SubLayer subLayer)
    {
        string symbol = WellKnownNames.SubLayer(subLayer.Key);
        return symbol[0] == '{' ? subLayer.Name : WellKnownNames.Strip(symbol, "FWPM_SUBLAYER_");
    }

    private static Opinion Ask(SubLayerSnapshot subLayer, ClassifyValues values, CalloutAssumption callouts, out List<FilterExplanation> filters)
    {
        Opinion opinion = default;
        filters = [];
        foreach (RuntimeFilter filter in subLayer.Filters)
        {
            List<ConditionExplanation> conditions = Conditions(filter, values);
            bool matched = ReferenceMatcher.Matches(values.Layer, filter.Definition, values.Span);
            bool reached = opinion.Filter is null;
            bool terminated = reached && matched && TryDecide(filter, callouts, out opinion);
            filters.Add(new FilterExplanation(
                filter.Id,
                filter.Definition.Key,
                filter.Definition.Name,
                filter.Action,
                filter.Weight,
                matched,
                reached,
                terminated,
                conditions,
                Reason(filter, values, matched, reached, terminated)));
        }

        return opinion;
    }

    private static bool TryDecide(RuntimeFilter filter, CalloutAssumption callouts, out Opinion opinion)
    {
        opinion = default;
        if (filter.IsStatic)
        {
            opinion = new Opinion(filter, filter.Action, filter.IsHardStatic);
            return true;
        }

        if (callouts == CalloutAssumption.Continue || filter.Action == FilterActionType.CalloutInspection)
        {
            return false;
        }

        bool permit = (filter.Flags & FilterRuntimeFlags.PermitIfCalloutUnregistered) != 0;
        opinion = permit ? new Opinion(filter, FilterActionType.Permit, false) : new Opinion(filter, FilterActionType.Block, true);
        return true;
    }

    private static List<ConditionExplanation> Conditions(RuntimeFilter filter, ClassifyValues values)
    {
        List<ConditionExplanation> conditions = [];
        foreach (FilterCondition condition in filter.Definition.Conditions)
        {
            FieldSchema field = values.Layer.FindField(condition.FieldKey)!;
            conditions.Add(new ConditionExplanation(
                field.Name,
                condition.Match,
                FwpText.Of(field, condition.Value),
                FwpText.Of(field, values[field.Index]),
                ReferenceMatcher.Matches(field, condition, values[field.Index])));
        }

        return conditions;
    }

    private static string Reason(RuntimeFilter filter, ClassifyValues values, bool matched, bool reached, bool terminated)
    {
        if (!reached)
        {
            return "not reached: a heavier filter of the sublayer terminated";
        }

        if (matched)
        {
            string words = MatchedConditions(filter, values);
            return terminated ? words : words + "; the callout is taken to let pass";
        }

        foreach (FieldTest test in filter.Tests)
        {
            if (!test.Matches(values.Span))
            {
                return FirstFailure(filter, values, test.Field);
            }
        }

        return "no match";
    }

    private static string FirstFailure(RuntimeFilter filter, ClassifyValues values, int fieldIndex)
    {
        FieldSchema field = values.Layer.Fields[fieldIndex];
        List<string> failed = [];
        foreach (ConditionExplanation condition in Conditions(filter, values))
        {
            if (condition.Field == field.Name)
            {
                failed.Add(condition.ToString());
            }
        }

        return string.Join(" nor ", failed);
    }

    private readonly record struct Opinion(RuntimeFilter? Filter, FilterActionType Action, bool IsHard);
}
