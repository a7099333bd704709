using System.Globalization;
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
            case InspectorTopic.Warnings:
                Warnings(nic, section);
                break;
            case InspectorTopic.Power:
                Power(nic, section);
                break;
            case InspectorTopic.WakeUp:
                WakeUp(nic.Power, section);
                break;
            case InspectorTopic.ProtocolOffloads:
                ProtocolOffloads(nic.Power, section);
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
        .Fact("Burnt-in address", nic.PermanentMacAddress.ToString());

    private static void Hardware(VirtualNic nic, InspectorSectionBuilder section)
    {
        VirtualNicOptions options = nic.Options;
        HeaderDataSplitConfig split = nic.HeaderDataSplit;
        section.Fact("Interrupts by", options.InterruptLine is null ? "messages (MSI-X)" : "line")
            .Fact("Moderation", nic.IsModerated ? $"{options.InterruptModerationNs} ns or {options.InterruptModerationFrames} frames" : "off")
            .Fact("Polled by NDIS", options.UsesPoll)
            .Fact("Receive descriptors", options.ReceiveDescriptors)
            .Fact("Transmit descriptors", options.TransmitDescriptors)
            .Fact("RESOURCES threshold", options.ResourcesThreshold)
            .Fact("Header-data split", split.IsEnabled ? "on" : "off")
            .Fact("Faults", nic.Faults is { } faults ? faults.Profile.Name : "none")
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
        .Fact("VLAN", nic.VlanId == 0 ? "all" : nic.VlanId.ToString(CultureInfo.InvariantCulture))
        .Fact("Filters of receive queues", nic.VmQueues.Filters.Count);

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
        section.Columns("Queue", "Name", "Virtual machine", "State", "Filters", "Frames", "Out");
        foreach (ReceiveQueueInfo queue in nic.ReceiveQueues)
        {
            section.Row(
                queue.Parameters.QueueId, queue.Parameters.QueueName, queue.Parameters.VirtualMachineName, InspectorValue.Of(queue.State), queue.FilterCount, queue.Frames,
                queue.OutstandingBuffers);
        }

        section.Line("Queue 0 takes what no other queue has a filter for.");
    }

    private static void Warnings(VirtualNic nic, InspectorSectionBuilder section)
    {
        if (nic.Statistics.InDiscards > 0)
        {
            section.Line(string.Create(CultureInfo.InvariantCulture, $"{nic.Statistics.InDiscards} received frames were discarded for want of a descriptor"));
        }

        foreach (NicQueue queue in nic.Queues)
        {
            if (queue.Receive.Posted < nic.Options.ResourcesThreshold)
            {
                section.Line(string.Create(
                    CultureInfo.InvariantCulture,
                    $"RESOURCES pressure: queue {queue.Number} has {queue.Receive.Posted} of {nic.Options.ReceiveDescriptors} receive descriptors left and lends below {nic.Options.ResourcesThreshold}"));
            }
        }

        if (nic.WaitingSends > 0)
        {
            section.Line(string.Create(CultureInfo.InvariantCulture, $"{nic.WaitingSends} sends wait for a transmit descriptor"));
        }

        if (nic.Faults is { } faults)
        {
            section.Line($"the card misbehaves: fault profile {faults.Profile}");
        }
    }

    private static void Power(VirtualNic nic, InspectorSectionBuilder section)
    {
        (PowerManagementCapabilities can, PowerManagementCapabilities hardware) = (nic.Options.Power, nic.Options.HardwarePower);
        section.Columns("Capability", "Current", "Hardware")
            .Row("Wake packets", InspectorSectionBuilder.Flags(can.WakePackets), InspectorSectionBuilder.Flags(hardware.WakePackets))
            .Row("Wake events", InspectorSectionBuilder.Flags(can.WakeEvents), InspectorSectionBuilder.Flags(hardware.WakeEvents))
            .Row("Patterns at most", can.MaxPatterns, hardware.MaxPatterns)
            .Row("Bytes of a pattern", can.MaxPatternSize, hardware.MaxPatternSize)
            .Row("Protocol offloads", InspectorSectionBuilder.Flags(can.ProtocolOffloads), InspectorSectionBuilder.Flags(hardware.ProtocolOffloads))
            .Row("ARP offloads", can.MaxArpOffloads, hardware.MaxArpOffloads)
            .Row("NS offloads", can.MaxNeighborOffloads, hardware.MaxNeighborOffloads);
    }

    private static void WakeUp(NicPower power, InspectorSectionBuilder section)
    {
        section.Fact("Power", InspectorValue.Of(power.State))
            .Fact("Armed packets", InspectorSectionBuilder.Flags(power.Parameters.WakePackets))
            .Fact("Armed events", InspectorSectionBuilder.Flags(power.Parameters.WakeEvents))
            .Columns("Pattern", "Type", "Priority", "Name", "Bytes");
        foreach (WakePattern pattern in power.Patterns)
        {
            section.Row(pattern.PatternId, InspectorValue.Of(pattern.Type), pattern.Priority, pattern.FriendlyName, pattern.Pattern.Length);
        }
    }

    private static void ProtocolOffloads(NicPower power, InspectorSectionBuilder section)
    {
        section.Fact("Enabled", InspectorSectionBuilder.Flags(power.Parameters.ProtocolOffloads)).Columns("Offload", "Kind", "Host address", "Second address", "Link address");
        foreach (ProtocolOffload offload in power.Offloads)
        {
            section.Row(offload.OffloadId, InspectorSectionBuilder.Flags(offload.Kind), offload.HostAddress.ToString(), offload.SecondHostAddress.ToString(), offload.LinkAddress.ToString());
        }
    }
}
