namespace NetStackSim.Kernel;

/// <summary>Runs when a lower driver has completed an IRP (IoCompletion). IRQL: at most Dispatch.</summary>
/// <param name="irp">The IRP, with its final status set. <see cref="Irp.PendingReturned"/> tells whether the layer below had marked it pending.</param>
/// <param name="context">What was given to <see cref="Irp.SetCompletionRoutine"/>.</param>
/// <returns>
/// <see cref="NtStatus.MoreProcessingRequired"/> stops the walk: the IRP belongs to the routine's driver again, which may have freed it already.
/// Any other value lets the walk go on; then the routine must not have freed, reused or sent the IRP.
/// </returns>
public delegate NtStatus IrpCompletionRoutine(Irp irp, object? context);
