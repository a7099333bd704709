namespace NetStackSim.Nic;

/// <summary>What a wire port takes as it is; the sender cuts and completes the rest with <see cref="FrameAdapter"/>.</summary>
/// <param name="LargeSends">The kinds of large frames that the port takes uncut.</param>
/// <param name="AcceptsPartialChecksum">True when the port takes frames whose transport checksum is partial.</param>
/// <param name="MaxFrameSize">The longest frame, with its link header and without FCS; a large frame is measured by its pieces.</param>
public readonly record struct WireCapabilities(SegmentationType LargeSends, bool AcceptsPartialChecksum, int MaxFrameSize)
{
    /// <summary>A port in memory: large frames, partial checksums, any size.</summary>
    public static WireCapabilities Everything => new(SegmentationType.All, true, int.MaxValue);

    /// <summary>A port like a physical wire: complete single frames only, of any size.</summary>
    public static WireCapabilities SingleFrames => new(SegmentationType.None, false, int.MaxValue);

    /// <summary>True when some kind of large frame passes uncut.</summary>
    public bool AcceptsLargeSends => LargeSends != SegmentationType.None;

    /// <summary>True when a frame with this metadata needs neither a cut nor a checksum first. Its size is judged separately.</summary>
    public bool Accepts(in WireMetadata wire)
    {
        SegmentationType kind = wire.Segmentation & SegmentationType.All;
        return kind != SegmentationType.None
            ? (kind & LargeSends) != 0 && AcceptsPartialChecksum && wire.Checksum == ChecksumState.Partial
            : wire.Checksum != ChecksumState.Partial || AcceptsPartialChecksum;
    }

    /// <summary>What passes both this port and one behind it.</summary>
    public WireCapabilities And(in WireCapabilities other) => new(
        LargeSends & other.LargeSends,
        AcceptsPartialChecksum && other.AcceptsPartialChecksum,
        Math.Min(MaxFrameSize, other.MaxFrameSize));
}
