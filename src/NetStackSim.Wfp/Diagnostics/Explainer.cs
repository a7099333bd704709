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
        ArgumentNullException.ThrowIfNull(layer);
        return Explain(layer.Snapshot, values, new AssumedCallouts(callouts));
    }

    /// <summary>Explains with an oracle for callouts.</summary>
    internal static Explanation Explain(LayerSnapshot snapshot, ClassifyValues values, CalloutOracle callouts)
    {
        List<SubLayerExplanation> subLayers = [];
        ExplainedDecision decision = new(snapshot.Layer.IsStream);
        foreach (SubLayerSnapshot subLayer in snapshot.SubLayers)
        {
            SubLayerDecision? opinion = Ask(subLayer, values, callouts, decision, out List<FilterExplanation> filters);
            TerminatingEffect? effect = opinion is { } given ? decision.Take(given) : null;
            subLayers.Add(new SubLayerExplanation(
                subLayer.SubLayer.Key,
                NameOf(subLayer.SubLayer),
                subLayer.SubLayer.Weight,
                filters,
                opinion?.Filter.Id ?? 0,
                opinion?.Action ?? FilterActionType.Continue,
                opinion?.IsHard ?? false,
                effect));
            if (decision.IsOver)
            {
                break;
            }
        }

        return Conclude(snapshot.Layer, decision, values, subLayers);
    }

    private static Explanation Conclude(LayerSchema layer, ExplainedDecision decision, ClassifyValues values, List<SubLayerExplanation> subLayers)
    {
        RuntimeFilter? decisive = decision.Filter;
        return new Explanation(
            layer.Name,
            decision.Action == FilterActionType.None ? FilterActionType.Permit : decision.Action,
            decisive is null,
            decisive?.Id ?? 0,
            decisive?.Definition.Name ?? string.Empty,
            decisive is null ? string.Empty : NameOf(decisive.SubLayer),
            decisive is null ? string.Empty : MatchedConditions(decisive, values),
            !decision.CanWrite,
            subLayers)
        {
            IsVeto = decision.IsVeto,
            ProviderKey = decisive?.Definition.ProviderKey,
            Values = Named(values),
        };
    }

    /// <summary>The fields that have a value, by name.</summary>
    internal static List<KeyValuePair<string, string>> Named(ClassifyValues values)
    {
        List<KeyValuePair<string, string>> named = [];
        foreach (FieldSchema field in values.Layer.Fields)
        {
            if (!values[field.Index].IsEmpty)
            {
                named.Add(new KeyValuePair<string, string>(field.Name, FwpText.Of(field, values[field.Index])));
            }
        }

        return named;
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

    private static SubLayerDecision? Ask(
        SubLayerSnapshot subLayer, ClassifyValues values, CalloutOracle callouts, ExplainedDecision so, out List<FilterExplanation> filters)
    {
        SubLayerDecision? opinion = null;
        filters = [];
        foreach (RuntimeFilter filter in subLayer.Filters)
        {
            bool matched = ReferenceMatcher.Matches(values.Layer, filter.Definition, values.Span);
            bool reached = opinion is null;
            bool terminated = false;
            string words = string.Empty;
            if (reached && matched)
            {
                opinion = filter.IsStatic
                    ? new SubLayerDecision(filter, filter.Action, filter.IsHardStatic, FromCallout: false, Absorb: false)
                    : callouts.Ask(filter, so.Action, so.CanWrite, out words);
                terminated = opinion is not null;
            }

            filters.Add(new FilterExplanation(
                filter.Id,
                filter.Definition.Key,
                filter.Definition.Name,
                filter.Action,
                filter.Weight,
                matched,
                reached,
                terminated,
                Conditions(filter, values),
                Reason(filter, values, matched, reached, words)));
        }

        return opinion;
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

    private static string Reason(RuntimeFilter filter, ClassifyValues values, bool matched, bool reached, string callout)
    {
        if (!reached)
        {
            return "not reached: a heavier filter of the sublayer terminated";
        }

        if (matched)
        {
            string words = MatchedConditions(filter, values);
            return callout.Length == 0 ? words : words + "; " + callout;
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
}
