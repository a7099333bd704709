using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What went wrong: violations of the verifier, and drops by reason.</summary>
internal sealed class EventNoun : InspectorNoun
{
    public override string Name => "ndisevent";

    public override string Summary => "Violations that the verifier noted, and drops by reason.";

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder violations = page.Section("VIOLATIONS").Columns("Time", "Rule", "Culprit", "Message");
        foreach (VerifierViolation each in request.Runtime.Kernel.Verifier?.Violations ?? [])
        {
            violations.Row(InspectorNames.Time(each.TimeNs), each.Rule.Name, each.Culprit, each.Message);
        }

        InspectorSectionBuilder drops = page.Section("DROPS").Columns("Reason", "Count");
        foreach (DropCount each in request.Runtime.Kernel.Drops.Snapshot())
        {
            drops.Row(each.Reason.ToString(), each.Count);
        }
    }
}
