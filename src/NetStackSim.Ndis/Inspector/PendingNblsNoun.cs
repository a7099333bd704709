using System.Globalization;

namespace NetStackSim.Ndis;

/// <summary>Lists under way, grouped by who has them and which way they go.</summary>
internal sealed class PendingNblsNoun : InspectorNoun
{
    public override string Name => "pendingnbls";

    public override string Usage => "[adapter, filter or open]";

    public override string Summary => "Lists under way, grouped by current owner and direction.";

    public override IReadOnlyList<string> Switches => ["fullstack", "verbosity"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        NdisRuntime runtime = request.Runtime;
        InspectorSectionBuilder summary = page.Section("PENDING NBLS");
        if (runtime.Ownership is null)
        {
            CountsOnly(runtime, summary);
            return;
        }

        IReadOnlyList<PendingNetBufferList> all = runtime.FindPendingLists();
        string? only = request.Target is { } target ? NameOf(runtime, target) : null;
        all = only is null ? all : [.. all.Where(each => each.Holder == only)];
        summary.Fact("Lists under way", all.Count).Fact("Bytes", all.Sum(static each => (long)each.Bytes));
        Dictionary<string, string> handles = NblIndex.Outstanding(runtime).ToDictionary(static list => list.Label, static list => InspectorHandles.Of(list));
        foreach (IGrouping<(string Holder, string Way), PendingNetBufferList> group in all.GroupBy(static each => (Holder: each.Holder, Way: Direction(each.What)))
            .OrderBy(static each => each.Key.Holder, StringComparer.Ordinal).ThenBy(static each => each.Key.Way, StringComparer.Ordinal))
        {
            string title = string.Create(CultureInfo.InvariantCulture, $"{group.Key.Holder}: {group.Key.Way}, {group.Count()} NBL{(group.Count() == 1 ? "" : "s")}");
            InspectorSectionBuilder section = page.Section(title).Columns("NBL", "Name", "Source", "For", "NBs", "Bytes");
            foreach (PendingNetBufferList each in group)
            {
                section.Row(handles.GetValueOrDefault(each.List, "?"), each.List, each.Originator, InspectorNames.Time(runtime.Kernel.Now - each.SinceNs), each.NetBuffers, each.Bytes);
            }
        }
    }

    private static string Direction(OwnershipEvent what) => what switch
    {
        OwnershipEvent.Sent => "send",
        OwnershipEvent.Completed => "send complete",
        OwnershipEvent.Returned => "receive return",
        OwnershipEvent.Loaned => "receive on loan",
        _ => "receive",
    };

    private static string NameOf(NdisRuntime runtime, string target)
    {
        (string Handle, string Name)[] all =
        [
            .. runtime.Adapters.Select(static each => (InspectorHandles.Of(each.ObjectNumber), each.Node.Name)),
            .. runtime.Adapters.SelectMany(static each => each.Filters).Select(static each => (InspectorHandles.Of(each.ObjectNumber), each.Name)),
            .. runtime.Adapters.SelectMany(static each => each.Bindings).Select(static each => (InspectorHandles.Of(each.ObjectNumber), each.Name)),
        ];
        return InspectorHandles.Find(all, target, "driver", static each => each.Handle, static each => each.Name).Name;
    }

    private static void CountsOnly(NdisRuntime runtime, InspectorSectionBuilder section)
    {
        section.Columns("Open or miniport", "Sends out", "Receives out");
        foreach (MiniportAdapter adapter in runtime.Adapters)
        {
            section.Row(adapter.Name, 0, adapter.OutstandingReceives);
            foreach (ProtocolBinding open in adapter.Bindings)
            {
                section.Row(open.Name, open.OutstandingSends, open.OutstandingReceives);
            }
        }

        section.Line("Which driver has which list is known while the verifier is on.");
    }
}
