namespace NetStackSim.Wfp;

/// <summary>Numbers between two ends, both included.</summary>
/// <param name="Low">The low end.</param>
/// <param name="High">The high end.</param>
internal readonly record struct NumberInterval(UInt128 Low, UInt128 High)
{
    /// <summary>True for a single number.</summary>
    internal bool IsPoint => Low == High;
}
