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

        IReadOnlyList<PendingNbl> all = PendingNblTable.Of(runtime);
        string? only = request.Target is { } target ? NameOf(runtime, target) : null;
        all = only is null ? all : [.. all.Where(each => each.Owner.StartsWith(only, StringComparison.Ordinal))];
        summary.Fact("Lists under way", all.Count).Fact("Bytes", all.Sum(static each => (long)each.Bytes));
        foreach (IGrouping<(string, string), PendingNbl> group in all.GroupBy(static each => (each.Owner, Direction(each)))
            .OrderBy(static each => each.Key.Owner, StringComparer.Ordinal).ThenBy(static each => each.Key.Item2, StringComparer.Ordinal))
        {
            string title = string.Create(CultureInfo.InvariantCulture, $"{group.Key.Item1}: {group.Key.Item2}, {group.Count()} NBL{(group.Count() == 1 ? "" : "s")}");
            InspectorSectionBuilder section = page.Section(title).Columns("NBL", "Name", "Source", "For", "Bytes");
            foreach (PendingNbl each in group)
            {
                section.Row(each.Handle, each.Name, each.Source, InspectorNames.Time(runtime.Kernel.Now - each.SinceNs), each.Bytes);
            }
        }
    }

    private static string Direction(PendingNbl nbl) => (nbl.IsSend, nbl.IsOnWayBack) switch
    {
        (true, false) => "send",
        (true, true) => "send complete",
        (false, false) => "receive",
        (false, true) => "receive return",
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
