namespace NetStackSim.Ndis;

/// <summary>Filter drivers.</summary>
internal sealed class FilterDriverNoun : InspectorNoun
{
    public override string Name => "filterdriver";

    public override string Usage => "[handle] [-filters -handlers]";

    public override string Summary => "Filter drivers; with a handle: kind, class, modules, handlers.";

    public override IReadOnlyList<string> Switches => ["filters", "handlers"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IReadOnlyList<FilterRegistration> all = request.Runtime.Filters;
        if (request.Target is not { } target)
        {
            InspectorSectionBuilder list = page.Section(string.Empty).Columns("Filter driver", "Name", "Kind", "Run type", "Modules");
            foreach (FilterRegistration driver in all)
            {
                list.Row(
                    InspectorHandles.Of(driver.ObjectNumber), driver.Name, InspectorNames.Kind(driver.Options), RunType(driver), ModulesOf(request.Runtime, driver).Length);
            }

            return;
        }

        FilterRegistration found = InspectorHandles.Find(all, target, "filter driver", static each => InspectorHandles.Of(each.ObjectNumber), static each => each.Name);
        FilterModule[] modules = ModulesOf(request.Runtime, found);
        page.Section("FILTER DRIVER").Fact("Name", found.Name).Fact("Ndis handle", InspectorHandles.Of(found.ObjectNumber)).Fact("Friendly name", found.Options.FriendlyName)
            .Fact("Driver version", $"{found.Options.MajorDriverVersion}.{found.Options.MinorDriverVersion}").Fact("Ndis API version", found.Options.Version.ToString())
            .Fact("Kind", InspectorNames.Kind(found.Options)).Fact("Run type", RunType(found)).Fact("Order in class", found.Options.Order)
            .Fact("Context", InspectorNames.TypeOf(found.Driver));
        if (request.Switches.Count == 0 || request.Has("filters"))
        {
            InspectorSectionBuilder section = page.Section("FILTER MODULES").Columns("Filter", "Name", "State", "Datapath");
            foreach (FilterModule module in modules)
            {
                section.Row(InspectorHandles.Of(module.ObjectNumber), module.Name, InspectorValue.Of(module.State), InspectorNames.Datapath(module.Handlers));
            }
        }

        if (request.Has("handlers"))
        {
            DriverHandlers.Print(page.Section("DRIVER HANDLERS"), found.Driver);
            DriverHandlers.Print(page.Section("MODULE HANDLERS"), modules.FirstOrDefault()?.Filter);
        }
    }

    private static string RunType(FilterRegistration driver) => driver.Options.IsMandatory ? "Mandatory" : "Optional";

    private static FilterModule[] ModulesOf(NdisRuntime runtime, FilterRegistration driver) =>
        [.. runtime.Adapters.SelectMany(static adapter => adapter.Filters).Where(module => module.Driver == driver)];
}
