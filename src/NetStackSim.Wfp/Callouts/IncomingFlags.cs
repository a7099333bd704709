namespace NetStackSim.Wfp;

/// <summary>Flags from the engine to a callout (<c>FWPS_INCOMING_FLAG_*</c>, Windows' numbers).</summary>
[Flags]
public enum IncomingFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The answer may be cached.</summary>
    CacheSafe = 0x1,

    /// <summary>A question only: nothing is enforced.</summary>
    EnforceQuery = 0x2,

    /// <summary>The data was absorbed above.</summary>
    Absorb = 0x4,

    /// <summary>The connection is failing.</summary>
    ConnectionFailingIndication = 0x8,

    /// <summary>The stream existed before the filter.</summary>
    MidStreamInspection = 0x10,

    /// <summary>A bind or listen is classified again.</summary>
    Reclassify = 0x20,

    /// <summary>The flow takes replies from other addresses.</summary>
    LooseSourceFlow = 0x40,

    /// <summary>The flow stays on the host.</summary>
    LocalOnlyFlow = 0x80,
}
