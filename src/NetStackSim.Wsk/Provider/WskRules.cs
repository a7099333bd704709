using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>Rules of WSK that the verifier checks.</summary>
public static class WskRules
{
    /// <summary>All retained indications are released before the socket is closed.</summary>
    public static readonly VerifierRule RetainedAtClose = new("WskRetainedAtClose", BugCheckCode.DriverVerifierDetectedViolation, 0x1003);
}
