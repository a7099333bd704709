using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>What happened to filtering at a virtual switch (<c>FWPM_VSWITCH_EVENT_TYPE</c>).</summary>
[WindowsDdi("FWPM_VSWITCH_EVENT_TYPE")]
public enum VSwitchEventType
{
    /// <summary>A filter was added to a layer of virtual switches that no switch shows yet.</summary>
    FilterAddToIncompleteLayer,

    /// <summary>The filter engine does not stand where the policy needs it.</summary>
    FilterEngineNotInRequiredPosition,

    /// <summary>A switch shows its packets from now on.</summary>
    EnabledForInspection,

    /// <summary>A switch shows its packets no more.</summary>
    DisabledForInspection,

    /// <summary>The filter engine was moved among the extensions of a switch.</summary>
    FilterEngineReordered,
}
