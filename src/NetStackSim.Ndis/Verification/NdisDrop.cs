using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Why NDIS itself dropped a list.</summary>
public static class NdisDrop
{
    /// <summary>No protocol is bound and running.</summary>
    public static DropReason NoBinding => new(DropModule.Ndis, 1, nameof(NoBinding));

    /// <summary>No binding wants the frame: EtherType, packet filter, multicast list.</summary>
    public static DropReason NotWanted => new(DropModule.Ndis, 2, nameof(NotWanted));

    /// <summary>A send while the driver stack is paused.</summary>
    public static DropReason StackPaused => new(DropModule.Ndis, 3, nameof(StackPaused));

    /// <summary>A send to a port that does not exist.</summary>
    public static DropReason InvalidPort => new(DropModule.Ndis, 4, nameof(InvalidPort));

    /// <summary>An indication while the adapter is paused or halted.</summary>
    public static DropReason ReceiveWhilePaused => new(DropModule.Ndis, 5, nameof(ReceiveWhilePaused));

    /// <summary>A frame too short to have a MAC header.</summary>
    public static DropReason FrameTooShort => new(DropModule.Ndis, 6, nameof(FrameTooShort));

    /// <summary>Data on a port that is not active, or that access control keeps closed.</summary>
    public static DropReason PortClosed => new(DropModule.Ndis, 8, nameof(PortClosed));

    /// <summary>A send that NDIS could not loop back for want of memory; it was sent all the same.</summary>
    public static DropReason LoopbackFailed => new(DropModule.Ndis, 9, nameof(LoopbackFailed));

    /// <summary>A send to an adapter that was removed.</summary>
    public static DropReason AdapterRemoved => new(DropModule.Ndis, 7, nameof(AdapterRemoved));

    /// <summary>A send to an adapter in a low-power state.</summary>
    public static DropReason LowPower => new(DropModule.Ndis, 8, nameof(LowPower));
}
