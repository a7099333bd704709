namespace NetStackSim.Wfp;

/// <summary>The outcome of a classification.</summary>
public struct ClassifyResult
{
    /// <summary>Permit or Block.</summary>
    public FilterActionType Action { get; internal set; }

    /// <summary>The filter whose action became final; null when nothing terminated and the default permitted.</summary>
    public RuntimeFilter? Filter { get; internal set; }

    /// <summary>True when the decision cannot be overridden at this layer.</summary>
    public bool IsHard { get; internal set; }

    /// <summary>True when a callout's block overrode a hard permit.</summary>
    public bool IsVeto { get; internal set; }

    /// <summary>True when the deciding callout took the data over: no drop is counted.</summary>
    public bool IsAbsorbed { get; internal set; }

    /// <summary>The terminating filter of each sublayer.</summary>
    public TerminatingFilters Terminating;

    /// <summary>The outcome of a filter that blocked outside of the arbitration: bytes of a stream.</summary>
    /// <param name="filter">The filter.</param>
    /// <returns>A block.</returns>
    public static ClassifyResult BlockedBy(RuntimeFilter filter)
    {
        ClassifyResult result = new() { Action = FilterActionType.Block, Filter = filter, IsHard = true };
        result.Terminating.Add(new TerminatingFilter(filter, FilterActionType.Block, IsHard: true, TerminatingEffect.Decided), overflow: null);
        return result;
    }

    /// <summary>Copies a result to keep it beyond the call that got it; the room of the one that was kept before is used again.</summary>
    internal void Keep(in ClassifyResult result)
    {
        TerminatingFilter[]? room = Terminating.Room;
        this = result;
        Terminating.Own(room);
    }

    /// <summary>True when no filter terminated.</summary>
    public readonly bool IsDefault => Filter is null;

    /// <summary>True for a block.</summary>
    public readonly bool IsBlock => Action == FilterActionType.Block;

    /// <summary>The id of <see cref="Filter"/>; 0 without one.</summary>
    public readonly ulong FilterId => Filter?.Id ?? 0;
}
