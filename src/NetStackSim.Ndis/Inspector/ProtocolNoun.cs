namespace NetStackSim.Ndis;

/// <summary>Protocol drivers.</summary>
internal sealed class ProtocolNoun : InspectorNoun
{
    public override string Name => "protocol";

    public override string Usage => "[handle] [-handlers] [-findname PART]";

    public override string Summary => "Protocol drivers; with a handle: opens, handlers.";

    public override IReadOnlyList<string> Switches => ["handlers", "findname"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IReadOnlyList<ProtocolRegistration> all = request.Runtime.Protocols;
        if (request.Target is not { } target)
        {
            string part = request.Value("findname") ?? string.Empty;
            InspectorSectionBuilder list = page.Section(string.Empty).Columns("Protocol", "Name", "Opens");
            foreach (ProtocolRegistration protocol in all.Where(each => each.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            {
                list.Row(InspectorHandles.Of(protocol.ObjectNumber), protocol.Name, OpensOf(request.Runtime, protocol).Length);
            }

            return;
        }

        ProtocolRegistration found = InspectorHandles.Find(all, target, "protocol", static each => InspectorHandles.Of(each.ObjectNumber), static each => each.Name);
        ProtocolBinding[] opens = OpensOf(request.Runtime, found);
        page.Section("PROTOCOL").Fact("Name", found.Name).Fact("Ndis handle", InspectorHandles.Of(found.ObjectNumber)).Fact("Driver context", InspectorNames.TypeOf(found.Driver))
            .Fact("Driver version", $"{found.Options.MajorDriverVersion}.{found.Options.MinorDriverVersion}").Fact("Ndis API version", found.Options.Version.ToString())
            .Fact("Reference count", 1 + opens.Length);
        InspectorSectionBuilder section = page.Section("OPENS").Columns("Open", "Miniport", "State", "Packet filter", "Frame types");
        foreach (ProtocolBinding open in opens)
        {
            section.Row(
                InspectorHandles.Of(open.ObjectNumber), open.Adapter.Name, InspectorValue.Of(open.State), InspectorNames.Flags(open.PacketFilter), InspectorNames.FrameTypes(open.FrameTypes));
        }

        if (request.Has("handlers"))
        {
            DriverHandlers.Print(page.Section("DRIVER HANDLERS"), found.Driver);
            DriverHandlers.Print(page.Section("BINDING HANDLERS"), opens.FirstOrDefault()?.Protocol);
        }
    }

    private static ProtocolBinding[] OpensOf(NdisRuntime runtime, ProtocolRegistration protocol) =>
        [.. runtime.Adapters.SelectMany(static adapter => adapter.Bindings).Where(open => open.Driver == protocol)];
}
