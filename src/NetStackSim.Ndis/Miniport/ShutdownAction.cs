namespace NetStackSim.Ndis;

/// <summary>Why the system goes down (NDIS_SHUTDOWN_ACTION).</summary>
public enum ShutdownAction
{
    /// <summary>Power off or restart.</summary>
    PowerOff = 0,

    /// <summary>Bug check: any IRQL.</summary>
    BugCheck = 1,
}
