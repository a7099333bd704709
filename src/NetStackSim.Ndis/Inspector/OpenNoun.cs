namespace NetStackSim.Ndis;

/// <summary>Opens: one protocol over one adapter.</summary>
internal sealed class OpenNoun : InspectorNoun
{
    public override string Name => "mopen";

    public override string Usage => "[handle] [-ref]";

    public override string Summary => "Bindings; with a handle: packet filter, multicast list, what is pending.";

    public override IReadOnlyList<string> Switches => ["ref"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        ProtocolBinding[] all = [.. request.Runtime.Adapters.SelectMany(static adapter => adapter.Bindings)];
        if (request.Target is not { } target)
        {
            InspectorSectionBuilder list = page.Section(string.Empty).Columns("Open", "Miniport", "Protocol", "State");
            foreach (ProtocolBinding open in all)
            {
                list.Row(InspectorHandles.Of(open.ObjectNumber), open.Adapter.Name, open.Driver.Name, InspectorValue.Of(open.State));
            }

            return;
        }

        ProtocolBinding found = InspectorHandles.Find(all, target, "open", static each => InspectorHandles.Of(each.ObjectNumber), static each => each.Name);
        page.Section("OPEN")
            .Fact("Name", found.Name)
            .Fact("Ndis handle", InspectorHandles.Of(found.ObjectNumber))
            .Fact("Miniport", $"{InspectorHandles.Of(found.Adapter.ObjectNumber)} - {found.Adapter.Name}")
            .Fact("Protocol", $"{InspectorHandles.Of(found.Driver.ObjectNumber)} - {found.Driver.Name}")
            .Fact("Protocol context", InspectorNames.TypeOf(found.Protocol))
            .Fact("State", InspectorValue.Of(found.State))
            .Fact("Packet filter", InspectorNames.Flags(found.PacketFilter))
            .Fact("Frame types", InspectorNames.FrameTypes(found.FrameTypes))
            .Fact("Multicast list", InspectorNames.Addresses(found.MulticastList))
            .Fact("Options", InspectorNames.Flags(found.Options))
            .Fact("Lookahead", found.Lookahead)
            .Fact("Outstanding sends", found.OutstandingSends)
            .Fact("Outstanding receives", found.OutstandingReceives);
        InspectorSectionBuilder oids = page.Section("PENDING OIDS").Columns("OID", "Type", "Where", "Age");
        foreach (PendingOid pending in PendingOidTable.Of(request.Runtime).Where(each => each.Submitter == found.Name))
        {
            oids.Row(pending.Name, InspectorValue.Of(pending.Type), pending.Driver, InspectorNames.Time(pending.AgeNs));
        }

        if (request.Has("ref"))
        {
            ReferenceNoun.Print(found, page);
        }
    }
}
