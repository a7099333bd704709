namespace NetStackSim.Tap;

/// <summary>How a TAP device is attached.</summary>
public sealed record TapOptions
{
    /// <summary>True for IFF_VNET_HDR: the kernel passes large and checksum-partial frames, and takes them.</summary>
    public bool VnetHeader { get; init; }

    /// <summary>With <see cref="VnetHeader"/>: true lets the kernel hand over TCP frames of up to 64 KiB uncut.</summary>
    public bool LargeReceives { get; init; } = true;
}
