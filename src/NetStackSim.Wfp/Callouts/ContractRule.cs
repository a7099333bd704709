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

    /// <summary>An injection was used with a handle of another type, of another family, or with one that was destroyed.</summary>
    WrongInjectionHandle = 15,

    /// <summary>A callout pended, absorbed or injected its own packet again and again.</summary>
    ReinjectionLoop = 16,

    /// <summary>A TCP segment was injected inside classifyFn of a transport layer.</summary>
    InlineTcpInjection = 17,

    /// <summary>A clone was freed with its data start, length or buffers changed.</summary>
    CloneFreedModified = 18,

    /// <summary>A list was referenced in classifyFn and the packet was not absorbed.</summary>
    ListKeptWithoutAbsorb = 19,

    /// <summary>An operation or classification that was pended is still open when the callout is unregistered.</summary>
    PendNotCompleted = 20,

    /// <summary>A context stays on a flow although unregistering the callout was refused because of it.</summary>
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

    /// <summary>A function was called above its highest IRQL.</summary>
    CalledAboveIrql = 27,

    /// <summary>Flags that belong to the engine were changed in the output of a call.</summary>
    EngineFlagChanged = 28,

    /// <summary>An operation was pended or a request acquired although a heavier callout had cleared the action right.</summary>
    TookWithoutRight = 29,

    /// <summary>The bytes of a packet were changed in place; found while the kernel's verifier hashes data.</summary>
    DataChangedInPlace = 30,

    /// <summary>A packet was used after classifyFn without a reference or a clone.</summary>
    ListUsedAfterCall = 31,

    /// <summary>Lists or references that a callout made are not given back when it is unregistered.</summary>
    ListNotFreed = 32,

    /// <summary>A list was freed while its injection was under way.</summary>
    ListFreedInFlight = 33,

    /// <summary>A list was injected while an earlier injection of it was under way.</summary>
    ListInjectedTwice = 34,

    /// <summary>A list was injected that is neither a clone nor a list of the driver.</summary>
    OriginalInjected = 35,

    /// <summary>A packet was received from the transport layer although ALE has still to classify it.</summary>
    InjectedBeforeAle = 36,

    /// <summary>A reference was given up that nobody holds.</summary>
    DereferencedWithoutReference = 37,

    /// <summary>A stream injection says no direction, both, or an end that did not happen.</summary>
    StreamFlagsMisuse = 38,

    /// <summary>A callout that takes all bytes of a live stream out changed to permitting them in line.</summary>
    StreamModeChanged = 39,

    /// <summary>A stream filter was removed while its callout waits, defers or works out of band.</summary>
    StreamFilterRemovedBusy = 40,

    /// <summary>A stream callout that may decide left neither an action nor a stream action.</summary>
    StreamActionMissing = 41,

    /// <summary>A classify handle was released too often, or not at all before the callout was unregistered.</summary>
    ClassifyHandleUnbalanced = 42,

    /// <summary>A redirect handle was used after it was destroyed.</summary>
    RedirectHandleDestroyed = 43,

    /// <summary>A call kept its processor busy at DISPATCH longer than a DPC may.</summary>
    CalledTooLong = 44,

    /// <summary>A writable request was applied that had not been acquired.</summary>
    AppliedWithoutAcquire = 45,

    /// <summary>A callout that takes chains of frames referenced or cloned one of their lists.</summary>
    BatchedListKept = 46,
}
