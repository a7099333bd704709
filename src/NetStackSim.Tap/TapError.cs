namespace NetStackSim.Tap;

/// <summary>Why a TAP device could not be used.</summary>
public enum TapError
{
    /// <summary>Not Linux.</summary>
    NotSupported,

    /// <summary>There is no /dev/net/tun: the tun module is not loaded, or the container does not pass the device.</summary>
    NoTunDevice,

    /// <summary>The process lacks CAP_NET_ADMIN, or the device belongs to another user.</summary>
    NeedsRoot,

    /// <summary>Another process is attached to the device.</summary>
    Busy,

    /// <summary>The name is too long, or the device exists and is not a TAP device.</summary>
    InvalidDevice,

    /// <summary>Anything else; the errno says what.</summary>
    Other,
}
