using NetStackSim.Wfp;

namespace NetStackSim.Cli.Output.Wfp;

/// <summary>What one layer says to a question.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Explanation">Every sublayer and filter; null when the machine has no such layer.</param>
internal sealed record FlowReportLayer(FlowAnswer Answer, Explanation? Explanation)
{
    /// <summary>True when there is something to show below the answer.</summary>
    public bool IsExplained => Explanation is { SubLayers.Count: > 0 } && Answer.Decision != "undecidable";
}
