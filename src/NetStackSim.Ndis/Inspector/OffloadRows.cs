using System.Globalization;

namespace NetStackSim.Ndis;

/// <summary>Offloads as rows: what is on beside what the hardware can do.</summary>
internal static class OffloadRows
{
    private static readonly (string Name, ChecksumOffloads Task)[] Checksums =
    [
        ("IPv4 header checksum, transmit", ChecksumOffloads.TransmitIPv4Header),
        ("TCP checksum over IPv4, transmit", ChecksumOffloads.TransmitTcpIPv4),
        ("UDP checksum over IPv4, transmit", ChecksumOffloads.TransmitUdpIPv4),
        ("TCP checksum over IPv6, transmit", ChecksumOffloads.TransmitTcpIPv6),
        ("UDP checksum over IPv6, transmit", ChecksumOffloads.TransmitUdpIPv6),
        ("IPv4 header checksum, receive", ChecksumOffloads.ReceiveIPv4Header),
        ("TCP checksum over IPv4, receive", ChecksumOffloads.ReceiveTcpIPv4),
        ("UDP checksum over IPv4, receive", ChecksumOffloads.ReceiveUdpIPv4),
        ("TCP checksum over IPv6, receive", ChecksumOffloads.ReceiveTcpIPv6),
        ("UDP checksum over IPv6, receive", ChecksumOffloads.ReceiveUdpIPv6),
    ];

    private static readonly (string Name, Func<OffloadCapabilities, SegmentationCapability> Task)[] Segmentations =
    [
        ("Large send v1", static each => each.LargeSendV1),
        ("Large send v2 over IPv4", static each => each.LargeSendV2IPv4),
        ("Large send v2 over IPv6", static each => each.LargeSendV2IPv6),
        ("UDP segmentation over IPv4", static each => each.UdpSegmentationIPv4),
        ("UDP segmentation over IPv6", static each => each.UdpSegmentationIPv6),
    ];

    private static readonly (string Name, Func<OffloadCapabilities, bool> Task)[] Coalescing =
    [
        ("Receive segment coalescing, IPv4", static each => each.CoalesceIPv4),
        ("Receive segment coalescing, IPv6", static each => each.CoalesceIPv6),
        ("UDP receive coalescing", static each => each.CoalesceUdp),
    ];

    public static void Add(InspectorSectionBuilder section, OffloadCapabilities current, OffloadCapabilities hardware)
    {
        foreach ((string name, ChecksumOffloads task) in Checksums)
        {
            section.Row(name, current.Has(task), hardware.Has(task));
        }

        foreach ((string name, Func<OffloadCapabilities, SegmentationCapability> task) in Segmentations)
        {
            section.Row(name, Text(task(current)), Text(task(hardware)));
        }

        foreach ((string name, Func<OffloadCapabilities, bool> task) in Coalescing)
        {
            section.Row(name, task(current), task(hardware));
        }
    }

    private static string Text(SegmentationCapability capability) => capability.IsSupported
        ? string.Create(CultureInfo.InvariantCulture, $"up to {capability.MaxOffloadSize} bytes, at least {capability.MinSegmentCount} segments")
        : "No";
}
