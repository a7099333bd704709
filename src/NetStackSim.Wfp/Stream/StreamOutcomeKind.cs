namespace NetStackSim.Wfp;

/// <summary>What becomes of indicated bytes.</summary>
internal enum StreamOutcomeKind : byte
{
    /// <summary>They go on to the next sublayer.</summary>
    Permit,

    /// <summary>They leave the stream.</summary>
    Block,

    /// <summary>They wait for more.</summary>
    NeedMore,

    /// <summary>The connection ends.</summary>
    Drop,

    /// <summary>They wait until the stream is continued.</summary>
    Defer,
}
