using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Where the base filtering engine service is (<c>FWPM_SERVICE_STATE</c>).</summary>
[WindowsDdi("FWPM_SERVICE_STATE")]
public enum FilterServiceState : byte
{
    /// <summary>The service does not run: only boot-time filters are enforced.</summary>
    Stopped,

    /// <summary>It loads persistent policy; boot-time filters are still enforced.</summary>
    StartPending,

    /// <summary>Its clients are being disconnected.</summary>
    StopPending,

    /// <summary>Sessions can be opened; all policy but boot-time filters is enforced.</summary>
    Running,
}
