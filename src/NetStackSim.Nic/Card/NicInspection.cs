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
            case InspectorTopic.Statistics:
                Statistics(nic.Statistics, section);
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
        .Fact("Packet filter", nic.Filter.Bits.ToString().Replace(", ", " | ", StringComparison.Ordinal))
        .Fact("VLAN", nic.Options.VlanId == 0 ? "all" : nic.Options.VlanId.ToString(System.Globalization.CultureInfo.InvariantCulture))
        .Fact("Link speed, bit/s", (long)nic.Options.LinkSpeed);

    private static void Statistics(in NdisStatistics counters, InspectorSectionBuilder section) => section
        .Columns("Counter", "Received", "Sent")
        .Row("Octets", (long)counters.InOctets, (long)counters.OutOctets)
        .Row("Directed frames", (long)counters.InUcastPkts, (long)counters.OutUcastPkts)
        .Row("Multicast frames", (long)counters.InMulticastPkts, (long)counters.OutMulticastPkts)
        .Row("Broadcast frames", (long)counters.InBroadcastPkts, (long)counters.OutBroadcastPkts)
        .Row("Directed octets", (long)counters.InUcastOctets, (long)counters.OutUcastOctets)
        .Row("Multicast octets", (long)counters.InMulticastOctets, (long)counters.OutMulticastOctets)
        .Row("Broadcast octets", (long)counters.InBroadcastOctets, (long)counters.OutBroadcastOctets)
        .Row("Discards", (long)counters.InDiscards, (long)counters.OutDiscards)
        .Row("Errors", (long)counters.InErrors, (long)counters.OutErrors);
}
