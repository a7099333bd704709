using System.Globalization;
using NetStackSim.Cli.Output;
using NetStackSim.Kernel;
using NetStackSim.Simulation;
using Spectre.Console;

namespace NetStackSim.Cli.Demo;

/// <summary>A journey as a tree: one branch for each place, one line for each station.</summary>
internal static class JourneyTree
{
    // Branches, component, time, level, processor, bytes, change.
    private const int FixedColumns = 84;
    private const int LeastText = 20;

    /// <summary>Makes the tree.</summary>
    /// <param name="journey">The journey.</param>
    /// <param name="title">Markup of the root.</param>
    /// <param name="width">Columns of the console: words that do not fit are cut.</param>
    public static Tree Make(Journey journey, string title, int width)
    {
        Tree tree = new(title);
        TreeNode? branch = null;
        string place = "";
        foreach (JourneyStep step in journey.Steps)
        {
            if (StepText.IsWayBack(step))
            {
                continue;
            }

            if (PlaceOf(step) != place)
            {
                place = PlaceOf(step);
                branch = tree.AddNode($"[bold]{Markup.Escape(place)}[/]");
            }

            branch!.AddNode(Line(step, width));
        }

        AddWayBack(tree, journey, width);
        return tree;
    }

    private static void AddWayBack(Tree tree, Journey journey, int width)
    {
        TreeNode? branch = null;
        foreach (JourneyStep step in journey.Steps.Where(StepText.IsWayBack))
        {
            branch ??= tree.AddNode("[bold]the memory goes back to its owners[/]");
            branch.AddNode(Line(step, width, step.Host));
        }
    }

    private static string PlaceOf(JourneyStep step) => step.Host is "link" or "switch" ? "the wire" : step.Host;

    private static string Line(JourneyStep step, int width, string host = "")
    {
        string component = host.Length == 0 ? StepText.ComponentOf(step) : host + "/" + StepText.ComponentOf(step);
        string color = ColorOf(step);
        string processor = StepText.IsHardware(step) ? "" : string.Create(CultureInfo.InvariantCulture, $"cpu {step.Event.Processor}");
        string change = step.LengthChange == 0 ? "" : step.LengthChange.ToString("+0;-0", CultureInfo.InvariantCulture);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"[{color}]{Markup.Escape(component),-28}[/] [grey]{Times.Format(step.TimeNs),12}  {StepText.Irql(step),-8} {processor,-5}[/] {step.Length,5} B [yellow]{change,4}[/]  {Markup.Escape(Fit(StepText.Describe(step), width - FixedColumns))}");
    }

    private static string Fit(string text, int room) => room < LeastText ? "" : text.Length <= room ? text : text[..(room - 1)] + "\u2026";

    private static string ColorOf(JourneyStep step) => step.Kind switch
    {
        TraceKind.Drop => "red",
        TraceKind.Classify => StepText.ActionOf(step) == "PERMIT" ? "green" : "red",
        TraceKind.WireIn or TraceKind.WireOut or TraceKind.DmaGather or TraceKind.DmaReceive => "blue",
        TraceKind.SendComplete or TraceKind.ReturnDown => "grey",
        _ => step.Component is "wsk" ? "magenta" : "cyan",
    };
}
