namespace NetStackSim.Nic;

/// <summary>What travels beside the bytes of a frame: the fields of a vnet header.</summary>
/// <remarks>
/// A frame whose metadata is <c>default</c> is complete as it stands. A large frame (<see cref="Segmentation"/> set) has the checksum state
/// <see cref="ChecksumState.Partial"/>, valid IP lengths and, for IPv4, a valid header checksum, as if it were one oversized packet. The exception is UDP whose
/// sender wants no checksum: <see cref="ChecksumState.None"/>; such a frame is always cut.
/// </remarks>
public struct WireMetadata
{
    /// <summary>What is known about the transport checksum.</summary>
    public ChecksumState Checksum;

    /// <summary>How the frame is to be cut; <see cref="SegmentationType.None"/> for an ordinary frame.</summary>
    public SegmentationType Segmentation;

    /// <summary>Bytes from the start of the frame to the transport header; valid with <see cref="ChecksumState.Partial"/>.</summary>
    public ushort ChecksumStart;

    /// <summary>Bytes from <see cref="ChecksumStart"/> to the checksum field: 16 for TCP, 6 for UDP; valid with <see cref="ChecksumState.Partial"/>.</summary>
    public ushort ChecksumOffset;

    /// <summary>Payload bytes of every piece but the last; valid for a large frame.</summary>
    public ushort SegmentSize;

    /// <summary>Bytes of all headers, link header included, that every piece repeats; valid for a large frame.</summary>
    public ushort HeaderLength;

    /// <summary>True when the frame stands for several frames of the wire.</summary>
    public readonly bool IsLarge => (Segmentation & SegmentationType.All) != 0;

    /// <summary>True when the frame cannot go to a physical wire as it is: it must be cut, or its checksum completed.</summary>
    public readonly bool NeedsWork => Checksum == ChecksumState.Partial || IsLarge;
}
