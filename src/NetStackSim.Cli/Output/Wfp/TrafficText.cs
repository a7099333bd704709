using NetStackSim.Wfp;
using Spectre.Console;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>Writes the way of a packet or a connection through the layers.</summary>
internal static class TrafficText
{
    /// <summary>Writes a table of the layers, the filters of those that decide, and the outcome.</summary>
    public static void Write(ToolConsole console, TrafficExplanation told)
    {
        console.Out.WriteLine((told.IsInbound ? "in: " : "out: ") + told.Summary);
        Table table = WfpText.Table("Layer", "Says", "Filter", "Sublayer", "Why");
        foreach (LayerStep step in told.Steps)
        {
            Explanation why = step.Explanation;
            string note = step.Note.Length == 0 ? string.Empty : $" ({step.Note})";
            table.AddRow(
                WfpText.Cell(step.Layer + note),
                !step.IsAsked ? "not asked" : WfpText.Action(why.Action) + (why.IsHard ? " (final)" : string.Empty),
                why.IsDefault ? string.Empty : WfpText.Cell($"{why.FilterId} \"{why.FilterName}\""),
                WfpText.Cell(why.SubLayer),
                WfpText.Cell(!step.IsAsked ? "holds no filter" : why.IsDefault ? "no filter decided" : why.Condition));
        }

        console.RichOut().Write(table);
        foreach (LayerStep step in told.Steps.Where(static s => s.IsAsked))
        {
            WriteFilters(console, step.Explanation);
        }

        console.Out.WriteLine(told.Outcome);
    }

    /// <summary>Writes one layer's sublayers and the filters that were asked.</summary>
    public static void WriteFilters(ToolConsole console, Explanation explanation) => console.Out.Write(explanation.ToString());
}
