namespace NetStackSim.Ndis;

/// <summary>Why a driver stack is paused (NDIS_PAUSE_*).</summary>
[Flags]
public enum PauseReason : uint
{
    /// <summary>No reason is given.</summary>
    None = 0,

    /// <summary>NDIS needs it.</summary>
    NdisInternal = 0x1,

    /// <summary>The adapter goes to low power.</summary>
    LowPower = 0x2,

    /// <summary>A protocol is being bound.</summary>
    BindProtocol = 0x4,

    /// <summary>A protocol is being unbound.</summary>
    UnbindProtocol = 0x8,

    /// <summary>A filter is being attached.</summary>
    AttachFilter = 0x10,

    /// <summary>A filter is being detached.</summary>
    DetachFilter = 0x20,

    /// <summary>A filter asked for a restart of its stack.</summary>
    FilterRestartStack = 0x40,

    /// <summary>The device is being removed.</summary>
    MiniportDeviceRemove = 0x80,
}
