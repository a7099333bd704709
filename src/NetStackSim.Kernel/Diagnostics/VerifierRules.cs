namespace NetStackSim.Kernel;

/// <summary>Rules about levels, locks, timers and waits. I/O, NDIS and WFP add their own.</summary>
public static class VerifierRules
{
    /// <summary>An operation was used above its highest legal level.</summary>
    public static VerifierRule IrqlTooHigh => new(nameof(IrqlTooHigh), BugCheckCode.IrqlNotLessOrEqual, 0);

    /// <summary>A raise went to a level below the current one.</summary>
    public static VerifierRule IrqlRaisedDown => new(nameof(IrqlRaisedDown), BugCheckCode.DriverVerifierDetectedViolation, 0x30);

    /// <summary>A routine came back at another level than it was called.</summary>
    public static VerifierRule IrqlChangedByCallee => new(nameof(IrqlChangedByCallee), BugCheckCode.IrqlUnexpectedValue, 0);

    /// <summary>A wait at DISPATCH_LEVEL or above, or while a spin lock is held.</summary>
    public static VerifierRule WaitAtRaisedIrql => new(nameof(WaitAtRaisedIrql), BugCheckCode.AttemptedSwitchFromDpc, 0);

    /// <summary>A processor acquired a spin lock that it holds already (rule SpinLock).</summary>
    public static VerifierRule SpinLockRecursion => new("SpinLock", BugCheckCode.SpinLockAlreadyOwned, 0);

    /// <summary>A spin lock was released by somebody who does not hold it (rule SpinLockRelease).</summary>
    public static VerifierRule SpinLockNotOwned => new("SpinLockRelease", BugCheckCode.SpinLockNotOwned, 0);

    /// <summary>The at-DPC-level form of a spin lock was used below DISPATCH_LEVEL (rule SpinLockDpr).</summary>
    public static VerifierRule SpinLockDpr => new(nameof(SpinLockDpr), BugCheckCode.DriverVerifierDetectedViolation, 0x40);

    /// <summary>A spin lock that was taken by the at-DPC-level form was released below DISPATCH_LEVEL (rule SpinLockDprRelease).</summary>
    public static VerifierRule SpinLockDprRelease => new(nameof(SpinLockDprRelease), BugCheckCode.DriverVerifierDetectedViolation, 0x42);

    /// <summary>Two spin locks were taken in one order here and in the other order there (deadlock detection).</summary>
    public static VerifierRule LockOrder => new(nameof(LockOrder), BugCheckCode.DriverVerifierDetectedViolation, 0x1001);

    /// <summary>A dispatch ended while a spin lock was still held (rule SpinLockBalanced).</summary>
    public static VerifierRule SpinLockBalanced => new(nameof(SpinLockBalanced), BugCheckCode.DriverVerifierDetectedViolation, 0x41);
}
