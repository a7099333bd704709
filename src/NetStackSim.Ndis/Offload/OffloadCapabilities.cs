namespace NetStackSim.Ndis;

/// <summary>What a NIC does in place of the stack (NDIS_OFFLOAD): hardware capabilities, or the configuration that is on.</summary>
/// <remarks>Immutable; a change is a new object, indicated upwards as <see cref="NdisStatusCode.TaskOffloadCurrentConfig"/>.</remarks>
public sealed partial record OffloadCapabilities
{
    /// <summary>Nothing is offloaded.</summary>
    public static OffloadCapabilities None { get; } = new();

    /// <summary>Checksum tasks.</summary>
    public ChecksumOffloads Checksum { get; init; }

    /// <summary>Large send version 1 (IPv4).</summary>
    public SegmentationCapability LargeSendV1 { get; init; }

    /// <summary>Large send version 2 over IPv4.</summary>
    public SegmentationCapability LargeSendV2IPv4 { get; init; }

    /// <summary>Large send version 2 over IPv6.</summary>
    public SegmentationCapability LargeSendV2IPv6 { get; init; }

    /// <summary>UDP segmentation over IPv4.</summary>
    public SegmentationCapability UdpSegmentationIPv4 { get; init; }

    /// <summary>UDP segmentation over IPv6.</summary>
    public SegmentationCapability UdpSegmentationIPv6 { get; init; }

    /// <summary>Receive segment coalescing over IPv4.</summary>
    public bool CoalesceIPv4 { get; init; }

    /// <summary>Receive segment coalescing over IPv6.</summary>
    public bool CoalesceIPv6 { get; init; }

    /// <summary>UDP receive segment coalescing (URO, NDIS_UDP_RSC_OFFLOAD). Off until a protocol that understands slot 17 switches it on.</summary>
    public bool CoalesceUdp { get; init; }

    /// <summary>What of this a NIC can do that can do no more than <paramref name="hardware"/>.</summary>
    public OffloadCapabilities Within(OffloadCapabilities hardware)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        return new OffloadCapabilities
        {
            Checksum = Checksum & hardware.Checksum,
            LargeSendV1 = LargeSendV1.Within(hardware.LargeSendV1),
            LargeSendV2IPv4 = LargeSendV2IPv4.Within(hardware.LargeSendV2IPv4),
            LargeSendV2IPv6 = LargeSendV2IPv6.Within(hardware.LargeSendV2IPv6),
            UdpSegmentationIPv4 = UdpSegmentationIPv4.Within(hardware.UdpSegmentationIPv4),
            UdpSegmentationIPv6 = UdpSegmentationIPv6.Within(hardware.UdpSegmentationIPv6),
            CoalesceIPv4 = CoalesceIPv4 && hardware.CoalesceIPv4,
            CoalesceIPv6 = CoalesceIPv6 && hardware.CoalesceIPv6,
            CoalesceUdp = CoalesceUdp && hardware.CoalesceUdp,
        };
    }

    /// <summary>True when the NIC computes all of these.</summary>
    public bool Has(ChecksumOffloads tasks) => (Checksum & tasks) == tasks;
}
