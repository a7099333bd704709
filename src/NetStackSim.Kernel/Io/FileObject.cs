namespace NetStackSim.Kernel;

/// <summary>One opening of a device (FILE_OBJECT). For a TDI transport it stands for an address, a connection or a control channel.</summary>
/// <remarks>
/// Lives from a successful create until its last reference is gone: closing the last handle sends IRP_MJ_CLEANUP, dropping the last reference
/// IRP_MJ_CLOSE.
/// </remarks>
public sealed class FileObject
{
    internal FileObject(DeviceObject device, string fileName, SimProcess? process, ulong serial)
    {
        Device = device;
        FileName = fileName;
        Process = process;
        Serial = serial;
    }

    /// <summary>The device that was named in the open; requests go to the top of its stack.</summary>
    public DeviceObject Device { get; }

    /// <summary>What stood behind the device's name in the open, e.g. a protocol number for <c>\Device\RawIp\47</c>; empty if nothing did.</summary>
    public string FileName { get; }

    /// <summary>The process that opened it; null for a driver.</summary>
    public SimProcess? Process { get; }

    /// <summary>Number of the opening, in order, per host.</summary>
    public ulong Serial { get; }

    /// <summary>First field of the driver; TDI: the transport's object, or the client's connection context.</summary>
    public object? FsContext { get; set; }

    /// <summary>Second field of the driver; TDI: the object kind (1 address, 2 connection, 3 control channel).</summary>
    public object? FsContext2 { get; set; }

    /// <summary>Handles open on it.</summary>
    public int HandleCount { get; internal set; }

    /// <summary>References, the handles' one included; at zero the object is closed.</summary>
    public int ReferenceCount { get; internal set; }

    /// <summary>Requests about this file that a driver holds.</summary>
    public int OutstandingRequests { get; internal set; }

    /// <summary>True once IRP_MJ_CLEANUP has been sent.</summary>
    public bool IsCleanedUp { get; internal set; }

    /// <summary>True once IRP_MJ_CLOSE has been sent.</summary>
    public bool IsClosed { get; internal set; }

    /// <inheritdoc/>
    public override string ToString() => FileName.Length == 0 ? $"file #{Serial} of {Device.DisplayName}" : $"file #{Serial} '{FileName}' of {Device.DisplayName}";
}
