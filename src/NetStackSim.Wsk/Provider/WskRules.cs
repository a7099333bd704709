using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <summary>Rules of WSK that the verifier checks.</summary>
public static class WskRules
{
    /// <summary>All retained indications are released before the socket is closed.</summary>
    public static VerifierRule RetainedAtClose => new("WskRetainedAtClose", BugCheckCode.DriverVerifierDetectedViolation, 0x1003);

    /// <summary>A callback that released what it was shown returns Pending.</summary>
    public static VerifierRule ReleasedAndReturned => new("WskReleasedAndReturned", BugCheckCode.DriverVerifierDetectedViolation, 0x1004);
}
