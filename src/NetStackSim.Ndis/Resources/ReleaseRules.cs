using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Which rule, and which sub-code of bug check 0x7C, a resource that was not released breaks.</summary>
internal static class ReleaseRules
{
    /// <summary>Reports one resource: its rule while the verifier is on; without it the bug check, for interrupts and timers.</summary>
    public static void Report(DriverResources owner, DriverResource resource, ReleasePhase phase)
    {
        string text = $"'{owner.Name}' {Words(phase)} and left its {resource}";
        owner.Runtime.Ownership?.Violation(RuleOf(resource.Kind, phase), owner.Name, text);
        if (CodeOf(resource.Kind, phase) is { } code)
        {
            NdisBugCheck.Raise(owner.Kernel, code, owner.Name, text);
        }
    }

    private static VerifierRule RuleOf(DriverResourceKind kind, ReleasePhase phase) => kind switch
    {
        DriverResourceKind.Timer => NdisVerifierRules.CancelTimerObject,
        DriverResourceKind.Interrupt => phase is ReleasePhase.Halted ? NdisVerifierRules.InitDeRegisterInterrupt : NdisVerifierRules.InitRegisterInterrupt,
        DriverResourceKind.WorkItem => NdisVerifierRules.InitAllocateIoWorkItem,
        DriverResourceKind.ScatterGather => NdisVerifierRules.InitRegisterScatterGather,
        DriverResourceKind.GenericObject => NdisVerifierRules.AllocateGenericObject,
        DriverResourceKind.Mdl => NdisVerifierRules.AllocateMdl,
        DriverResourceKind.Configuration => NdisVerifierRules.OpenConfiguration,
        _ => NdisVerifierRules.PoolTracking,
    };

    private static NdisBugCheckCode? CodeOf(DriverResourceKind kind, ReleasePhase phase) => (kind, phase) switch
    {
        (DriverResourceKind.Interrupt, ReleasePhase.Halted) => NdisBugCheckCode.HaltWithInterrupt,
        (DriverResourceKind.Interrupt, ReleasePhase.InitializeFailed) => NdisBugCheckCode.InitializeFailedWithInterrupt,
        (DriverResourceKind.Interrupt, ReleasePhase.HaltedDuringInitialize) => NdisBugCheckCode.HaltInitializeWithInterrupt,
        (DriverResourceKind.Interrupt, ReleasePhase.PowerUpFailed) => NdisBugCheckCode.PowerUpFailedWithInterrupt,
        (DriverResourceKind.Timer, ReleasePhase.Halted) => NdisBugCheckCode.HaltWithTimer,
        (DriverResourceKind.Timer, ReleasePhase.InitializeFailed) => NdisBugCheckCode.InitializeFailedWithTimer,
        (DriverResourceKind.Timer, ReleasePhase.HaltedDuringInitialize) => NdisBugCheckCode.HaltInitializeWithTimer,
        (DriverResourceKind.Timer, ReleasePhase.PowerUpFailed) => NdisBugCheckCode.PowerUpFailedWithTimer,
        _ => null,
    };

    private static string Words(ReleasePhase phase) => phase switch
    {
        ReleasePhase.Halted => "was halted",
        ReleasePhase.InitializeFailed => "failed to initialize",
        ReleasePhase.HaltedDuringInitialize => "was halted while it was initialized",
        ReleasePhase.PowerUpFailed => "failed to initialize after a low-power state",
        _ => "was detached",
    };
}
