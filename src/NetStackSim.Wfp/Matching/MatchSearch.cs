using System.Diagnostics;

namespace NetStackSim.Wfp;

/// <summary>A search for the first matching filter of a sublayer: ranks after <see cref="After"/>, better than <see cref="Best"/>.</summary>
internal ref struct MatchSearch
{
    /// <summary>The values of the packet.</summary>
    internal ReadOnlySpan<FwpValue> Values;

    /// <summary>Only ranks above this one count; -1 at the start.</summary>
    internal int After;

    /// <summary>The best rank found so far; <see cref="int.MaxValue"/> for none.</summary>
    internal int Best;

    /// <summary>Filters and nodes that were looked at; counted in debug builds only.</summary>
    internal int Steps;

    /// <summary>Counts a step.</summary>
    [Conditional("DEBUG")]
    internal void CountStep() => Steps++;
}
