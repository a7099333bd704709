namespace NetStackSim.Wfp;

/// <summary>Properties of a layer (<c>FWPM_LAYER_FLAG_*</c>, Windows' numbers).</summary>
[Flags]
public enum LayerFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The layer classifies in the kernel; boot-time filters are possible.</summary>
    Kernel = 1,

    /// <summary>The layer cannot be removed.</summary>
    BuiltIn = 2,

    /// <summary>Optimised for classifying rather than for enumeration.</summary>
    ClassifyMostly = 4,

    /// <summary>The layer buffers data (streams).</summary>
    Buffered = 8,
}
