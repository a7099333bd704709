using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>What the card tells the inspector of NDIS about itself.</summary>
internal static class NicInspection
{
    public static void Describe(VirtualNic nic, InspectorTopic topic, InspectorSectionBuilder section)
    {
        switch (topic)
        {
            case InspectorTopic.Device:
                Device(nic, section);
                break;
            case InspectorTopic.Hardware:
                Hardware(nic, section);
                break;
            case InspectorTopic.ReceiveFilters:
                Filters(nic, section);
                break;
            case InspectorTopic.ReceiveScaling:
                Scaling(nic, section);
                break;
            case InspectorTopic.ReceiveQueues:
                Queues(nic, section);
                break;
            case InspectorTopic.Statistics:
                section.Counters(nic.Statistics);
                break;
        }
    }

    private static void Device(VirtualNic nic, InspectorSectionBuilder section) => section
        .Fact("Device", nic.Name)
        .Fact("Peer", nic.Peer?.Name ?? "[no cable]")
        .Fact("Link", nic.IsLinkUp ? "Up" : "Down")
        .Fact("Running", nic.IsRunning)
        .Fact("Burnt-in address", nic.MacAddress.ToString());

    private static void Hardware(VirtualNic nic, InspectorSectionBuilder section)
    {
        VirtualNicOptions options = nic.Options;
        section.Fact("Interrupts by", options.InterruptLine is null ? "messages (MSI-X)" : "line")
            .Fact("Moderation", nic.IsModerated ? $"{options.InterruptModerationNs} ns or {options.InterruptModerationFrames} frames" : "off")
            .Fact("Polled by NDIS", options.UsesPoll)
            .Fact("Receive descriptors", options.ReceiveDescriptors)
            .Fact("Transmit descriptors", options.TransmitDescriptors)
            .Fact("RESOURCES threshold", options.ResourcesThreshold)
            .Fact("Lists with the stack", nic.IndicatedLists)
            .Columns("Queue", "Processor", "Interrupts", "Masked", "Rx posted", "Rx filled", "Rx indicated", "Tx waiting", "Tx done");
        foreach (NicQueue queue in nic.Queues)
        {
            section.Row(
                queue.Number, queue.Processor.Number, queue.Interrupt.Count, queue.Interrupt.IsMasked, queue.Receive.Posted, queue.Receive.Filled, queue.IndicatedLists,
                queue.Transmit.Waiting, queue.Transmit.CompletionsPending);
        }
    }

    private static void Filters(VirtualNic nic, InspectorSectionBuilder section) => section
        .Fact("Address", nic.Filter.Address.ToString())
        .Fact("Packet filter", InspectorSectionBuilder.Flags(nic.Filter.Bits))
        .Fact("VLAN", nic.Options.VlanId == 0 ? "all" : nic.Options.VlanId.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Fact("Link speed, bit/s", (long)nic.Options.LinkSpeed);

    private static void Scaling(VirtualNic nic, InspectorSectionBuilder section)
    {
        ReceiveScaling scaling = nic.Scaling;
        ReceiveScaleParameters parameters = scaling.Parameters;
        section.Fact("Receive-side scaling", scaling.IsEnabled ? "on" : "off: all frames go to queue 0")
            .Fact("Queue pairs", nic.QueueCount)
            .Fact("Hash", scaling.Hasher is { } hasher ? $"Toeplitz over {InspectorSectionBuilder.Flags(hasher.Types)}" : "none")
            .Fact("Base processor", parameters.BaseCpuNumber)
            .Fact("Default processor", parameters.DefaultProcessor);
        if (parameters.IndirectionTable.Count == 0)
        {
            return;
        }

        section.Fact("Secret key", Convert.ToHexString(parameters.SecretKey.Span)).Columns("Entries", "Processors");
        const int inARow = 16;
        for (int i = 0; i < parameters.IndirectionTable.Count; i += inARow)
        {
            IEnumerable<int> row = parameters.IndirectionTable.Skip(i).Take(inARow);
            section.Row($"{i,3} ...", string.Join(' ', row));
        }
    }

    private static void Queues(VirtualNic nic, InspectorSectionBuilder section)
    {
        section.Columns("Queue", "Processor", "Rx posted", "Rx filled", "Rx indicated");
        foreach (NicQueue queue in nic.Queues)
        {
            section.Row(queue.Number, queue.Processor.Number, queue.Receive.Posted, queue.Receive.Filled, queue.IndicatedLists);
        }
    }
}
