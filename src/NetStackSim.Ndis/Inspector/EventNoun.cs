using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What went wrong: violations of the verifier, live dumps, the error log, drops by reason.</summary>
internal sealed class EventNoun : InspectorNoun
{
    public override string Name => "ndisevent";

    public override string Summary => "What went wrong: violations, live dumps, the drivers' error log, drops by reason.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder violations = page.Section("VIOLATIONS").Columns("Time", "Rule", "Culprit", "Message");
        foreach (VerifierViolation each in request.Runtime.Kernel.Verifier?.Violations ?? [])
        {
            violations.Row(InspectorNames.Time(each.TimeNs), each.Rule.Name, each.Culprit, each.Message);
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
}
