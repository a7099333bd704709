namespace NetStackSim.Ndis;

/// <summary>What is being watched.</summary>
internal sealed class DebugNoun : InspectorNoun
{
    public override string Name => "dbglevel";

    public override IReadOnlyList<string> Aliases => ["dbgsystems"];

    public override string Summary => "What watches this NDIS: verifier, trace, capture points, time limits.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        NdisRuntime runtime = request.Runtime;
        page.Section("DEBUG")
            .Fact("Verifier", runtime.Kernel.Verifier is not null)
            .Fact("Stops on violation", runtime.Kernel.Verifier?.StopsOnViolation ?? false)
            .Fact("Records stacks", runtime.Kernel.Verifier?.RecordsStacks ?? false)
            .Fact("Trace", runtime.Kernel.Trace is not null)
            .Fact("OID time limit", InspectorNames.Time(runtime.Timeouts.OidNs))
            .Fact("Filter pause limit", InspectorNames.Time(runtime.Timeouts.FilterPauseNs))
            .Fact("Watchdog limit", InspectorNames.Time(runtime.Timeouts.WatchdogNs));
        InspectorSectionBuilder points = page.Section("CAPTURE POINTS").Columns("Point", "Watched");
        foreach (CapturePoint point in runtime.CapturePoints.Points)
        {
            points.Row(point.Name, point.Observer is not null);
        }
    }
}
