using System.Globalization;
using System.Text.Json;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes computed weights, as JSON or for people.</summary>
internal static class WeightsText
{
    /// <summary>Writes the members of the JSON document.</summary>
    public static void WriteJson(Utf8JsonWriter json, WeightReport report)
    {
        json.WriteString("build", report.Build);
        json.WriteNumber("filters", report.Filters);
        json.WriteNumber("agree", report.Agree);
        json.WriteNumber("share", report.Share);
        json.WriteStartArray("items");
        foreach (WeightReportItem item in report.Items)
        {
            json.WriteStartObject();
            json.WriteNumber("filterId", item.FilterId);
            json.WriteString("layer", item.Layer);
            json.WriteString("weightType", item.WeightType);
            json.WriteString("computed", WfpText.Hex(item.Computed));
            json.WriteString("exported", item.Exported is { } exported ? WfpText.Hex(exported) : null);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes the totals of each layer, and the filters that differ.</summary>
    public static void WriteTable(ToolConsole console, WeightReport report)
    {
        Table table = WfpText.Table("Layer", "Filters", "Given", "Agree");
        foreach (IGrouping<string, WeightReportItem> layer in report.Items.GroupBy(static i => i.Layer))
        {
            table.AddRow(
                WfpText.Cell(layer.Key),
                WfpText.Cell(layer.Count()),
                WfpText.Cell(layer.Count(static i => i.Exported is not null)),
                WfpText.Cell(layer.Count(static i => i.Exported == i.Computed)));
        }

        console.RichOut().Write(table);
        foreach (WeightReportItem item in report.Items)
        {
            if (item.Exported is { } exported && exported != item.Computed)
            {
                console.Out.WriteLine($"{item.Layer} {item.FilterId}: computed {WfpText.Hex(item.Computed)}, exported {WfpText.Hex(exported)}");
            }
        }

        int given = report.Items.Count(static i => i.Exported is not null);
        console.Out.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Of(report.Filters, "filter")} with an automatic weight (field lists: {report.Build}); the export gives {given} of the weights, {report.Agree} {(report.Agree == 1 ? "agrees" : "agree")}."));
    }
}
