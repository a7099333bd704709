namespace NetStackSim.Ndis;

/// <summary>The life of a miniport adapter (ndis.md section 2.3). A pure table: what is not in it is illegal.</summary>
public static class AdapterTransitions
{
    /// <summary>The state that follows.</summary>
    /// <param name="state">The present state.</param>
    /// <param name="what">What happens.</param>
    /// <returns>The next state; null when this cannot happen in this state (bug check 0x7C, sub-code 0x1F).</returns>
    public static AdapterState? Next(AdapterState state, AdapterEvent what) => (state, what) switch
    {
        (AdapterState.Halted, AdapterEvent.InitializeCalled) => AdapterState.Initializing,
        (AdapterState.Initializing, AdapterEvent.InitializeSucceeded) => AdapterState.Paused,
        (AdapterState.Initializing, AdapterEvent.InitializeFailed) => AdapterState.Halted,
        (AdapterState.Paused, AdapterEvent.HaltCalled) => AdapterState.Halted,
        (AdapterState.Paused, AdapterEvent.RestartCalled) => AdapterState.Restarting,
        (AdapterState.Restarting, AdapterEvent.RestartSucceeded) => AdapterState.Running,
        (AdapterState.Restarting, AdapterEvent.RestartFailed) => AdapterState.Paused,
        (AdapterState.Running, AdapterEvent.PauseCalled) => AdapterState.Pausing,
        (AdapterState.Pausing, AdapterEvent.PauseCompleted) => AdapterState.Paused,
        (AdapterState.Paused, AdapterEvent.ShutdownCalled) => AdapterState.Shutdown,
        (AdapterState.Restarting, AdapterEvent.ShutdownCalled) => AdapterState.Shutdown,
        (AdapterState.Running, AdapterEvent.ShutdownCalled) => AdapterState.Shutdown,
        (AdapterState.Pausing, AdapterEvent.ShutdownCalled) => AdapterState.Shutdown,
        _ => null,
    };
}
