using System.Globalization;
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
            json.WriteNumber("filterId", finding.FilterId);
            if (finding.OtherFilterId == 0)
            {
                json.WriteNull("otherFilterId");
            }
            else
            {
                json.WriteNumber("otherFilterId", finding.OtherFilterId);
            }

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
                WfpText.Cell(finding.FilterId),
                finding.OtherFilterId == 0 ? string.Empty : WfpText.Cell(finding.OtherFilterId),
                WfpText.Cell(finding.Message));
        }

        if (findings.Count > 0)
        {
            console.RichOut().Write(table);
        }

        console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{findings.Count} findings in {export.Filters.Count} filters."));
    }
}
