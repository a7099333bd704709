namespace NetStackSim.Kernel;

/// <summary>A driver's entry for one major function (DRIVER_DISPATCH). IRQL: at most Dispatch; Passive for create, cleanup and close.</summary>
/// <param name="device">The driver's device that was called.</param>
/// <param name="irp">The request; <see cref="Irp.CurrentStackLocation"/> is the driver's own location.</param>
/// <returns><see cref="NtStatus.Pending"/> if, and only if, the driver marked the IRP pending; else the status it completed the IRP with.</returns>
public delegate NtStatus DriverDispatch(DeviceObject device, Irp irp);
