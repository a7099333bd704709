namespace NetStackSim.Wfp;

/// <summary>Where a walk over the matching filters of a sublayer stands.</summary>
internal struct MatchCursor
{
    /// <summary>The rank of the last filter from the older slice.</summary>
    internal int Older;

    /// <summary>The rank of the last filter from the newer slice.</summary>
    internal int Newer;

    /// <summary>Before the first filter.</summary>
    internal static MatchCursor Start => new() { Older = -1, Newer = -1 };
}
