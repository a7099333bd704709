namespace NetStackSim.Kernel;

/// <summary>Runs when an IRP that waits in a driver is cancelled (DRIVER_CANCEL). Entered at Dispatch with the cancel lock held.</summary>
/// <remarks>
/// The routine takes the IRP out of its queue, calls <see cref="Irp.ReleaseCancelLock"/>, sets the status to <see cref="NtStatus.Cancelled"/> and the
/// information to zero, and completes the IRP. Returning with the lock held is bug check 0x11B.
/// </remarks>
/// <param name="device">The device the IRP waits at; null when it was handed over without one.</param>
/// <param name="irp">The IRP; its cancel routine is already cleared.</param>
public delegate void IrpCancelRoutine(DeviceObject? device, Irp irp);
