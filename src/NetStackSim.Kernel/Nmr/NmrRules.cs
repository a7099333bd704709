namespace NetStackSim.Kernel;

/// <summary>The rules of the network module registrar.</summary>
public static class NmrRules
{
    /// <summary>A binding took an event that is illegal in its state, e.g. a detach completion without a pending detach, or a second one.</summary>
    public static VerifierRule IllegalTransition => new("NmrIllegalTransition", BugCheckCode.DriverVerifierDetectedViolation, 0x4E4D5201);

    /// <summary>An attach callback returned something else than the attach it made.</summary>
    public static VerifierRule AttachStatus => new("NmrAttachStatus", BugCheckCode.DriverVerifierDetectedViolation, 0x4E4D5202);

    /// <summary>A detach callback returned neither SUCCESS nor PENDING.</summary>
    public static VerifierRule DetachStatus => new("NmrDetachStatus", BugCheckCode.DriverVerifierDetectedViolation, 0x4E4D5203);

    /// <summary>A module called through a binding that it had detached from.</summary>
    public static VerifierRule CallAfterDetach => new("NmrCallAfterDetach", BugCheckCode.DriverVerifierDetectedViolation, 0x4E4D5204);
}
