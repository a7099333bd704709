namespace NetStackSim.Ndis;

/// <summary>What happened to lists, in the order of time.</summary>
internal sealed class NblLogNoun : InspectorNoun
{
    private const int Shown = 200;

    public override string Name => "nbllog";

    public override string Usage => "[nbl] [-nolimit]";

    public override string Summary => "The newest hand-overs of all lists, or those of one: time, list, event, owner.";

    public override IReadOnlyList<string> Switches => ["nolimit", "stacks"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("NBL LOG");
        if (request.Runtime.ListLog is not { } log)
        {
            section.Line("Hand-overs are recorded while the verifier is on.");
            return;
        }

        IReadOnlyList<OwnershipRecord> records = request.Target is { } target
            ? NdisRuntime.TrailOf(NblIndex.Find(request.Runtime, target))
            : log.Read(request.Has("nolimit") ? int.MaxValue : Shown);
        section.Fact("Written since the start", log.Written).Fact("Kept at most", log.Capacity).Fact("Shown", records.Count).Columns("Time", "NBL", "Event", "Owner");
        foreach (OwnershipRecord each in records)
        {
            section.Row(InspectorNames.Time(each.TimeNs), each.List, InspectorValue.Of(each.What), each.Who);
        }
    }
}
