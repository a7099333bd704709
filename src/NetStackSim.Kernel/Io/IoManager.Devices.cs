namespace NetStackSim.Kernel;

/// <content>Drivers, devices and device stacks. IRQL: Passive.</content>
public sealed partial class IoManager
{
    /// <summary>Loads a driver: makes its object and runs its entry.</summary>
    /// <param name="name">Name without directory, e.g. <c>Tcpip</c>, or a full name.</param>
    /// <param name="entry">DriverEntry: sets dispatch routines and makes devices. A failure unloads the driver again.</param>
    /// <param name="driver">The driver; null if it was not loaded.</param>
    /// <returns>The status of the entry, or OBJECT_NAME_COLLISION.</returns>
    [WindowsDdi("IoCreateDriver")]
    public NtStatus LoadDriver(string name, Func<DriverObject, NtStatus> entry, out DriverObject? driver)
    {
        driver = null;
        RequirePassive("IoCreateDriver");
        string fullName = name.StartsWith('\\') ? name : ObjectNamespace.DriverDirectory + '\\' + name;
        DriverObject loaded = new(this, fullName);
        NtStatus status = Names.Insert(fullName, loaded);
        if (!status.IsSuccess)
        {
            return status;
        }

        _drivers.Add(loaded);
        status = entry(loaded);
        if (!status.IsSuccess)
        {
            RemoveDriver(loaded);
            return status;
        }

        driver = loaded;
        return status;
    }

    /// <summary>Unloads a driver: calls its unload routine and removes it. Devices that it left behind are a bug check of the driver.</summary>
    /// <param name="driver">The driver.</param>
    [WindowsDdi("IoDeleteDriver")]
    public void UnloadDriver(DriverObject driver)
    {
        RequirePassive("IoDeleteDriver");
        driver.Unload?.Invoke(driver);
        if (driver.Devices.Count != 0)
        {
            Kernel.BugCheck(
                BugCheckCode.DriverVerifierDetectedViolation,
                (ulong)driver.Devices.Count,
                0,
                0,
                0,
                driver.Name,
                $"the driver was unloaded and did not delete {driver.Devices[0].DisplayName}");
        }

        RemoveDriver(driver);
    }

    /// <summary>Makes a device.</summary>
    /// <param name="driver">Its driver.</param>
    /// <param name="name">Full name, e.g. <c>\Device\Tcp</c>; null for none.</param>
    /// <param name="type">Kind of device.</param>
    /// <param name="device">The device; null on failure.</param>
    /// <returns>SUCCESS; OBJECT_NAME_COLLISION; OBJECT_PATH_NOT_FOUND for a directory that does not exist.</returns>
    [WindowsDdi("IoCreateDevice")]
    public NtStatus CreateDevice(DriverObject driver, string? name, DeviceType type, out DeviceObject? device)
    {
        RequirePassive("IoCreateDevice");
        device = null;
        DeviceObject created = new(driver, name, type);
        if (name is not null)
        {
            NtStatus status = Names.Insert(name, created);
            if (!status.IsSuccess)
            {
                return status;
            }
        }

        driver.Add(created);
        device = created;
        return NtStatus.Success;
    }

    /// <summary>Deletes a device that is detached and has no open file.</summary>
    /// <param name="device">The device; its name is free afterwards.</param>
    [WindowsDdi("IoDeleteDevice")]
    public void DeleteDevice(DeviceObject device)
    {
        RequirePassive("IoDeleteDevice");
        if (device.IsDeleted || device.AttachedDevice is not null || device.LowerDevice is not null || device.OpenFiles != 0)
        {
            Kernel.BugCheck(
                BugCheckCode.DriverVerifierDetectedViolation,
                (ulong)device.OpenFiles,
                device.AttachedDevice is null ? 0UL : 1UL,
                device.LowerDevice is null ? 0UL : 1UL,
                device.IsDeleted ? 1UL : 0UL,
                device.Driver.Name,
                $"IoDeleteDevice on {device.DisplayName}, which is deleted, attached, or has {device.OpenFiles} open file(s)");
        }

        device.IsDeleted = true;
        device.Driver.Remove(device);
        if (device.Name is { } name)
        {
            Names.Remove(name);
        }
    }

    /// <summary>Puts a device on top of the stack that <paramref name="target"/> belongs to, so that it sees the requests first.</summary>
    /// <param name="source">The filter's device; not attached to anything.</param>
    /// <param name="target">Any device of the stack.</param>
    /// <returns>The device it now lies on: where the filter passes requests to. Null if the stack is being deleted.</returns>
    [WindowsDdi("IoAttachDeviceToDeviceStack")]
    public DeviceObject? AttachDevice(DeviceObject source, DeviceObject target)
    {
        if (source.LowerDevice is not null)
        {
            throw new ArgumentException($"{source.DisplayName} is attached already.", nameof(source));
        }

        DeviceObject top = target.TopOfStack;
        if (top.IsDeleted)
        {
            return null;
        }

        top.AttachedDevice = source;
        source.LowerDevice = top;
        source.StackSize = top.StackSize + 1;
        return top;
    }

    /// <summary>Takes off the device that is attached on top of <paramref name="lower"/>; requests in flight still pass through it.</summary>
    /// <param name="lower">What <see cref="AttachDevice"/> returned.</param>
    [WindowsDdi("IoDetachDevice")]
    public void DetachDevice(DeviceObject lower)
    {
        if (lower.AttachedDevice is not { } upper)
        {
            return;
        }

        if (upper.AttachedDevice is not null)
        {
            throw new InvalidOperationException($"{upper.DisplayName} has a device on top of it; stacks come apart from the top.");
        }

        lower.AttachedDevice = null;
        upper.LowerDevice = null;
        upper.StackSize = 1;
    }

    /// <summary>Makes a second name for a device, e.g. <c>\??\Tcp</c> for <c>\Device\Tcp</c>.</summary>
    /// <param name="link">The new name.</param>
    /// <param name="target">The name it stands for.</param>
    [WindowsDdi("IoCreateSymbolicLink")]
    public NtStatus CreateSymbolicLink(string link, string target) => Names.Insert(link, new SymbolicLink(target));

    /// <summary>Removes a name made by <see cref="CreateSymbolicLink"/>.</summary>
    /// <param name="link">The name.</param>
    [WindowsDdi("IoDeleteSymbolicLink")]
    public NtStatus DeleteSymbolicLink(string link) => Names.Remove(link);

    private void RemoveDriver(DriverObject driver)
    {
        _drivers.Remove(driver);
        Names.Remove(driver.Name);
    }

    private void RequirePassive(string operation) => Kernel.CurrentProcessor.AssertIrqlAtMost(Irql.Passive, operation);
}
