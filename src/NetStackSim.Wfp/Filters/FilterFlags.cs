namespace NetStackSim.Wfp;

/// <summary>Flags of a filter (<c>FWPM_FILTER_FLAG_*</c>, Windows' numbers).</summary>
[Flags]
public enum FilterFlags : uint
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Survives a reboot.</summary>
    Persistent = 0x1,

    /// <summary>Enforced from the start of the stack until the engine's service runs.</summary>
    BootTime = 0x2,

    /// <summary>The context is the id of a provider context.</summary>
    HasProviderContext = 0x4,

    /// <summary>A permit becomes hard; for callout filters a request to the callout.</summary>
    ClearActionRight = 0x8,

    /// <summary>While its callout is not registered the filter permits instead of blocking.</summary>
    PermitIfCalloutUnregistered = 0x10,

    /// <summary>Returned only: the filter's provider is not loaded.</summary>
    Disabled = 0x20,

    /// <summary>The filter asks to be indexed.</summary>
    Indexed = 0x40,

    /// <summary>The provider context is a security realm.</summary>
    HasSecurityRealmProviderContext = 0x80,

    /// <summary>Applies to the system OS only.</summary>
    SystemOsOnly = 0x100,

    /// <summary>Applies to the game OS only.</summary>
    GameOsOnly = 0x200,

    /// <summary>Blocks without a net event.</summary>
    SilentMode = 0x400,

    /// <summary>Does not start a key negotiation.</summary>
    IpsecNoAcquireInitiate = 0x800,

    /// <summary>The filter records where it comes from; printed by exports, not accepted on add (value of this library [R]).</summary>
    HasFilterOrigin = 0x80000000,
}
