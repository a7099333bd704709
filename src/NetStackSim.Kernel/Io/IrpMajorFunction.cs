namespace NetStackSim.Kernel;

/// <summary>The 28 major function codes of an IRP (IRP_MJ_xxx), with their Windows values.</summary>
public enum IrpMajorFunction : byte
{
    /// <summary>Open an object; for TDI the extended attributes decide which kind (IRP_MJ_CREATE).</summary>
    Create = 0x00,

    /// <summary>IRP_MJ_CREATE_NAMED_PIPE.</summary>
    CreateNamedPipe = 0x01,

    /// <summary>The last reference to a file object is gone: free what hangs on it (IRP_MJ_CLOSE).</summary>
    Close = 0x02,

    /// <summary>ReadFile on a handle (IRP_MJ_READ).</summary>
    Read = 0x03,

    /// <summary>WriteFile on a handle (IRP_MJ_WRITE).</summary>
    Write = 0x04,

    /// <summary>Query a file information class (IRP_MJ_QUERY_INFORMATION).</summary>
    QueryInformation = 0x05,

    /// <summary>Set a file information class, e.g. the completion port of a socket handle (IRP_MJ_SET_INFORMATION).</summary>
    SetInformation = 0x06,

    /// <summary>IRP_MJ_QUERY_EA.</summary>
    QueryExtendedAttributes = 0x07,

    /// <summary>IRP_MJ_SET_EA.</summary>
    SetExtendedAttributes = 0x08,

    /// <summary>IRP_MJ_FLUSH_BUFFERS.</summary>
    FlushBuffers = 0x09,

    /// <summary>IRP_MJ_QUERY_VOLUME_INFORMATION.</summary>
    QueryVolumeInformation = 0x0A,

    /// <summary>IRP_MJ_SET_VOLUME_INFORMATION.</summary>
    SetVolumeInformation = 0x0B,

    /// <summary>IRP_MJ_DIRECTORY_CONTROL.</summary>
    DirectoryControl = 0x0C,

    /// <summary>IRP_MJ_FILE_SYSTEM_CONTROL.</summary>
    FileSystemControl = 0x0D,

    /// <summary>User-mode IOCTL: AFD, IOCTL_TDI_*, IOCTL_TCP_QUERY_INFORMATION_EX (IRP_MJ_DEVICE_CONTROL).</summary>
    DeviceControl = 0x0E,

    /// <summary>Requests between drivers: every kernel TDI request, and the location WSK fills in (IRP_MJ_INTERNAL_DEVICE_CONTROL).</summary>
    InternalDeviceControl = 0x0F,

    /// <summary>IRP_MJ_SHUTDOWN.</summary>
    Shutdown = 0x10,

    /// <summary>IRP_MJ_LOCK_CONTROL.</summary>
    LockControl = 0x11,

    /// <summary>The last handle is closed: cancel everything outstanding on the file object (IRP_MJ_CLEANUP).</summary>
    Cleanup = 0x12,

    /// <summary>IRP_MJ_CREATE_MAILSLOT.</summary>
    CreateMailslot = 0x13,

    /// <summary>IRP_MJ_QUERY_SECURITY.</summary>
    QuerySecurity = 0x14,

    /// <summary>IRP_MJ_SET_SECURITY.</summary>
    SetSecurity = 0x15,

    /// <summary>IRP_MJ_POWER.</summary>
    Power = 0x16,

    /// <summary>IRP_MJ_SYSTEM_CONTROL.</summary>
    SystemControl = 0x17,

    /// <summary>IRP_MJ_DEVICE_CHANGE.</summary>
    DeviceChange = 0x18,

    /// <summary>IRP_MJ_QUERY_QUOTA.</summary>
    QueryQuota = 0x19,

    /// <summary>IRP_MJ_SET_QUOTA.</summary>
    SetQuota = 0x1A,

    /// <summary>IRP_MJ_PNP.</summary>
    Pnp = 0x1B,
}
