using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The words of the analysis: names and meanings of codes and parameters, and which command shows more.</summary>
internal static class BugCheckTexts
{
    private const string Unused = "Not used";

    /// <summary>Name and meaning of a stop code.</summary>
    public static (string Name, string Meaning) Of(BugCheckCode code) => code switch
    {
        BugCheckCode.BugcodeNdisDriver => ("BUGCODE_NDIS_DRIVER", "A network driver broke a rule that NDIS depends on."),
        BugCheckCode.BugcodeNdisDriverLiveDump => ("BUGCODE_NDIS_DRIVER_LIVE_DUMP", "NDIS survived a problem in a network driver; the system goes on."),
        BugCheckCode.DriverVerifierDetectedViolation => ("DRIVER_VERIFIER_DETECTED_VIOLATION", "The verifier watches this driver and caught it breaking a rule."),
        BugCheckCode.DriverPowerStateFailure => ("DRIVER_POWER_STATE_FAILURE", "A driver did not finish a power request."),
        BugCheckCode.IrqlNotLessOrEqual => ("IRQL_NOT_LESS_OR_EQUAL", "A routine was called above the highest level at which it is legal."),
        BugCheckCode.DriverIrqlNotLessOrEqual => ("DRIVER_IRQL_NOT_LESS_OR_EQUAL", "A driver touched memory that is not there, or no longer its own."),
        BugCheckCode.BadPoolCaller => ("BAD_POOL_CALLER", "Something was freed twice, or to a pool it does not come from."),
        BugCheckCode.DpcWatchdogViolation => ("DPC_WATCHDOG_VIOLATION", "Code at DISPATCH_LEVEL or above ran for too long."),
        BugCheckCode.KernelSecurityCheckFailure => ("KERNEL_SECURITY_CHECK_FAILURE", "A list was found corrupted."),
        BugCheckCode.SpinLockAlreadyOwned => ("SPIN_LOCK_ALREADY_OWNED", "A processor took a spin lock that it holds already: on Windows it would spin for ever."),
        BugCheckCode.SpinLockNotOwned => ("SPIN_LOCK_NOT_OWNED", "A spin lock was released by somebody who does not hold it."),
        _ => (code.ToString(), "An invariant does not hold."),
    };

    /// <summary>Meanings of the four parameters.</summary>
    public static IReadOnlyList<string> ParametersOf(BugCheckException stop, string text) => stop.Code switch
    {
        BugCheckCode.BugcodeNdisDriver => OfNdis((NdisBugCheckCode)stop.Parameters[0], stop.Parameters),
        BugCheckCode.DriverVerifierDetectedViolation => [$"ID of the rule '{RuleOf(text)}'", "Level at the call (rules about levels)", "Highest legal level (rules about levels)", Unused],
        BugCheckCode.IrqlNotLessOrEqual or BugCheckCode.DriverIrqlNotLessOrEqual => ["Memory referenced", "IRQL", "Highest legal IRQL, or 0 for a read", "Instruction"],
        BugCheckCode.BadPoolCaller => [stop.Parameters[0] == 0x07 ? "It was freed already" : "It was freed to another pool", Unused, Unused, "Number of the object in its pool"],
        BugCheckCode.DpcWatchdogViolation => ["0: one DPC; 1: time at DISPATCH_LEVEL and above", "Nanoseconds", "Limit in nanoseconds", Unused],
        _ => [Unused, Unused, Unused, Unused],
    };

    /// <summary>What shows more.</summary>
    public static IReadOnlyList<string> CommandsFor(BugCheckException stop, string culprit)
    {
        List<string> commands = [];
        bool isOid = stop.Code == BugCheckCode.BugcodeNdisDriver
            ? (NdisBugCheckCode)stop.Parameters[0] is NdisBugCheckCode.OidNotPending or NdisBugCheckCode.OidCompletedWithBadBuffer or NdisBugCheckCode.FailedMandatoryOid
                || (stop.Parameters[0] == (ulong)NdisBugCheckCode.Watchdog && (NdisWatchdog)stop.Parameters[1] is NdisWatchdog.MiniportOid or NdisWatchdog.FilterOid)
            : stop.ReportText.Contains("Oid", StringComparison.Ordinal);
        if (isOid)
        {
            commands.Add("!ndiskd.oid  (requests that are pending, where, and since when)");
        }
        else
        {
            commands.Add("!ndiskd.pendingnbls  (who has which list)");
            commands.Add("!ndiskd.nbllog  (the last hand-overs of all lists)");
        }

        commands.Add($"!ndiskd.netreport  (the driver stack; look for '{culprit}')");
        return commands;
    }

    private static string RuleOf(string text)
    {
        int end = text.IndexOf(':', StringComparison.Ordinal);
        return end < 0 ? text : text[..end];
    }

    private static string[] OfNdis(NdisBugCheckCode code, IReadOnlyList<ulong> parameters) => code switch
    {
        NdisBugCheckCode.Watchdog => ["NDIS_BUGCHECK_WATCHDOG: an operation on the stack took too long", $"The operation: {(NdisWatchdog)parameters[1]}", "Triage block", OfWatchdog(parameters)],
        NdisBugCheckCode.LeakedNetBufferLists => ["NDIS_BUGCHECK_LEAKED_NBL: a driver went away and lists of it, or with it, are out", "1: found by the list tracker", Unused, Unused],
        NdisBugCheckCode.ReferenceCountImbalance => ["NDIS_BUGCHECK_REFCOUNT_IMBALANCE: something was given back more often than it was taken", Unused, "Reference block", "Tag"],
        NdisBugCheckCode.IllegalStateTransition => ["NDIS_BUGCHECK_ILLEGAL_MINIPORT_STATE_TRANSITION", "1: pause completed, 2: restart completed; nobody had asked", "The adapter", Unused],
        NdisBugCheckCode.AllocateSharedMemoryHighIrql => ["NDIS_BUGCHECK_ALLOCATE_SHARED_MEM_HIGH_IRQL", "The adapter", "Bytes asked for", "IRQL"],
        NdisBugCheckCode.FailedMandatoryOid => ["NDIS_BUGCHECK_MINIPORT_FAILED_OID_WHICH_MUST_SUCCEED", "The adapter", "The OID", "The status"],
        NdisBugCheckCode.OidNotPending => ["NDIS_BUGCHECK_INVALID_OID_COMPLETION: a request was completed that the driver does not have", "The driver", "The request", Unused],
        NdisBugCheckCode.WaitEventHighIrql => ["NDIS_BUGCHECK_WAIT_EVENT_HIGH_IRQL", "IRQL", Unused, Unused],
        NdisBugCheckCode.UnexpectedDriverUnload => ["NDIS_BUGCHECK_DRIVER_UNLOAD_UNEXPECTED", "The driver block", "The driver object", "Adapters left"],
        _ => [$"{code}", "The adapter, module or binding", "The object", Unused],
    };

    private static string OfWatchdog(IReadOnlyList<ulong> parameters) => (NdisWatchdog)parameters[1] switch
    {
        NdisWatchdog.MiniportOid or NdisWatchdog.FilterOid => $"The OID: {(Oid)parameters[3]}",
        NdisWatchdog.ProtocolStatus or NdisWatchdog.FilterStatus => $"The status: {(NdisStatusCode)parameters[3]}",
        NdisWatchdog.ProtocolNetPnPEvent or NdisWatchdog.FilterNetPnPEvent => $"The event: {(NetPnPEventCode)parameters[3]}",
        _ => Unused,
    };
}
