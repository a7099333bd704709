namespace NetStackSim.Wfp;

/// <summary>Flags between engine and callout (<c>FWPS_CLASSIFY_OUT_FLAG_*</c>, Windows' numbers).</summary>
[Flags]
public enum ClassifyOutFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>With Block: the callout takes the data over; no discard layer, no event, no error packet.</summary>
    Absorb = 0x1,

    /// <summary>Set by the engine at the stream layer: nothing more can be buffered.</summary>
    BufferLimitReached = 0x2,

    /// <summary>Set by the engine at the stream layer: no more data follows.</summary>
    NoMoreData = 0x4,

    /// <summary>The ALE fast cache is checked.</summary>
    AleFastCacheCheck = 0x8,

    /// <summary>The ALE fast cache is possible.</summary>
    AleFastCachePossible = 0x10,
}
