namespace NetStackSim.Kernel;

/// <summary>A device of a driver (DEVICE_OBJECT): the target of IRPs, and a layer of a device stack.</summary>
/// <remarks>Made by <see cref="IoManager.CreateDevice"/>, gone after <see cref="IoManager.DeleteDevice"/>. A filter's device lies on top of the one it filters.</remarks>
public sealed class DeviceObject
{
    internal DeviceObject(DriverObject driver, string? name, DeviceType type)
    {
        Driver = driver;
        Name = name;
        DeviceType = type;
        DisplayName = name is null ? $"{driver.Name} (unnamed device)" : $"{driver.Name} ({name})";
    }

    /// <summary>The driver whose dispatch routines serve this device.</summary>
    public DriverObject Driver { get; }

    /// <summary>Full name in the object name space; null for an unnamed device.</summary>
    public string? Name { get; }

    /// <summary>Driver and device in words, for reports.</summary>
    public string DisplayName { get; }

    /// <summary>Kind of device.</summary>
    public DeviceType DeviceType { get; }

    /// <summary>Stack locations an IRP to this device needs: one more than the device below.</summary>
    public int StackSize { get; internal set; } = 1;

    /// <summary>The device attached on top of this one; null for the top of a stack (AttachedDevice).</summary>
    public DeviceObject? AttachedDevice { get; internal set; }

    /// <summary>The device this one is attached to; null for the bottom of a stack.</summary>
    public DeviceObject? LowerDevice { get; internal set; }

    /// <summary>The driver's own data (DeviceExtension).</summary>
    public object? Extension { get; set; }

    /// <summary>Whose opening is allowed; null lets everybody open the device. Kernel-mode opens are not checked.</summary>
    public SecurityDescriptor? SecurityDescriptor { get; set; }

    /// <summary>File objects open on the device.</summary>
    public int OpenFiles { get; internal set; }

    /// <summary>True once deleted.</summary>
    public bool IsDeleted { get; internal set; }

    /// <summary>The highest device of the stack this one belongs to.</summary>
    [WindowsDdi("IoGetAttachedDevice")]
    public DeviceObject TopOfStack
    {
        get
        {
            DeviceObject device = this;
            while (device.AttachedDevice is { } upper)
            {
                device = upper;
            }

            return device;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => DisplayName;
}
