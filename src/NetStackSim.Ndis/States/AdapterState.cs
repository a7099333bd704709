namespace NetStackSim.Ndis;

/// <summary>States of a miniport adapter.</summary>
public enum AdapterState
{
    /// <summary>Not initialised, or halted.</summary>
    Halted,

    /// <summary>MiniportInitializeEx runs.</summary>
    Initializing,

    /// <summary>Initialised; requests and status, no data.</summary>
    Paused,

    /// <summary>Restart was called; receives may start.</summary>
    Restarting,

    /// <summary>Everything.</summary>
    Running,

    /// <summary>Pause was called; data drains.</summary>
    Pausing,

    /// <summary>The system goes down. Final.</summary>
    Shutdown,
}
