using System.Globalization;
using System.Text.Json;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes the difference of two policies, as JSON or for people.</summary>
internal static class DiffText
{
    /// <summary>Writes the members of the JSON document.</summary>
    public static void WriteJson(Utf8JsonWriter json, PolicyDiff diff)
    {
        json.WriteStartArray("traffic");
        foreach (TrafficChange change in diff.Changes)
        {
            json.WriteStartObject();
            json.WriteString("layer", change.Layer);
            json.WriteString("traffic", change.Traffic);
            WriteSide(json, "before", change.Before, change.BeforeFilter);
            WriteSide(json, "after", change.After, change.AfterFilter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteFilters(json, "onlyBefore", diff.OnlyBefore);
        WriteFilters(json, "onlyAfter", diff.OnlyAfter);
        json.WriteStartArray("notCompared");
        foreach (string layer in diff.NotCompared)
        {
            json.WriteStringValue("FWPM_LAYER_" + layer);
        }

        json.WriteEndArray();
    }

    /// <summary>Writes tables.</summary>
    public static void WriteTable(ToolConsole console, PolicyDiff diff)
    {
        if (diff.Changes.Count > 0)
        {
            Table table = WfpText.Table("Layer", "Traffic", "Before", "After");
            foreach (TrafficChange change in diff.Changes)
            {
                table.AddRow(
                    WfpText.Cell(change.Layer),
                    WfpText.Cell(change.Traffic),
                    WfpText.Cell(Side(change.Before, change.BeforeFilter)),
                    WfpText.Cell(Side(change.After, change.AfterFilter)));
            }

            console.RichOut().Write(table);
        }

        WriteFilters(console, "only before", diff.OnlyBefore);
        WriteFilters(console, "only after", diff.OnlyAfter);
        if (diff.NotCompared.Count > 0)
        {
            console.Out.WriteLine($"Traffic not compared, because a list of filters leaves whole layers out: {string.Join(", ", diff.NotCompared)}.");
        }

        console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Of(diff.Changes.Count, "kind of traffic is", "kinds of traffic are")} treated differently; {Counted.Of(diff.OnlyBefore.Count, "filter")} only before, {diff.OnlyAfter.Count} only after."));
    }

    private static void WriteSide(Utf8JsonWriter json, string name, FilterActionType action, Filter? filter)
    {
        json.WriteStartObject(name);
        json.WriteString("decision", WfpText.Action(action));
        if (filter is null)
        {
            json.WriteNull("filterId");
        }
        else
        {
            json.WriteNumber("filterId", filter.Id);
        }

        json.WriteString("filterName", filter?.Name);

        json.WriteEndObject();
    }

    private static void WriteFilters(Utf8JsonWriter json, string name, IReadOnlyList<Filter> filters)
    {
        json.WriteStartArray(name);
        foreach (Filter filter in filters)
        {
            json.WriteStartObject();
            FilterText.WriteJson(json, filter);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFilters(ToolConsole console, string title, IReadOnlyList<Filter> filters)
    {
        foreach (Filter filter in filters)
        {
            console.Out.WriteLine($"{title}: {FilterText.Line(filter)}");
        }
    }

    private static string Side(FilterActionType action, Filter? filter) =>
        WfpText.Action(action) + (filter is null ? " (default)" : string.Create(CultureInfo.InvariantCulture, $" by \"{filter.Name}\" ({filter.Id})"));
}
