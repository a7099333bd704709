namespace NetStackSim.Kernel;

/// <summary>Stop codes with their Windows numbers, as far as a network stack can cause them.</summary>
public enum BugCheckCode : uint
{
    /// <summary>APC_INDEX_MISMATCH: a thread left a system call with APCs disabled.</summary>
    ApcIndexMismatch = 0x1,

    /// <summary>IRQL_NOT_GREATER_OR_EQUAL: a raise went to a lower level than the current one.</summary>
    IrqlNotGreaterOrEqual = 0x9,

    /// <summary>IRQL_NOT_LESS_OR_EQUAL: an operation was used above the highest level at which it is legal.</summary>
    IrqlNotLessOrEqual = 0xA,

    /// <summary>SPIN_LOCK_ALREADY_OWNED: a processor acquired a spin lock that it holds already.</summary>
    SpinLockAlreadyOwned = 0xF,

    /// <summary>SPIN_LOCK_NOT_OWNED: a spin lock was released by somebody who does not hold it.</summary>
    SpinLockNotOwned = 0x10,

    /// <summary>REFERENCE_BY_POINTER: a reference count of an object went wrong.</summary>
    ReferenceByPointer = 0x18,

    /// <summary>KMODE_EXCEPTION_NOT_HANDLED: driver code threw.</summary>
    KmodeExceptionNotHandled = 0x1E,

    /// <summary>NO_MORE_IRP_STACK_LOCATIONS: an IRP was passed down more often than it has locations.</summary>
    NoMoreIrpStackLocations = 0x35,

    /// <summary>MULTIPLE_IRP_COMPLETE_REQUESTS: an IRP was completed twice.</summary>
    MultipleIrpCompleteRequests = 0x44,

    /// <summary>CANCEL_STATE_IN_COMPLETED_IRP: an IRP was completed while its cancel routine was still set.</summary>
    CancelStateInCompletedIrp = 0x48,

    /// <summary>NDIS_INTERNAL_ERROR: an invariant inside NDIS does not hold.</summary>
    NdisInternalError = 0x4F,

    /// <summary>BUGCODE_NDIS_DRIVER: a network driver broke a rule; parameter 1 is the sub-code.</summary>
    BugcodeNdisDriver = 0x7C,

    /// <summary>DRIVER_POWER_STATE_FAILURE: a driver did not finish a power or pause request.</summary>
    DriverPowerStateFailure = 0x9F,

    /// <summary>ATTEMPTED_SWITCH_FROM_DPC: a wait at DISPATCH_LEVEL.</summary>
    AttemptedSwitchFromDpc = 0xB8,

    /// <summary>BAD_POOL_CALLER: a pool object was returned twice or to the wrong pool.</summary>
    BadPoolCaller = 0xC2,

    /// <summary>DRIVER_VERIFIER_DETECTED_VIOLATION: parameter 1 is the number of the rule.</summary>
    DriverVerifierDetectedViolation = 0xC4,

    /// <summary>TIMER_OR_DPC_INVALID: a timer or DPC lies in memory that goes away.</summary>
    TimerOrDpcInvalid = 0xC7,

    /// <summary>IRQL_UNEXPECTED_VALUE: a routine came back at another level than it was called.</summary>
    IrqlUnexpectedValue = 0xC8,

    /// <summary>DRIVER_VERIFIER_IOMANAGER_VIOLATION: an IRP rule was broken.</summary>
    DriverVerifierIoManagerViolation = 0xC9,

    /// <summary>DRIVER_UNLOADED_WITHOUT_CANCELLING_PENDING_OPERATIONS: a driver went away with a timer, DPC or work item outstanding.</summary>
    DriverUnloadedWithoutCancellingPendingOperations = 0xCE,

    /// <summary>DRIVER_IRQL_NOT_LESS_OR_EQUAL: a driver touched pageable or freed memory at a raised level.</summary>
    DriverIrqlNotLessOrEqual = 0xD1,

    /// <summary>RESOURCE_NOT_OWNED: a resource was released by somebody who does not own it.</summary>
    ResourceNotOwned = 0xE3,

    /// <summary>DRIVER_VERIFIER_DMA_VIOLATION: a DMA rule was broken.</summary>
    DriverVerifierDmaViolation = 0xE6,

    /// <summary>DRIVER_RETURNED_HOLDING_CANCEL_LOCK: a cancel routine came back and had not released the cancel lock.</summary>
    DriverReturnedHoldingCancelLock = 0x11B,

    /// <summary>DPC_WATCHDOG_VIOLATION: parameter 1 is 0 for one DPC that ran too long, 1 for too long a time at DISPATCH_LEVEL or above.</summary>
    DpcWatchdogViolation = 0x133,

    /// <summary>KERNEL_SECURITY_CHECK_FAILURE: a list was found corrupted.</summary>
    KernelSecurityCheckFailure = 0x139,

    /// <summary>BUGCODE_NDIS_DRIVER_LIVE_DUMP: a report that does not stop Windows.</summary>
    BugcodeNdisDriverLiveDump = 0x15E,
}
