namespace NetStackSim.Ndis;

/// <summary>Who holds on to what.</summary>
internal sealed class ReferenceNoun : InspectorNoun
{
    public override string Name => "ndisref";

    public override string Usage => "[adapter] [-tag T]";

    public override string Summary => "What keeps an adapter or a binding: opens, filters, lists that are out.";

    public override IReadOnlyList<string> Switches => ["tag", "stacks"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        IEnumerable<MiniportAdapter> adapters = request.Target is { } target ? [NetAdapterNoun.Find(request.Runtime, target)] : request.Runtime.Adapters;
        foreach (MiniportAdapter adapter in adapters)
        {
            Print(adapter, page);
        }
    }

    internal static void Print(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section($"REFERENCES OF {adapter.Name}").Columns("Tag", "Count");
        section.Row("Initialized", 1).Row("Open", adapter.Bindings.Count).Row("Filter", adapter.Filters.Count).Row("Receive NBL", adapter.OutstandingReceives)
            .Row("Pending OID", PendingOidTable.Of(adapter).Count());
    }

    internal static void Print(ProtocolBinding open, InspectorPageBuilder page) =>
        page.Section($"REFERENCES OF {open.Name}").Columns("Tag", "Count").Row("Open", 1).Row("Send NBL", open.OutstandingSends).Row("Receive NBL", open.OutstandingReceives);
}
