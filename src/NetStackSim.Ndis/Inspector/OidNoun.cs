namespace NetStackSim.Ndis;

/// <summary>Pending requests.</summary>
internal sealed class OidNoun : InspectorNoun
{
    public override string Name => "oid";

    public override string Usage => "[adapter]";

    public override string Summary => "Pending OID requests: who asked, which driver has them, for how long.";

    public override IReadOnlyList<string> Switches => ["legacyoid", "nolimit", "miniport"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("PENDING OIDS").Columns("OID", "Type", "Path", "Submitter", "Driver", "Where", "Age", "Buffer");
        IEnumerable<PendingOid> all = request.Target is { } target
            ? PendingOidTable.Of(NetAdapterNoun.Find(request.Runtime, target))
            : PendingOidTable.Of(request.Runtime);
        foreach (PendingOid each in all)
        {
            section.Row(
                each.Name, InspectorValue.Of(each.Type), InspectorValue.Of(each.Path), each.Submitter, each.Driver, each.IsQueued ? "in its queue" : "in its handler", InspectorNames.Time(each.AgeNs), each.BufferLength);
        }
    }
}
