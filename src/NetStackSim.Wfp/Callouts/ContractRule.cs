namespace NetStackSim.Wfp;

/// <summary>Rules of the callout contract. The numbers are stable.</summary>
public enum ContractRule
{
    /// <summary>A list's data offset was not restored.</summary>
    DataOffsetNotRestored = 1,

    /// <summary>A cleared action right was set again.</summary>
    RightSetAgain = 2,

    /// <summary>Permit was written without the action right.</summary>
    PermitWithoutRight = 3,

    /// <summary>An inspection callout tried to decide.</summary>
    InspectionDecided = 4,

    /// <summary>A terminating callout did not decide.</summary>
    TerminatingDidNotDecide = 5,

    /// <summary>Absorb was set without Block, or at a layer that cannot absorb.</summary>
    AbsorbWithoutBlock = 6,

    /// <summary>Block at a layer that only informs.</summary>
    BlockAtInformingLayer = 7,

    /// <summary>An operation was pended without Block and Absorb.</summary>
    PendWithoutAbsorb = 8,

    /// <summary>More stream data was asked for although none follows or none can be kept.</summary>
    NeedMoreDataMisuse = 9,

    /// <summary>A writable request was acquired and not applied.</summary>
    WritableDataNotApplied = 10,
}
