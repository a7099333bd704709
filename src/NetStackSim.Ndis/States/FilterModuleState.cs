namespace NetStackSim.Ndis;

/// <summary>States of a filter module.</summary>
public enum FilterModuleState
{
    /// <summary>Not attached.</summary>
    Detached,

    /// <summary>FilterAttach runs.</summary>
    Attaching,

    /// <summary>Attached; requests and status, no data.</summary>
    Paused,

    /// <summary>FilterRestart was called.</summary>
    Restarting,

    /// <summary>Everything.</summary>
    Running,

    /// <summary>FilterPause was called; data drains.</summary>
    Pausing,
}
