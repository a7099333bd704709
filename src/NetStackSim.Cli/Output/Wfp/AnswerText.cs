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
    public static void Write(ToolConsole console, FlowAdvisor advisor, FlowQuestion question, string assumed, CalloutAssumption callouts)
    {
        FlowQuestion packet = question with { IsTransportStage = true };
        List<FlowAnswer> answers = [];
        FlowQuestion[] way = question.IsOutbound ? [question, packet] : [packet, question];
        foreach (FlowQuestion stage in way)
        {
            FlowAnswer answer = advisor.Answer(stage);
            answers.Add(answer);
            WriteLayer(console, answer, advisor.Explain(stage, callouts));
        }

        if (assumed.Length > 0)
        {
            console.Out.WriteLine($"Assumed: {assumed}.");
        }

        console.Out.WriteLine(Verdict(answers));
    }

    private static void WriteLayer(ToolConsole console, FlowAnswer answer, Explanation? explanation)
    {
        console.Out.WriteLine($"{answer.Layer}: {answer.Decision}{(answer.IsHard ? " (final)" : string.Empty)}");
        console.Out.WriteLine("  " + answer.Reason);
        if (answer.IsTieSensitive)
        {
            console.Out.WriteLine("  Filters of equal weight decide: in another order the answer would be another one.");
        }

        if (explanation is null || answer.Decision == "undecidable")
        {
            return;
        }

        Table table = WfpText.Table("Weight", "Sublayer", "Says", "Effect", "Filter", "Filters asked", "Why");
        foreach (SubLayerExplanation subLayer in explanation.SubLayers)
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

    private static string Verdict(List<FlowAnswer> answers)
    {
        if (answers.Find(static a => a.Decision == "block") is { } block)
        {
            return $"Blocked at {block.Layer}.";
        }

        return answers.Find(static a => a.Decision == "undecidable") is { } open ? $"Undecidable: {open.Layer}: {open.Reason}." : "Permitted.";
    }
}
