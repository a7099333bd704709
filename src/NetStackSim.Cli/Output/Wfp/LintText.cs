using System.Text.Json;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes findings of lint, as JSON or for people.</summary>
internal static class LintText
{
    /// <summary>Writes the members of the JSON document.</summary>
    public static void WriteJson(Utf8JsonWriter json, WfpExport export, IReadOnlyList<LintFinding> findings)
    {
        json.WriteNumber("filters", export.Filters.Count);
        json.WriteStartObject("rules");
        foreach (LintRule rule in Enum.GetValues<LintRule>())
        {
            json.WriteNumber(rule.ToString(), findings.Count(f => f.Rule == rule));
        }

        json.WriteEndObject();
        json.WriteStartArray("findings");
        foreach (LintFinding finding in findings)
        {
            json.WriteStartObject();
            json.WriteString("rule", finding.Rule.ToString());
            json.WriteString("layer", finding.Layer);
            WriteFilter(json, "filterId", finding.FilterId);
            WriteFilter(json, "otherFilterId", finding.OtherFilterId);
            json.WriteString("message", finding.Message);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a table.</summary>
    public static void WriteTable(ToolConsole console, WfpExport export, IReadOnlyList<LintFinding> findings)
    {
        Table table = WfpText.Table("Rule", "Layer", "Filter", "Other", "What");
        foreach (LintFinding finding in findings)
        {
            table.AddRow(
                WfpText.Cell(finding.Rule.ToString()),
                WfpText.Cell(finding.Layer),
                Filter(finding.FilterId),
                Filter(finding.OtherFilterId),
                WfpText.Cell(finding.Message));
        }

        if (findings.Count > 0)
        {
            console.RichOut().Write(table);
        }

        console.Out.WriteLine($"{Counted.Of(findings.Count, "finding")} in {Counted.Of(export.Filters.Count, "filter")}.");
    }

    private static string Filter(ulong id) => id == 0 ? string.Empty : WfpText.Cell(id);

    private static void WriteFilter(Utf8JsonWriter json, string name, ulong id)
    {
        if (id == 0)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, id);
        }
    }
}
