namespace NetStackSim.Kernel;

/// <summary>The kinds of devices that occur in the network stack (FILE_DEVICE_xxx), with their Windows values.</summary>
public enum DeviceType : uint
{
    /// <summary>FILE_DEVICE_NAMED_PIPE: what AFD endpoints report.</summary>
    NamedPipe = 0x11,

    /// <summary>FILE_DEVICE_NETWORK: TDI transports.</summary>
    Network = 0x12,

    /// <summary>FILE_DEVICE_PHYSICAL_NETCARD: NDIS adapters.</summary>
    PhysicalNetcard = 0x17,

    /// <summary>FILE_DEVICE_TRANSPORT.</summary>
    Transport = 0x21,

    /// <summary>FILE_DEVICE_UNKNOWN: drivers without a device class.</summary>
    Unknown = 0x22,
}
