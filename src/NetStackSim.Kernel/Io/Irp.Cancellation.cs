namespace NetStackSim.Kernel;

/// <content>Cancellation.</content>
public sealed partial class Irp
{
    private IrpCancelRoutine? _cancelRoutine;

    /// <summary>True once somebody asked to cancel the IRP. It may still complete with success if the operation won the race.</summary>
    public bool Cancel { get; private set; }

    /// <summary>True while a driver has a cancel routine set.</summary>
    public bool HasCancelRoutine => _cancelRoutine is not null;

    /// <summary>Sets or clears the cancel routine.</summary>
    /// <param name="routine">The new routine; null to take the IRP out of a queue.</param>
    /// <returns>
    /// The routine that was set before. Null after asking to clear it means that the cancel routine has been called or is about to run: it owns the
    /// completion, and the caller must leave the IRP alone.
    /// </returns>
    [WindowsDdi("IoSetCancelRoutine")]
    public IrpCancelRoutine? SetCancelRoutine(IrpCancelRoutine? routine)
    {
        IrpCancelRoutine? previous = _cancelRoutine;
        _cancelRoutine = routine;
        return previous;
    }

    /// <summary>Asks for cancellation: marks the IRP and, if a driver has set a cancel routine, calls it with the cancel lock held.</summary>
    /// <returns>True if a cancel routine ran; false if the IRP is only marked.</returns>
    [WindowsDdi("IoCancelIrp")]
    public bool CancelIrp()
    {
        CheckNotFreed();
        IoManager manager = _manager;
        manager.AcquireCancelLock();
        Cancel = true;
        IrpCancelRoutine? routine = _cancelRoutine;
        if (routine is null)
        {
            manager.ReleaseCancelLock();
            return false;
        }

        _cancelRoutine = null;
        DeviceObject? device = _currentLocation <= _stackCount ? _locations[_currentLocation - 1].DeviceObject : null;
        manager.RunCancelRoutine(routine, device, this);
        return true;
    }

    /// <summary>To be called by a cancel routine before it completes the IRP: releases the cancel lock and restores the IRQL of the canceller.</summary>
    [WindowsDdi("IoReleaseCancelSpinLock")]
    public void ReleaseCancelLock() => _manager.ReleaseCancelLock();
}
