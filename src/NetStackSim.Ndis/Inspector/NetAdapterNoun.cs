namespace NetStackSim.Ndis;

/// <summary>Adapters: a list; with a handle, what is known of one.</summary>
internal sealed class NetAdapterNoun : InspectorNoun
{
    // In the order in which the sections are printed.
    private static readonly (string Switch, string Shows, Action<MiniportAdapter, InspectorPageBuilder> Print)[] Sections =
    [
        ("basic", "Basic facts", NetAdapterSections.Basic),
        ("state", "State", NetAdapterSections.State),
        ("bindings", "Bindings", NetAdapterSections.Bindings),
        ("diag", "Warnings", NetAdapterSections.Diagnostics),
        ("handlers", "Driver handlers", NetAdapterSections.Handlers),
        ("ports", "Ports", NetAdapterSections.Ports),
        ("offloads", "Task offloads", NetAdapterSections.Offloads),
        ("filterdb", "Filter database", NetAdapterSections.FilterDatabase),
        ("timers", "Timers", static (adapter, page) => NetAdapterSections.Claimed(adapter, page, "TIMERS", DriverResourceKind.Timer)),
        ("resources", "What the driver claimed", static (adapter, page) => NetAdapterSections.Claimed(adapter, page, "RESOURCES", null)),
        ("rst", "Reset", NetAdapterSections.Reset),
        ("pm", "Power management", NetAdapterSections.Power),
        ("wol", "Wake on LAN", static (adapter, page) => page.Ask("WAKE ON LAN", InspectorTopic.WakeUp, "The driver has no wake-up patterns.", adapter.Miniport)),
        ("protocoloffloads", "PM protocol offloads", static (adapter, page) => page.Ask("PM PROTOCOL OFFLOADS", InspectorTopic.ProtocolOffloads, "The driver has no protocol offloads.", adapter.Miniport)),
        ("rss", "Receive-side scaling", static (adapter, page) => page.Ask("RECEIVE SIDE SCALING", InspectorTopic.ReceiveScaling, "The driver does not scale: all frames are indicated on one processor.", adapter.Miniport)),
        ("hw", "Hardware", static (adapter, page) => page.Ask("HARDWARE", InspectorTopic.Hardware, "The driver tells nothing of its hardware.", adapter.Miniport)),
        ("device", "Device", static (adapter, page) => page.Ask("DEVICE", InspectorTopic.Device, "The driver tells nothing of its device.", adapter.Miniport)),
        ("rcvfilter", "Receive filters", static (adapter, page) => page.Ask("RECEIVE FILTERS", InspectorTopic.ReceiveFilters, "The driver has no receive filters of its own.", adapter.Miniport)),
        ("rcvqueues", "Receive queues", static (adapter, page) => page.Ask("RECEIVE QUEUES", InspectorTopic.ReceiveQueues, "The driver has one receive queue.", adapter.Miniport)),
        ("advanced", "Advanced tab", NetAdapterSections.Advanced),
        ("statistics", "Statistics", static (adapter, page) => page.Ask("STATISTICS", InspectorTopic.Statistics, "The driver tells of no counters.", adapter.Miniport)),
        ("ip", "Interface", NetAdapterSections.Interface),
        ("log", "State history", NetAdapterSections.Log),
    ];

    private static readonly (string Switch, string Sentence)[] Absent =
    [
        ("ss", "Selective suspend does not exist here: a virtual card has no idle power to save."),
        ("aoac", "Always-on always-connected (modern standby) references do not exist here."),
        ("wmi", "WMI GUIDs do not exist here; 'oid' and the OID table of the driver do the same."),
        ("nicswitch", "There is no NIC switch (SR-IOV) here."),
        ("nicswitches", "There is no NIC switch (SR-IOV) here."),
        ("iov", "There is no SR-IOV here."),
        ("vfs", "There are no virtual functions (SR-IOV) here."),
        ("vports", "There are no virtual ports of a NIC switch (SR-IOV) here."),
        ("iftrace", "Interface traces are not kept; 'netadapter -log' has the state history."),
        ("grovel", "There is nothing to grovel for: the list of adapters is whole."),
    ];

    public override string Name => "netadapter";

    public override IReadOnlyList<string> Aliases => ["miniport"];

    public override string Usage => "[handle] [switches] [-all]";

    public override string Summary => "Adapters; with a handle: state, bindings, offloads and the rest of one.";

    public override IReadOnlyList<string> Switches => [.. Sections.Select(static each => each.Switch), .. Absent.Select(static each => each.Switch), "findname", "ref", "all"];

    public override void Run(InspectorRequest request, InspectorPageBuilder page)
    {
        if ((request.Target ?? request.Value("findname")) is not { } target)
        {
            List(request.Runtime, page);
            return;
        }

        MiniportAdapter adapter = Find(request.Runtime, target);
        bool isPlain = request.Switches.All(static each => each.Equals("findname", StringComparison.OrdinalIgnoreCase));
        foreach ((string name, _, Action<MiniportAdapter, InspectorPageBuilder> print) in Sections)
        {
            if (request.Has(name) || request.Has("all") || (isPlain && name is "basic" or "state" or "bindings" && isPlain))
            {
                print(adapter, page);
            }
        }

        foreach ((string name, string sentence) in Absent.Where(each => request.Has(each.Switch)))
        {
            page.Section(name.ToUpperInvariant()).Line(sentence);
        }

        if (request.Has("ref"))
        {
            ReferenceNoun.Print(adapter, page);
        }

        if (isPlain)
        {
            MoreInformation(page.Section("MORE INFORMATION"));
        }
    }

    /// <summary>The adapter of a handle or name.</summary>
    internal static MiniportAdapter Find(NdisRuntime runtime, string target) =>
        InspectorHandles.Find(runtime.Adapters, target, "network adapter", static each => InspectorHandles.Of(each.ObjectNumber), static each => each.Name);

    private static void List(NdisRuntime runtime, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section(string.Empty).Columns("Driver", "NetAdapter", "Name");
        foreach (MiniportAdapter adapter in runtime.Adapters)
        {
            section.Row(InspectorHandles.Of(adapter.Driver.ObjectNumber), InspectorHandles.Of(adapter.ObjectNumber), adapter.Name);
        }
    }

    private static void MoreInformation(InspectorSectionBuilder section)
    {
        section.Columns("Switch", "Shows");
        foreach ((string name, string shows, _) in Sections.Skip(3))
        {
            section.Row("-" + name, shows);
        }
    }
}
