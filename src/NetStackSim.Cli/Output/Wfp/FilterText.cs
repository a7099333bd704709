using System.Globalization;
using System.Text.Json;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>A filter, as JSON or as one line.</summary>
internal static class FilterText
{
    /// <summary>Writes the members of a filter's object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="export">Where it comes from, for symbols that only the file knows; null when it is not at hand.</param>
    public static void WriteJson(Utf8JsonWriter json, Filter filter, WfpExport? export = null)
    {
        json.WriteNumber("filterId", filter.Id);
        json.WriteString("filterKey", WfpText.Key(filter.Key));
        json.WriteString("name", filter.Name);
        json.WriteString("description", filter.Description);
        json.WriteString("layer", export?.LayerSymbol(filter.LayerKey) ?? WellKnownNames.Layer(filter.LayerKey));
        json.WriteString("subLayer", export?.SubLayerSymbol(filter.SubLayerKey) ?? WellKnownNames.SubLayer(filter.SubLayerKey));
        json.WriteString("provider", filter.ProviderKey is { } provider ? WellKnownNames.Provider(provider) : null);
        json.WriteString("weightType", filter.Weight.Type.ToString());
        json.WriteString("effectiveWeight", WfpText.Hex(filter.EffectiveWeight));
        json.WriteString("action", WfpText.Action(filter.Action));
        json.WriteString("callout", filter.Action.IsCallout() ? WellKnownNames.Callout(filter.CalloutKey) : null);
        json.WriteStartArray("flags");
        foreach (string flag in WfpText.Flags(filter.Flags))
        {
            json.WriteStringValue(flag);
        }

        json.WriteEndArray();
        json.WriteStartArray("conditions");
        foreach (FilterCondition condition in filter.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("field", export?.ConditionSymbol(condition.FieldKey) ?? WellKnownNames.Condition(condition.FieldKey));
            json.WriteString("match", condition.Match.ToString());
            json.WriteString("value", condition.Value.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>A filter as one line.</summary>
    public static string Line(Filter filter) => string.Create(
        CultureInfo.InvariantCulture,
        $"{WfpText.Layer(filter.LayerKey)} {filter.Id} \"{filter.Name}\" {WfpText.Action(filter.Action)}: {Conditions(filter)}");

    /// <summary>The conditions as text.</summary>
    public static string Conditions(Filter filter) => filter.Conditions.Count == 0
        ? "no condition"
        : string.Join("; ", filter.Conditions.Select(static c => c.ToString()));
}
