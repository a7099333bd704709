namespace NetStackSim.Simulation;

/// <summary>What a fault rule decides about a frame.</summary>
public enum FaultVerdictKind : byte
{
    /// <summary>Not this rule's business: the next rule, then the impairments of the link.</summary>
    Pass,

    /// <summary>Arrives after a given time instead of the delay of the link; later frames may overtake it. No other impairment applies.</summary>
    Deliver,

    /// <summary>Does not arrive.</summary>
    Drop,

    /// <summary>Arrives with one bit flipped.</summary>
    Corrupt,

    /// <summary>Arrives twice.</summary>
    Duplicate,
}
