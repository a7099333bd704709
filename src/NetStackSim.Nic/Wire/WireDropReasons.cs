using NetStackSim.Kernel;

namespace NetStackSim.Nic;

/// <summary>Why a frame was dropped on a wire, whichever device dropped it.</summary>
public static class WireDropReasons
{
    /// <summary>No cable, or the device at its end is down.</summary>
    public static DropReason Unplugged { get; } = new(DropModule.Link, 1, "Unplugged");

    /// <summary>Longer than the next port takes.</summary>
    public static DropReason FrameTooLong { get; } = new(DropModule.Link, 2, "FrameTooLong");

    /// <summary>The segmentation or checksum metadata does not fit the bytes.</summary>
    public static DropReason MalformedMetadata { get; } = new(DropModule.Link, 3, "MalformedMetadata");

    /// <summary>The frame pool refused.</summary>
    public static DropReason NoFrameMemory { get; } = new(DropModule.Link, 4, "NoFrameMemory");

    /// <summary>Shorter than a link header.</summary>
    public static DropReason Runt { get; } = new(DropModule.Link, 5, "Runt");
}
