namespace NetStackSim.Kernel;

/// <summary>A loaded driver (DRIVER_OBJECT): its 28 dispatch routines and its devices.</summary>
public sealed class DriverObject
{
    /// <summary>Number of major functions (IRP_MJ_MAXIMUM_FUNCTION + 1).</summary>
    public const int MajorFunctionCount = 28;

    private static readonly DriverDispatch InvalidRequest = static (_, irp) => irp.CompleteRequest(NtStatus.InvalidDeviceRequest);

    private readonly DriverDispatch[] _dispatch = new DriverDispatch[MajorFunctionCount];
    private readonly List<DeviceObject> _devices = [];

    internal DriverObject(IoManager manager, string name)
    {
        Manager = manager;
        Name = name;
        Array.Fill(_dispatch, InvalidRequest);
    }

    /// <summary>The I/O manager the driver is loaded into.</summary>
    public IoManager Manager { get; }

    /// <summary>Name in the object name space, e.g. <c>\Driver\Tcpip</c>.</summary>
    public string Name { get; }

    /// <summary>The driver's devices in the order of creation.</summary>
    public IReadOnlyList<DeviceObject> Devices => _devices;

    /// <summary>Called before the driver is unloaded (DriverUnload); deletes its devices.</summary>
    public Action<DriverObject>? Unload { get; set; }

    /// <summary>The dispatch routine of one major function (MajorFunction[]). Until set, requests complete with INVALID_DEVICE_REQUEST.</summary>
    /// <param name="function">Which one.</param>
    public DriverDispatch this[IrpMajorFunction function]
    {
        get => _dispatch[(int)function];
        set => _dispatch[(int)function] = value ?? throw new ArgumentNullException(nameof(value));
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal void Add(DeviceObject device) => _devices.Add(device);

    internal void Remove(DeviceObject device) => _devices.Remove(device);

    internal DriverDispatch DispatchOf(IrpMajorFunction function) => _dispatch[(int)function];
}
