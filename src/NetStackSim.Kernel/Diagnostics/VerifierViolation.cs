namespace NetStackSim.Kernel;

/// <summary>One broken rule, as the verifier recorded it.</summary>
/// <param name="TimeNs">Virtual time in nanoseconds.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Culprit">Who broke it.</param>
/// <param name="Message">What happened, in words.</param>
public readonly record struct VerifierViolation(long TimeNs, VerifierRule Rule, string Culprit, string Message);
