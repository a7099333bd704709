namespace NetStackSim.Ndis;

/// <summary>Filter modules.</summary>
internal sealed class FilterNoun : InspectorNoun
{
    public override string Name => "filter";

    public override string Usage => "[handle] [-handlers] [-findname PART]";

    public override string Summary => "Filter modules; with a handle: state, data path, neighbours, handlers.";

    public override IReadOnlyList<string> Switches => ["handlers", "findname"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        FilterModule[] all = [.. request.Runtime.Adapters.SelectMany(static adapter => adapter.Filters.Reverse())];
        if (request.Target is not { } target)
        {
            string part = request.Value("findname") ?? string.Empty;
            InspectorSectionBuilder list = page.Section(string.Empty).Columns("Filter", "Name", "State", "Datapath");
            foreach (FilterModule module in all.Where(each => each.Name.Contains(part, StringComparison.OrdinalIgnoreCase)))
            {
                list.Row(InspectorHandles.Of(module.ObjectNumber), module.Name, InspectorValue.Of(module.State), InspectorNames.Datapath(module.Handlers));
            }

            return;
        }

        FilterModule found = InspectorHandles.Find(all, target, "filter module", static each => InspectorHandles.Of(each.ObjectNumber), static each => each.Name);
        Print(found, page.Section("FILTER"));
        if (request.Has("handlers"))
        {
            DriverHandlers.Print(page.Section("HANDLERS"), found.Filter);
        }
    }

    private static void Print(FilterModule module, InspectorSectionBuilder section)
    {
        IReadOnlyList<FilterModule> stack = module.Adapter.Filters;
        int place = module.Adapter.Stack.IndexOf(module);
        section.Fact("Name", module.Name)
            .Fact("Ndis handle", InspectorHandles.Of(module.ObjectNumber))
            .Fact("Filter driver", $"{InspectorHandles.Of(module.Driver.ObjectNumber)} - {module.Driver.Name}")
            .Fact("Module context", InspectorNames.TypeOf(module.Filter))
            .Fact("Miniport", $"{InspectorHandles.Of(module.Adapter.ObjectNumber)} - {module.Adapter.Name}")
            .Fact("Network interface", InspectorValue.Hex(module.Interface.NetLuid, 16))
            .Fact("Kind", InspectorNames.Kind(module.Driver.Options))
            .Fact("State", InspectorValue.Of(module.State))
            .Fact("Datapath", InspectorNames.Datapath(module.Handlers))
            .Fact("Handlers called", InspectorNames.Flags(module.Handlers))
            .Fact("Pending OID", module.Station.Active is { } request ? NumberNames.Of(request.Oid) : "None")
            .Fact("Flags", Flags(module))
            .Fact("Higher filter", Neighbour(stack, place + 1))
            .Fact("Lower filter", Neighbour(stack, place - 1));
    }

    private static string Flags(FilterModule module)
    {
        List<string> flags = [];
        if (module.Driver.Options.IsMandatory)
        {
            flags.Add("MANDATORY");
        }

        if ((module.Handlers & FilterHandlers.SendPath) == 0)
        {
            flags.Add("SEND_BYPASS");
        }

        if ((module.Handlers & FilterHandlers.ReceivePath) == 0)
        {
            flags.Add("RECEIVE_BYPASS");
        }

        return flags.Count == 0 ? "0" : string.Join(" | ", flags);
    }

    private static string Neighbour(IReadOnlyList<FilterModule> stack, int place) =>
        place >= 0 && place < stack.Count ? $"{InspectorHandles.Of(stack[place].ObjectNumber)} - {stack[place].Name}" : "[none]";
}
