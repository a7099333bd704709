using System.Globalization;
using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes the answer to one question.</summary>
internal static class AnswerText
{
    /// <summary>Writes it as one line of JSON.</summary>
    public static void WriteLine(TextWriter output, FlowAnswer answer)
    {
        using AnswerLines lines = new(output);
        lines.Write(answer);
    }

    /// <summary>Writes it for people: the layers that the connection's first packet passes, and what each says.</summary>
    public static void Write(ToolConsole console, FlowReport report)
    {
        foreach (FlowReportLayer layer in report.Layers)
        {
            WriteLayer(console, layer);
        }

        if (report.Assumed.Length > 0)
        {
            console.Out.WriteLine($"Assumed: {report.Assumed}.");
        }

        console.Out.WriteLine(report.Verdict);
    }

    private static void WriteLayer(ToolConsole console, FlowReportLayer layer)
    {
        FlowAnswer answer = layer.Answer;
        console.Out.WriteLine($"{answer.Layer}: {answer.Decision}{(answer.IsHard ? " (final)" : string.Empty)}");
        console.Out.WriteLine("  " + answer.Reason);
        if (answer.IsTieSensitive)
        {
            console.Out.WriteLine("  Filters of equal weight decide: in another order the answer would be another one.");
        }

        if (!layer.IsExplained)
        {
            return;
        }

        Table table = WfpText.Table("Weight", "Sublayer", "Says", "Effect", "Filter", "Filters asked", "Why");
        foreach (SubLayerExplanation subLayer in layer.Explanation!.SubLayers)
        {
            table.AddRow(
                WfpText.Cell(subLayer.Weight),
                WfpText.Cell(subLayer.Name),
                subLayer.Effect is null ? "nothing" : WfpText.Action(subLayer.Action) + (subLayer.IsHard ? " (final)" : string.Empty),
                subLayer.Effect is { } effect ? effect.ToString().ToLowerInvariant() : string.Empty,
                subLayer.TerminatingFilterId == 0 ? string.Empty : WfpText.Cell(subLayer.TerminatingFilterId),
                WfpText.Cell(subLayer.Filters.Count(static f => f.Reached)),
                WfpText.Cell(Why(subLayer)));
        }

        console.RichOut().Write(table);
    }

    private static string Why(SubLayerExplanation subLayer)
    {
        FilterExplanation? terminating = subLayer.Filters.FirstOrDefault(static f => f.Terminated);
        int passed = subLayer.Filters.Count(static f => f.Reached && f.Matched && !f.Terminated);
        string callouts = passed == 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"{passed} callout filters matched and let pass");
        if (terminating is null)
        {
            return callouts;
        }

        return $"\"{terminating.Name}\": {terminating.Reason}{(passed == 0 ? string.Empty : "; " + callouts)}";
    }
}
