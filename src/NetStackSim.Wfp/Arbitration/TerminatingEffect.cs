namespace NetStackSim.Wfp;

/// <summary>What became of a sublayer's opinion when it was given.</summary>
public enum TerminatingEffect : byte
{
    /// <summary>It was the first opinion.</summary>
    Decided,

    /// <summary>It replaced a soft decision of a heavier sublayer.</summary>
    Overrode,

    /// <summary>A callout's block replaced a hard permit.</summary>
    Vetoed,

    /// <summary>A hard decision of a heavier sublayer stood.</summary>
    Ignored,
}
