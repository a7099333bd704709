namespace NetStackSim.Kernel;

/// <summary>A rule that the verifier can find broken, with the stop code that Windows' Driver Verifier uses for it.</summary>
/// <param name="Name">Name as in the Windows documentation.</param>
/// <param name="Code">Stop code.</param>
/// <param name="Parameter1">First parameter of the stop: the number of the rule, or the sub-code.</param>
public readonly record struct VerifierRule(string Name, BugCheckCode Code, ulong Parameter1)
{
    /// <inheritdoc/>
    public override string ToString() => Name;
}
