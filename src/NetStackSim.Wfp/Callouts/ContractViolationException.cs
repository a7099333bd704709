namespace NetStackSim.Wfp;

/// <summary>Stops a run at the first broken callout rule, with <see cref="ContractMode.Throw"/>.</summary>
public sealed class ContractViolationException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="violation">The broken rule.</param>
    public ContractViolationException(ContractViolation violation)
        : base(Text(violation))
    {
        Violation = violation;
    }

    /// <summary>The broken rule.</summary>
    public ContractViolation Violation { get; }

    private static string Text(ContractViolation violation)
    {
        ArgumentNullException.ThrowIfNull(violation);
        return violation.ToString();
    }
}
