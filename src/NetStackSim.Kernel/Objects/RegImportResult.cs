namespace NetStackSim.Kernel;

/// <summary>What an import of a .reg file did.</summary>
/// <param name="Keys">Keys named in the file.</param>
/// <param name="Values">Values set or deleted.</param>
/// <param name="Errors">Lines that could not be read.</param>
public sealed record RegImportResult(int Keys, int Values, IReadOnlyList<RegImportError> Errors)
{
    /// <summary>True if every line was understood.</summary>
    public bool IsComplete => Errors.Count == 0;
}
