namespace NetStackSim.Ndis;

/// <summary>Miniport drivers.</summary>
internal sealed class MiniDriverNoun : InspectorNoun
{
    public override string Name => "minidriver";

    public override string Usage => "[handle] [-basic -miniports -handlers -devices]";

    public override string Summary => "Miniport drivers; with a handle: version, miniports, handlers.";

    public override IReadOnlyList<string> Switches => ["basic", "miniports", "handlers", "devices"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IReadOnlyList<MiniportRegistration> all = request.Runtime.Miniports;
        if (request.Target is not { } target)
        {
            InspectorSectionBuilder list = page.Section(string.Empty).Columns("Driver", "Name", "Version", "NDIS", "Miniports");
            foreach (MiniportRegistration driver in all)
            {
                list.Row(InspectorHandles.Of(driver.ObjectNumber), driver.Name, Version(driver), Api(driver), driver.AdapterCount);
            }

            return;
        }

        MiniportRegistration found = InspectorHandles.Find(all, target, "miniport driver", static each => InspectorHandles.Of(each.ObjectNumber), static each => each.Name);
        bool isPlain = request.Switches.Count == 0;
        if (isPlain || request.Has("basic"))
        {
            page.Section("MINIPORT DRIVER").Fact("Name", found.Name).Fact("Ndis handle", InspectorHandles.Of(found.ObjectNumber)).Fact("Driver version", Version(found))
                .Fact("Ndis API version", Api(found)).Fact("Intermediate", found.Options.IsIntermediate).Fact("Context", InspectorNames.TypeOf(found.Driver));
        }

        if (isPlain || request.Has("miniports"))
        {
            InspectorSectionBuilder miniports = page.Section("MINIPORTS").Columns("NetAdapter", "Name", "State");
            foreach (MiniportAdapter adapter in request.Runtime.Adapters.Where(each => each.Driver == found))
            {
                miniports.Row(InspectorHandles.Of(adapter.ObjectNumber), adapter.Name, InspectorValue.Of(adapter.State));
            }
        }

        if (isPlain || request.Has("handlers"))
        {
            DriverHandlers.Print(page.Section("DRIVER HANDLERS"), found.Driver);
            DriverHandlers.Print(page.Section("ADAPTER HANDLERS"), request.Runtime.Adapters.FirstOrDefault(each => each.Driver == found)?.Miniport);
        }

        if (request.Has("devices"))
        {
            page.Section("DEVICES").Line("The driver has no device objects of its own.");
        }
    }

    private static string Version(MiniportRegistration driver) => $"{driver.Options.MajorDriverVersion}.{driver.Options.MinorDriverVersion}";

    private static string Api(MiniportRegistration driver) => $"{driver.Options.MajorNdisVersion}.{driver.Options.MinorNdisVersion}";
}
