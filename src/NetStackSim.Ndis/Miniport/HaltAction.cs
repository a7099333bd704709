namespace NetStackSim.Ndis;

/// <summary>Why an adapter is halted (NDIS_HALT_ACTION).</summary>
public enum HaltAction
{
    /// <summary>The device was disabled or removed in an orderly way.</summary>
    DeviceDisabled = 0,

    /// <summary>A device instance of an intermediate driver was taken down.</summary>
    DeviceInstanceDeInitialized = 1,

    /// <summary>The device goes to low power and its driver has no power support.</summary>
    DevicePoweredDown = 2,

    /// <summary>The device is gone already.</summary>
    DeviceSurpriseRemoved = 3,

    /// <summary>The device failed.</summary>
    DeviceFailed = 4,

    /// <summary>Initialisation failed after the miniport had succeeded.</summary>
    DeviceInitializationFailed = 5,

    /// <summary>The device was stopped (resources are reassigned).</summary>
    DeviceStopped = 6,
}
