using System.Text.Json;
using NetStackSim.Cli.Live;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes what filters and callouts cost.</summary>
internal static class CostText
{
    /// <summary>Writes tables of the costliest.</summary>
    public static void Write(ToolConsole console, LiveCosts costs, int count)
    {
        IAnsiConsole rich = console.RichOut();
        Table filters = WfpText.Table("Comparisons", "Asked", "Matches", "Hits", "Filter", "Layer", "Sublayer");
        foreach (FilterCost cost in costs.Filters.Take(count))
        {
            filters.AddRow(
                WfpText.Cell(cost.Comparisons),
                WfpText.Cell(cost.Asked),
                WfpText.Cell(cost.Matches),
                WfpText.Cell(cost.Hits),
                WfpText.Cell($"{cost.FilterId} \"{cost.Name}\""),
                WfpText.Cell(cost.Layer),
                WfpText.Cell(cost.SubLayer));
        }

        rich.Write(filters);
        if (costs.Callouts.Count > 0)
        {
            Table callouts = WfpText.Table("Calls", "Virtual time", "Callout");
            foreach (CalloutCost cost in costs.Callouts.Take(count))
            {
                callouts.AddRow(WfpText.Cell(cost.Calls), Times.Format(cost.VirtualNs), WfpText.Cell(cost.Name));
            }

            rich.Write(callouts);
        }

        console.Out.WriteLine(
            $"{costs.Host}: {Counted.Of(costs.Layers.Sum(static l => l.Classifications), "classification")}, {Counted.Of(costs.Layers.Sum(static l => l.Comparisons), "comparison")} filter by filter.");
    }

    /// <summary>Writes the members of the document.</summary>
    public static void WriteJson(Utf8JsonWriter json, LiveCosts costs, int count)
    {
        json.WriteStartArray("filters");
        foreach (FilterCost cost in costs.Filters.Take(count))
        {
            json.WriteStartObject();
            json.WriteNumber("filterId", cost.FilterId);
            json.WriteString("name", cost.Name);
            json.WriteString("layer", cost.Layer);
            json.WriteString("subLayer", cost.SubLayer);
            json.WriteNumber("asked", cost.Asked);
            json.WriteNumber("matches", cost.Matches);
            json.WriteNumber("hits", cost.Hits);
            json.WriteNumber("comparisons", cost.Comparisons);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("callouts");
        foreach (CalloutCost cost in costs.Callouts.Take(count))
        {
            json.WriteStartObject();
            json.WriteString("calloutKey", WellKnownNames.Callout(cost.Key));
            json.WriteString("name", cost.Name);
            json.WriteNumber("calls", cost.Calls);
            json.WriteNumber("virtual_ns", cost.VirtualNs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("layers");
        foreach (LayerCost cost in costs.Layers)
        {
            json.WriteStartObject();
            json.WriteString("layer", cost.Layer);
            json.WriteNumber("classifications", cost.Classifications);
            json.WriteNumber("comparisons", cost.Comparisons);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
