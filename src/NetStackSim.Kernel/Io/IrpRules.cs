namespace NetStackSim.Kernel;

/// <summary>The rules of the IRP model. Parameter 1 of their stop code 0xC9 is the number given here; 1 to 15 are the rules of the model, the rest are misuse.</summary>
public static class IrpRules
{
    /// <summary>Rule 1: one stack location per driver, and only an owned or held IRP is handed down.</summary>
    public static VerifierRule Dispatch => new("IrpDispatch", BugCheckCode.DriverVerifierIoManagerViolation, 1);

    /// <summary>Rule 2: a completion routine goes into the next location, which the lowest driver does not have.</summary>
    public static VerifierRule RoutineLocation => new("IrpRoutineLocation", BugCheckCode.DriverVerifierIoManagerViolation, 2);

    /// <summary>Rule 3: a completion routine that lets the walk go on has not freed, reused or sent the IRP.</summary>
    public static VerifierRule RoutineKeptIrp => new("IrpRoutineKeptIrp", BugCheckCode.DriverVerifierIoManagerViolation, 3);

    /// <summary>Rule 4: the creator sets a routine for all three cases, and that routine keeps the IRP.</summary>
    public static VerifierRule CreatorRoutine => new("IrpCreatorRoutine", BugCheckCode.DriverVerifierIoManagerViolation, 4);

    /// <summary>Rule 5: a dispatch routine returns PENDING if, and only if, it marked the IRP pending.</summary>
    public static VerifierRule PendingReturn => new("IrpPendingReturn", BugCheckCode.DriverVerifierIoManagerViolation, 5);

    /// <summary>Rule 6: a routine that passes the IRP on passes the pending mark on; the creator never marks.</summary>
    public static VerifierRule PendingPropagation => new("IrpPendingPropagation", BugCheckCode.DriverVerifierIoManagerViolation, 6);

    /// <summary>Rule 7: a call that does not return PENDING has completed the IRP, with that status.</summary>
    public static VerifierRule SynchronousCompletion => new("IrpSynchronousCompletion", BugCheckCode.DriverVerifierIoManagerViolation, 7);

    /// <summary>Rule 8: waiting is for Passive level, and for requests that returned PENDING.</summary>
    public static VerifierRule Wait => new("IrpWait", BugCheckCode.DriverVerifierIoManagerViolation, 8);

    /// <summary>Rule 9: only the allocator reuses an IRP, and sets its routine again.</summary>
    public static VerifierRule Reuse => new("IrpReuse", BugCheckCode.DriverVerifierIoManagerViolation, 9);

    /// <summary>Rule 10: a cancel routine releases the cancel lock and completes with CANCELLED and no information.</summary>
    public static VerifierRule CancelRoutine => new("IrpCancelRoutine", BugCheckCode.DriverVerifierIoManagerViolation, 10);

    /// <summary>Rule 11: whoever fails to clear the cancel routine leaves the IRP to it; nobody completes with a routine set.</summary>
    public static VerifierRule CancelRace => new("IrpCancelRace", BugCheckCode.DriverVerifierIoManagerViolation, 11);

    /// <summary>Rule 12: no IRP is completed while a spin lock is held.</summary>
    public static VerifierRule LockHeld => new("IrpLockHeld", BugCheckCode.DriverVerifierIoManagerViolation, 12);

    /// <summary>Rule 13: the final status is never PENDING, cancelled or not.</summary>
    public static VerifierRule FinalStatus => new("IrpFinalStatus", BugCheckCode.DriverVerifierIoManagerViolation, 13);

    /// <summary>Rule 14: a cleanup leaves no request outstanding on its file object.</summary>
    public static VerifierRule Cleanup => new("IrpCleanup", BugCheckCode.DriverVerifierIoManagerViolation, 14);

    /// <summary>Rule 15: completions nest at most <see cref="IoManager.MaxCompletionDepth"/> deep.</summary>
    public static VerifierRule CompletionDepth => new("IrpCompletionDepth", BugCheckCode.DriverVerifierIoManagerViolation, 15);

    /// <summary>An IRP is freed once, by its holder.</summary>
    public static VerifierRule Free => new("IrpFree", BugCheckCode.DriverVerifierIoManagerViolation, 16);

    /// <summary>A freed IRP is not looked at.</summary>
    public static VerifierRule UseAfterFree => new("IrpUseAfterFree", BugCheckCode.DriverVerifierIoManagerViolation, 17);

    /// <summary>The request was made above the IRQL it is legal at.</summary>
    public static VerifierRule Irql => new("IrpIrql", BugCheckCode.DriverVerifierIoManagerViolation, 18);
}
