namespace NetStackSim.Ndis;

/// <summary>What happened to lists, in the order of time.</summary>
internal sealed class NblLogNoun : InspectorNoun
{
    private const int Shown = 200;

    public override string Name => "nbllog";

    public override string Usage => "[nbl]";

    public override string Summary => "Hand-overs of the lists that are out: time, list, event, owner.";

    public override IReadOnlyList<string> Switches => ["stacks"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("NBL LOG").Columns("Time", "NBL", "Name", "Event", "Owner");
        if (request.Runtime.Ownership is null)
        {
            section.Line("Hand-overs are recorded while the verifier is on.");
            return;
        }

        IEnumerable<NetBufferList> lists = request.Target is { } target ? [NblIndex.Find(request.Runtime, target)] : NblIndex.Outstanding(request.Runtime);
        var entries = lists
            .SelectMany(static list => (list.Trail?.Entries() ?? []).Select(entry => (List: list, entry.TimeNs, entry.What, entry.Who)))
            .OrderBy(static each => each.TimeNs).ToArray();
        foreach ((NetBufferList list, long timeNs, OwnershipEvent what, string who) in entries.TakeLast(Shown))
        {
            section.Row(InspectorNames.Time(timeNs), InspectorHandles.Of(list), NblIndex.NameOf(list), InspectorValue.Of(what), who);
        }
    }
}
