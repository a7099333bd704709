using NetStackSim.Kernel;

namespace NetStackSim.Tap;

/// <summary>Why a frame was dropped between a TAP device and the simulation.</summary>
public static class TapDropReasons
{
    /// <summary>The kernel did not take the frame: its queue is full.</summary>
    public static DropReason DeviceBusy { get; } = new(DropModule.Link, 0x20, "TapDeviceBusy");

    /// <summary>The kernel did not take the frame: the interface is down or gone.</summary>
    public static DropReason DeviceDown { get; } = new(DropModule.Link, 0x21, "TapDeviceDown");

    /// <summary>The kernel refused the frame for another reason.</summary>
    public static DropReason Refused { get; } = new(DropModule.Link, 0x22, "TapRefused");
}
