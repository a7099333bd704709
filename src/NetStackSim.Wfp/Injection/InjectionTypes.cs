namespace NetStackSim.Wfp;

/// <summary>Where an injection handle may be used (<c>FWPS_INJECTION_TYPE_*</c>, Windows' numbers).</summary>
[Flags]
public enum InjectionTypes : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Streams.</summary>
    Stream = 0x1,

    /// <summary>The transport layer.</summary>
    Transport = 0x2,

    /// <summary>The network layer.</summary>
    Network = 0x4,

    /// <summary>The forward path.</summary>
    Forward = 0x8,

    /// <summary>The link layer.</summary>
    L2 = 0x10,
}
