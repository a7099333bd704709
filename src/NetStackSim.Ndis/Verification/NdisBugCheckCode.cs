namespace NetStackSim.Ndis;

/// <summary>First parameter of bug check 0x7C, BUGCODE_NDIS_DRIVER.</summary>
public enum NdisBugCheckCode : ulong
{
    /// <summary>A miniport was halted and has not deregistered its interrupt.</summary>
    HaltWithInterrupt = 0x08,

    /// <summary>A driver was unloaded while it still has adapters, modules or bindings.</summary>
    UnexpectedDriverUnload = 0x0A,

    /// <summary>MiniportInitializeEx failed and left an interrupt registered.</summary>
    InitializeFailedWithInterrupt = 0x0B,

    /// <summary>A binding was opened outside the bind handler.</summary>
    OpenOutsideBind = 0x16,

    /// <summary>A row of the ifStackTable would close a circle.</summary>
    IfStackTableLoop = 0x1B,

    /// <summary>A driver failed an OID request that must succeed.</summary>
    FailedMandatoryOid = 0x1C,

    /// <summary>An OID request was completed with more bytes than its buffer has.</summary>
    OidCompletedWithBadBuffer = 0x1D,

    /// <summary>A reference count is wrong: a list was completed or returned twice, or freed while it is out.</summary>
    ReferenceCountImbalance = 0x1E,

    /// <summary>An illegal state transition: a pause or restart was completed that nobody asked for.</summary>
    IllegalStateTransition = 0x1F,

    /// <summary>A status indication with a buffer of the wrong size.</summary>
    StatusIndicationInvalidBuffer = 0x20,

    /// <summary>An object header is wrong.</summary>
    InvalidObjectHeader = 0x21,

    /// <summary>An internal failure.</summary>
    InternalFailure = 0x24,

    /// <summary>A driver did not finish in time; parameter 2 is a <see cref="NdisWatchdog"/>.</summary>
    Watchdog = 0x25,

    /// <summary>An OID request was completed that is not pending.</summary>
    OidNotPending = 0x26,

    /// <summary>A binding or driver went away with lists outstanding.</summary>
    LeakedNetBufferLists = 0x27,
}
