using System.Globalization;
using System.Text.Json;

namespace NetStackSim.Wfp;

/// <summary>Explanations as JSON; the schema stands at <see cref="Explanation.Write"/>.</summary>
internal static class ExplanationJson
{
    internal static void Write(Utf8JsonWriter writer, Explanation explanation, bool withFilters)
    {
        writer.WriteStartObject();
        writer.WriteString("layer", explanation.Layer);
        writer.WriteString("decision", explanation.Action == FilterActionType.Block ? "block" : "permit");
        writer.WriteBoolean("default", explanation.IsDefault);
        writer.WriteBoolean("hard", explanation.IsHard);
        writer.WriteBoolean("veto", explanation.IsVeto);
        if (explanation.IsDefault)
        {
            writer.WriteNull("filterId");
        }
        else
        {
            writer.WriteNumber("filterId", explanation.FilterId);
        }

        writer.WriteString("filterName", explanation.IsDefault ? null : explanation.FilterName);
        writer.WriteString("subLayer", explanation.IsDefault ? null : explanation.SubLayer);
        writer.WriteString("provider", explanation.ProviderKey is { } provider ? WellKnownNames.Provider(provider) : null);
        writer.WriteString("condition", explanation.IsDefault ? null : explanation.Condition);
        writer.WriteStartObject("values");
        foreach (KeyValuePair<string, string> value in explanation.Values)
        {
            writer.WriteString(value.Key, value.Value);
        }

        writer.WriteEndObject();
        writer.WriteStartArray("subLayers");
        foreach (SubLayerExplanation subLayer in explanation.SubLayers)
        {
            Write(writer, subLayer, withFilters);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SubLayerExplanation subLayer, bool withFilters)
    {
        writer.WriteStartObject();
        writer.WriteString("key", WellKnownNames.SubLayer(subLayer.Key));
        writer.WriteString("name", subLayer.Name);
        writer.WriteNumber("weight", subLayer.Weight);
        writer.WriteString("says", subLayer.Effect is null ? null : subLayer.Action == FilterActionType.Block ? "block" : "permit");
        writer.WriteBoolean("hard", subLayer.IsHard);
        writer.WriteString("effect", subLayer.Effect?.ToString().ToLowerInvariant());
        if (subLayer.Effect is null)
        {
            writer.WriteNull("filterId");
        }
        else
        {
            writer.WriteNumber("filterId", subLayer.TerminatingFilterId);
        }

        if (withFilters)
        {
            writer.WriteStartArray("filters");
            foreach (FilterExplanation filter in subLayer.Filters)
            {
                Write(writer, filter);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, FilterExplanation filter)
    {
        writer.WriteStartObject();
        writer.WriteNumber("filterId", filter.FilterId);
        writer.WriteString("filterKey", FwpText.Key(filter.FilterKey));
        writer.WriteString("name", filter.Name);
        writer.WriteString("action", filter.Action.Symbol());
        writer.WriteString("effectiveWeight", "0x" + filter.EffectiveWeight.ToString("x", CultureInfo.InvariantCulture));
        writer.WriteBoolean("matched", filter.Matched);
        writer.WriteBoolean("reached", filter.Reached);
        writer.WriteBoolean("terminated", filter.Terminated);
        writer.WriteString("reason", filter.Reason);
        writer.WriteStartArray("conditions");
        foreach (ConditionExplanation condition in filter.Conditions)
        {
            writer.WriteStartObject();
            writer.WriteString("field", condition.Field);
            writer.WriteString("match", condition.Match.ToString());
            writer.WriteString("wanted", condition.Expected);
            writer.WriteString("actual", condition.Actual);
            writer.WriteBoolean("matched", condition.Matched);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
