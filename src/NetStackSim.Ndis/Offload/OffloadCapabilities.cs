namespace NetStackSim.Ndis;

/// <summary>What a NIC does in place of the stack (NDIS_OFFLOAD): hardware capabilities, or the configuration that is on.</summary>
/// <remarks>Immutable; a change is a new object, indicated upwards as <see cref="NdisStatusCode.TaskOffloadCurrentConfig"/>.</remarks>
public sealed record OffloadCapabilities
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

    /// <summary>True when the NIC computes all of these.</summary>
    public bool Has(ChecksumOffloads tasks) => (Checksum & tasks) == tasks;
}
