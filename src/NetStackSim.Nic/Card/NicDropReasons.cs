using NetStackSim.Kernel;

namespace NetStackSim.Nic;

/// <summary>Why a network card dropped a frame, or failed a send.</summary>
public static class NicDropReasons
{
    /// <summary>Received while the adapter was paused, halted or not yet running.</summary>
    public static DropReason NotRunning { get; } = new(DropModule.Nic, 1, "NotRunning");

    /// <summary>Received, and neither address nor packet filter wanted it.</summary>
    public static DropReason Filtered { get; } = new(DropModule.Nic, 2, "Filtered");

    /// <summary>Received while no descriptor was posted (ifInDiscards, RCV_NO_BUFFER).</summary>
    public static DropReason NoDescriptor { get; } = new(DropModule.Nic, 3, "NoDescriptor");

    /// <summary>Received, and no list or memory could be had.</summary>
    public static DropReason NoReceiveMemory { get; } = new(DropModule.Nic, 4, "NoReceiveMemory");

    /// <summary>Received and longer than the MTU allows.</summary>
    public static DropReason Oversize { get; } = new(DropModule.Nic, 5, "Oversize");

    /// <summary>Received and shorter than an Ethernet header.</summary>
    public static DropReason Runt { get; } = new(DropModule.Nic, 6, "Runt");

    /// <summary>Received with a VLAN tag that is reserved or not the configured one.</summary>
    public static DropReason WrongVlan { get; } = new(DropModule.Nic, 7, "WrongVlan");

    /// <summary>Received while the system sleeps: answered by the card, taken for a wake-up, or of no interest.</summary>
    public static DropReason Asleep { get; } = new(DropModule.Nic, 8, "Asleep");

    /// <summary>To be sent and longer than the MTU without being a large send (INVALID_LENGTH).</summary>
    public static DropReason SendTooLong { get; } = new(DropModule.Nic, 0x10, "SendTooLong");

    /// <summary>To be sent with an offload request that the card cannot do, or that does not fit the bytes.</summary>
    public static DropReason BadOffloadRequest { get; } = new(DropModule.Nic, 0x11, "BadOffloadRequest");

    /// <summary>To be sent, and the frame pool refused (RESOURCES).</summary>
    public static DropReason NoSendMemory { get; } = new(DropModule.Nic, 0x12, "NoSendMemory");

    /// <summary>To be sent while the cable was out (MEDIA_DISCONNECTED).</summary>
    public static DropReason NoCable { get; } = new(DropModule.Nic, 0x13, "NoCable");

    /// <summary>To be sent while the adapter was paused or going away.</summary>
    public static DropReason SendNotRunning { get; } = new(DropModule.Nic, 0x14, "SendNotRunning");
}
