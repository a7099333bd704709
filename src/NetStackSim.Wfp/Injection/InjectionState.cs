namespace NetStackSim.Wfp;

/// <summary>Whether a packet was injected, and by whom (<c>FWPS_PACKET_INJECTION_STATE</c>).</summary>
public enum InjectionState
{
    /// <summary>Nobody injected it.</summary>
    NotInjected = 0,

    /// <summary>It was injected with this handle: permit it.</summary>
    InjectedBySelf = 1,

    /// <summary>It was injected with another handle.</summary>
    InjectedByOther = 2,

    /// <summary>It was injected with this handle, and its clone with another one since: permit it.</summary>
    PreviouslyInjectedBySelf = 3,
}
