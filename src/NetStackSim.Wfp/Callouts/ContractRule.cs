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

    /// <summary>More bytes of a stream were to be enforced than were indicated.</summary>
    StreamBytesOutOfRange = 11,

    /// <summary>Outbound bytes of a stream were deferred.</summary>
    DeferOutbound = 12,

    /// <summary>A stream was continued inside classifyFn.</summary>
    ContinueInsideClassify = 13,

    /// <summary>Bytes were injected into a stream that the callout neither defers nor takes out.</summary>
    StreamInjectOutOfPlace = 14,

    /// <summary>An injection was used with a handle of another type, family, or one that is being destroyed.</summary>
    WrongInjectionHandle = 15,

    /// <summary>A callout pended, absorbed or injected its own packet again and again.</summary>
    ReinjectionLoop = 16,

    /// <summary>A TCP segment was injected inside classifyFn of a transport layer.</summary>
    InlineTcpInjection = 17,

    /// <summary>A clone was freed with its data start or length changed.</summary>
    CloneFreedModified = 18,

    /// <summary>A list was referenced in classifyFn and the packet was not absorbed.</summary>
    ListKeptWithoutAbsorb = 19,

    /// <summary>An operation that was pended is still open when the callout is unregistered.</summary>
    PendNotCompleted = 20,

    /// <summary>A context is still on a flow when the callout is unregistered.</summary>
    LeakedFlowContext = 21,

    /// <summary>A callout returned at another IRQL than it was called.</summary>
    IrqlChanged = 22,

    /// <summary>A connection was sent to a process of this host without a redirect handle or a target.</summary>
    RedirectWithoutHandle = 23,

    /// <summary>A connection that was sent here by the same callout was redirected again.</summary>
    RedirectLoop = 24,

    /// <summary>An operation or classification was completed twice, or without being pended.</summary>
    CompletedTwice = 25,

    /// <summary>A list was injected whose data does not start where the function wants it.</summary>
    InjectedDataMisplaced = 26,
}
