using NetStackSim.Kernel;
using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>Why a link dropped a frame, beside <see cref="WireDropReasons"/>.</summary>
public static class LinkDropReasons
{
    /// <summary>Lost at random.</summary>
    public static DropReason Lost { get; } = new(DropModule.Link, 0x10, "Lost");

    /// <summary>The queue before the wire was full.</summary>
    public static DropReason QueueFull { get; } = new(DropModule.Link, 0x11, "QueueFull");

    /// <summary>A fault rule said so.</summary>
    public static DropReason FaultRule { get; } = new(DropModule.Link, 0x12, "FaultRule");
}
