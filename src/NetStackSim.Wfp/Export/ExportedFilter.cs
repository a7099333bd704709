namespace NetStackSim.Wfp;

/// <summary>A filter of an export.</summary>
public sealed class ExportedFilter
{
    internal ExportedFilter(Filter filter, IReadOnlyList<string> flagNames, string reserved, bool hasWeight, bool hasContextKey, int line)
    {
        Filter = filter;
        FlagNames = flagNames;
        Reserved = reserved;
        HasEffectiveWeight = hasWeight;
        HasContextKey = hasContextKey;
        Line = line;
    }

    /// <summary>The filter with the id and the effective weight that the file gives.</summary>
    public Filter Filter { get; }

    /// <summary>The flags as the file names them, unknown ones too.</summary>
    public IReadOnlyList<string> FlagNames { get; }

    /// <summary>True when the file gives the weight that Windows computed.</summary>
    public bool HasEffectiveWeight { get; }

    /// <summary>The line of the file at which the filter starts.</summary>
    public int Line { get; }

    /// <summary>What of the filter this library does not know, such as a type of a newer Windows build; null when nothing.</summary>
    public string? Unknown { get; internal init; }

    /// <summary>Why the filter is not enforced after an import; null when it is.</summary>
    public string? NotEnforced { get; internal set; }

    /// <summary>The filter as it was read, where it could not be written back alike.</summary>
    internal XmlItem? Source { get; set; }

    internal string Reserved { get; }

    internal bool HasContextKey { get; }
}
