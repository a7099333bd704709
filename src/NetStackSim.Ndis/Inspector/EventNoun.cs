using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What went wrong: violations of the verifier, live dumps, the error log, drops by reason.</summary>
internal sealed class EventNoun : InspectorNoun
{
    public override string Name => "ndisevent";

    public override string Usage => "[-analyze]";

    public override IReadOnlyList<string> Switches => ["analyze"];

    public override string Summary => "What went wrong: violations, live dumps, the drivers' error log, drops by reason.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IReadOnlyList<VerifierViolation> violations = request.Runtime.Kernel.Verifier?.Violations ?? [];
        InspectorSectionBuilder broken = page.Section("VIOLATIONS").Columns("Time", "Rule", "Culprit", "Message");
        foreach (VerifierViolation each in violations)
        {
            // The history behind the first sentence is long; the analysis has it.
            broken.Row(InspectorNames.Time(each.TimeNs), each.Rule.Name, each.Culprit, each.Message.Split(["; history", "\n"], StringSplitOptions.None)[0]);
        }

        if (request.Has("analyze"))
        {
            Analyze(request.Runtime, violations, page);
        }

        InspectorSectionBuilder dumps = page.Section("LIVE DUMPS").Columns("Time", "Code", "Culprit", "Text");
        foreach (LiveDump each in request.Runtime.Kernel.LiveDumps)
        {
            dumps.Row(InspectorNames.Time(each.TimeNs), InspectorValue.Of(each.Code), each.Culprit, each.Text);
        }

        InspectorSectionBuilder log = page.Section("ERROR LOG").Columns("Time", "Source", "Code");
        foreach (ErrorLogEntry each in request.Runtime.ErrorLog)
        {
            log.Row(InspectorNames.Time(each.TimeNs), each.Source, InspectorValue.Of(each.Code));
        }

        InspectorSectionBuilder drops = page.Section("DROPS").Columns("Reason", "Count");
        foreach (DropCount each in request.Runtime.Kernel.Drops.Snapshot())
        {
            drops.Row(each.Reason.ToString(), each.Count);
        }
    }

    // The first of each kind: the others say the same.
    private static void Analyze(NdisRuntime runtime, IReadOnlyList<VerifierViolation> violations, InspectorPageBuilder page)
    {
        foreach (VerifierViolation first in violations.GroupBy(static each => (each.Rule, each.Culprit)).Select(static kind => kind.First()))
        {
            InspectorSectionBuilder section = page.Section($"ANALYSIS OF {first.Rule.Name}");
            foreach (string line in runtime.Analyze(first).ToString().Trim('\n').Split('\n'))
            {
                section.Line(line.TrimEnd());
            }
        }
    }
}
