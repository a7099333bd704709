namespace NetStackSim.Ndis;

/// <summary>What moves a miniport adapter from state to state.</summary>
public enum AdapterEvent
{
    /// <summary>MiniportInitializeEx is called.</summary>
    InitializeCalled,

    /// <summary>MiniportInitializeEx succeeded.</summary>
    InitializeSucceeded,

    /// <summary>MiniportInitializeEx failed.</summary>
    InitializeFailed,

    /// <summary>MiniportHaltEx is called.</summary>
    HaltCalled,

    /// <summary>MiniportRestart is called.</summary>
    RestartCalled,

    /// <summary>The restart is complete.</summary>
    RestartSucceeded,

    /// <summary>The restart failed.</summary>
    RestartFailed,

    /// <summary>MiniportPause is called.</summary>
    PauseCalled,

    /// <summary>The pause is complete.</summary>
    PauseCompleted,

    /// <summary>MiniportShutdownEx is called.</summary>
    ShutdownCalled,
}
