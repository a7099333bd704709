using NetStackSim.Wfp;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>The answer to one question, for people: the layers that the connection's first packet passes and what each says.</summary>
/// <param name="Question">The question in words.</param>
/// <param name="Layers">The layers in the order in which the packet passes them.</param>
/// <param name="Assumed">What was filled in, in words; empty for nothing.</param>
internal sealed record FlowReport(string Question, IReadOnlyList<FlowReportLayer> Layers, string Assumed)
{
    /// <summary>Permitted, blocked where, or undecidable why.</summary>
    public string Verdict
    {
        get
        {
            if (First("block") is { } block)
            {
                return $"Blocked at {block.Layer}.";
            }

            return First("undecidable") is { } open ? $"Undecidable: {open.Layer}: {open.Reason}." : "Permitted.";
        }
    }

    /// <summary>True for a verdict that lets nothing pass.</summary>
    public bool IsBlocked => First("block") is not null;

    /// <summary>Asks.</summary>
    /// <param name="advisor">Whom.</param>
    /// <param name="question">What.</param>
    /// <param name="words">The question in words.</param>
    /// <param name="assumed">What was filled in.</param>
    /// <param name="callouts">What callouts are taken to say.</param>
    public static FlowReport Of(FlowAdvisor advisor, FlowQuestion question, string words, string assumed, CalloutAssumption callouts)
    {
        FlowQuestion packet = question with { IsTransportStage = true };
        FlowQuestion[] way = question.IsOutbound ? [question, packet] : [packet, question];
        return new FlowReport(words, [.. way.Select(stage => new FlowReportLayer(advisor.Answer(stage), advisor.Explain(stage, callouts)))], assumed);
    }

    private FlowAnswer? First(string decision) => Layers.FirstOrDefault(layer => layer.Answer.Decision == decision)?.Answer;
}
