namespace NetStackSim.Wfp;

/// <summary>Flags of a filter as callouts see it (<c>FWPS_FILTER_FLAG_*</c>, Windows' numbers).</summary>
[Flags]
public enum FilterRuntimeFlags : ushort
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The callout should clear the action right, also when it permits.</summary>
    ClearActionRight = 1,

    /// <summary>Permit while the callout is not registered.</summary>
    PermitIfCalloutUnregistered = 2,

    /// <summary>A field is named more than once.</summary>
    OrConditions = 4,

    /// <summary>The provider context is a security realm.</summary>
    HasSecurityRealmProviderContext = 8,

    /// <summary>Blocks without a net event.</summary>
    SilentMode = 0x10,

    /// <summary>Does not start a key negotiation.</summary>
    IpsecNoAcquireInitiate = 0x20,
}
