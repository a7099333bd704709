namespace NetStackSim.Ndis;

/// <summary>The sections of a page about one adapter that NDIS itself knows.</summary>
internal static class NetAdapterSections
{
    public static void Basic(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        MiniportOptions driver = adapter.Driver.Options;
        AdapterAttributes attributes = adapter.Attributes;
        page.Section("MINIPORT")
            .Fact("Name", adapter.Name)
            .Fact("Ndis handle", InspectorHandles.Of(adapter.ObjectNumber))
            .Fact("Ndis API version", $"v{driver.MajorNdisVersion}.{driver.MinorNdisVersion}")
            .Fact("Adapter context", InspectorNames.TypeOf(adapter.Miniport))
            .Fact("Driver", $"{InspectorHandles.Of(adapter.Driver.ObjectNumber)} - {driver.Name}  v{driver.MajorDriverVersion}.{driver.MinorDriverVersion}")
            .Fact("Network interface", InspectorValue.Hex(attributes.NetLuid, 16))
            .Fact("Media type", attributes.MediaType == NdisMedium.Medium802_3 ? "802.3" : attributes.MediaType.ToString())
            .Fact("MAC address", attributes.MacAddress.ToString())
            .Fact("Permanent address", attributes.PermanentMacAddress.ToString())
            .Fact("MTU", attributes.MtuSize)
            .Fact("Device instance", driver.IsIntermediate ? "virtual miniport of an intermediate driver" : InspectorNames.TypeOf(adapter.Device));
    }

    public static void State(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        LinkState link = adapter.Attributes.LinkState;
        page.Section("STATE")
            .Fact("Miniport", InspectorValue.Of(adapter.State))
            .Fact("Device PnP", adapter.IsRemoved ? "Surprise removed" : adapter.State == AdapterState.Halted ? "Stopped" : "Started")
            .Fact("Datapath", Datapath(adapter))
            .Fact("Interface", InspectorNames.Interface(adapter))
            .Fact("Power", InspectorValue.Of(adapter.PowerState))
            .Fact("Total resets", adapter.ResetCount)
            .Fact("Media", InspectorValue.Of(link.MediaConnectState))
            .Fact("Duplex", InspectorValue.Of(link.MediaDuplexState))
            .Fact("Transmit speed", InspectorNames.Speed(link.XmitLinkSpeed))
            .Fact("Receive speed", InspectorNames.Speed(link.RcvLinkSpeed))
            .Fact("References", References(adapter))
            .Fact("Last operation", adapter.LastOperation.ToString())
            .Fact("Pending OID", adapter.Station.Active is { } request ? NumberNames.Of(request.Oid) : "None")
            .Fact("Outstanding receives", adapter.OutstandingReceives)
            .Fact("Flags", InspectorNames.Flags(adapter.RegistrationAttributes?.Flags ?? default))
            .Fact("MAC options", InspectorNames.Flags(adapter.Attributes.MacOptions));
    }

    public static void Bindings(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        InspectorSectionBuilder protocols = page.Section("BINDINGS").Columns("Protocol", "Driver", "Open", "State", "Context");
        foreach (ProtocolBinding binding in adapter.Bindings)
        {
            protocols.Row(
                binding.Driver.Name, InspectorHandles.Of(binding.Driver.ObjectNumber), InspectorHandles.Of(binding.ObjectNumber), InspectorValue.Of(binding.State),
                InspectorNames.TypeOf(binding.Protocol));
        }

        InspectorSectionBuilder filters = page.Section("FILTERS, TOP FIRST").Columns("Filter", "Driver", "Module", "Kind", "State", "Datapath");
        foreach (FilterModule module in adapter.Filters.Reverse())
        {
            filters.Row(
                $"{module.Driver.Name}-{module.Instance:D4}", InspectorHandles.Of(module.Driver.ObjectNumber), InspectorHandles.Of(module.ObjectNumber),
                InspectorNames.Kind(module.Driver.Options), InspectorValue.Of(module.State), InspectorNames.Datapath(module.Handlers));
        }
    }

    public static void Diagnostics(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("DIAGNOSTICS");
        foreach (string warning in NetReportWarnings.Of(adapter, NetReportBuilder.DefaultPendingOidNs))
        {
            section.Line(warning);
        }

        if (section.IsEmpty)
        {
            section.Line("Nothing is wrong.");
        }
    }

    public static void Handlers(MiniportAdapter adapter, InspectorPageBuilder page) => DriverHandlers.Print(page.Section("HANDLERS"), adapter.Miniport);

    public static void Ports(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("PORTS").Columns("Port", "State", "Type", "Media", "Send control", "Send", "Receive control", "Receive", "Data");
        foreach (NdisPort port in adapter.Ports)
        {
            PortCharacteristics what = port.Characteristics;
            section.Row(
                port.Number.Value, port.IsActive ? "Active" : "Allocated", InspectorValue.Of(what.Type), InspectorValue.Of(what.MediaConnectState),
                InspectorValue.Of(what.SendControlState), InspectorValue.Of(what.SendAuthorizationState), InspectorValue.Of(what.RcvControlState),
                InspectorValue.Of(what.RcvAuthorizationState), DataOf(port));
        }
    }

    public static void Offloads(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("TASK OFFLOADS").Columns("Task", "Current", "Hardware");
        OffloadRows.Add(section, adapter.Attributes.Offloads, adapter.Attributes.HardwareOffloads);
    }

    public static void FilterDatabase(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        AdapterOids oids = adapter.Stack.Oids;
        InspectorSectionBuilder section = page.Section("FILTER DATABASE")
            .Fact("Hardware packet filter", InspectorNames.Flags(adapter.Station.ProgrammedFilter))
            .Fact("Union of opens", InspectorNames.Flags(oids.HardwareFilter))
            .Fact("Supported", InspectorNames.Flags(adapter.Attributes.SupportedPacketFilters))
            .Fact("Multicast list", InspectorNames.Addresses(oids.HardwareMulticastList))
            .Columns("Open", "Protocol", "Packet filter", "Frame types", "Multicast list");
        foreach (ProtocolBinding binding in adapter.Bindings)
        {
            section.Row(
                InspectorHandles.Of(binding.ObjectNumber), binding.Driver.Name, InspectorNames.Flags(binding.PacketFilter), InspectorNames.FrameTypes(binding.FrameTypes),
                InspectorNames.Addresses(binding.MulticastList));
        }
    }

    /// <summary>What driver and modules claimed of NDIS and have not released.</summary>
    public static void Claimed(MiniportAdapter adapter, InspectorPageBuilder page, string title, DriverResourceKind? only)
    {
        InspectorSectionBuilder section = page.Section(title).Columns("Driver", "Kind", "Count");
        Add(section, adapter.Name, adapter.Resources, only);
        foreach (FilterModule module in adapter.Filters)
        {
            Add(section, module.Name, module.Resources, only);
        }
    }

    public static void Reset(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("RESET").Fact("Total resets", adapter.ResetCount);
        if (adapter.Reset is not { } reset)
        {
            section.Line("The miniport has no check-for-hang and no reset handler.");
            return;
        }

        section.Fact("Check for hang every", InspectorNames.Time(reset.IntervalNs)).Fact("In progress", reset.InProgress is not null)
            .Fact("Lists sent", reset.Sent).Fact("Lists completed", reset.Completed);
    }

    public static void Power(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        MiniportAttributeFlags flags = adapter.RegistrationAttributes?.Flags ?? default;
        page.Ask("POWER MANAGEMENT", InspectorTopic.Power, "The driver tells of no power management.", adapter.Miniport);
        page.Section("POWER STATE")
            .Fact("Power", InspectorValue.Of(adapter.PowerState))
            .Fact("Power profile", InspectorValue.Of(adapter.PowerProfile))
            .Fact("Pauses on suspend", (flags & MiniportAttributeFlags.NoPauseOnSuspend) == 0)
            .Fact("Halts on suspend", (flags & MiniportAttributeFlags.NoHaltOnSuspend) == 0);
    }

    public static void Advanced(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("ADVANCED").Columns("Keyword", "Property", "Value", "Default", "Problem");
        foreach (AdvancedProperty property in adapter.Keywords.List(adapter.Settings))
        {
            section.Row(property.Keyword, property.Display, property.DisplayValue, property.IsDefault, property.Problem);
        }
    }

    public static void Interface(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        page.Section("INTERFACE")
            .Fact("ifIndex", adapter.Attributes.IfIndex)
            .Fact("LUID", InspectorValue.Hex(adapter.Attributes.NetLuid, 16))
            .Fact("ifType", adapter.Attributes.IfType)
            .Fact("Alias", adapter.Name)
            .Fact("Interface", InspectorNames.Interface(adapter))
            .Fact("Connector present", adapter.Attributes.IfConnectorPresent);
        page.Ask("IP ADDRESSES", InspectorTopic.Addresses, "No protocol tells of addresses.", [.. adapter.Bindings.Select(static open => open.Protocol)]);
    }

    public static void Log(MiniportAdapter adapter, InspectorPageBuilder page)
    {
        InspectorSectionBuilder section = page.Section("STATE HISTORY").Columns("Begun", "Operation", "Status");
        foreach ((long begunNs, StackOperation operation) in adapter.Stack.RecentOperations)
        {
            section.Row(InspectorNames.Time(begunNs), operation.Name, operation.IsCompleted ? operation.Status.ToString() : $"waits for {operation.WaitsFor ?? "its turn"}");
        }

        foreach (string remark in adapter.Stack.Remarks)
        {
            section.Line(remark);
        }
    }

    private static string DataOf(NdisPort port) => (port.IsActive && port.MaySend, port.IsActive && port.MayReceive) switch
    {
        (true, true) => "both ways",
        (true, false) => "sends only",
        (false, true) => "receives only",
        _ => "none",
    };

    private static void Add(InspectorSectionBuilder section, string driver, DriverResources resources, DriverResourceKind? only)
    {
        foreach (IGrouping<DriverResourceKind, DriverResource> kind in resources.Claimed.Where(each => only is null || each.Kind == only)
            .GroupBy(static each => each.Kind).OrderBy(static each => each.Key))
        {
            section.Row(driver, InspectorValue.Of(kind.Key), kind.Count());
        }
    }

    private static string Datapath(MiniportAdapter adapter) =>
        adapter.IsLowPower ? $"Stopped (power {adapter.PowerState})"
        : adapter.State != AdapterState.Running ? $"Stopped (miniport {adapter.State})"
        : !adapter.LastOperation.IsCompleted ? $"Stopped ({adapter.LastOperation.Name})"
        : "Normal";

    private static long References(MiniportAdapter adapter) => 1 + adapter.Bindings.Count + adapter.Filters.Count + adapter.OutstandingReceives;
}
