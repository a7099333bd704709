namespace NetStackSim.Ndis;

/// <summary>The life of a protocol binding (ndis.md section 4.1). A pure table: what is not in it is illegal.</summary>
public static class BindingTransitions
{
    /// <summary>The state that follows.</summary>
    /// <param name="state">The present state.</param>
    /// <param name="what">What happens.</param>
    /// <returns>The next state; null when this cannot happen in this state (bug check 0x7C, sub-code 0x1F).</returns>
    public static BindingState? Next(BindingState state, BindingEvent what) => (state, what) switch
    {
        (BindingState.Unbound, BindingEvent.BindCalled) => BindingState.Opening,
        (BindingState.Opening, BindingEvent.BindSucceeded) => BindingState.Paused,
        (BindingState.Opening, BindingEvent.BindFailed) => BindingState.Unbound,
        (BindingState.Paused, BindingEvent.RestartSent) => BindingState.Restarting,
        (BindingState.Restarting, BindingEvent.RestartSucceeded) => BindingState.Running,
        (BindingState.Restarting, BindingEvent.RestartFailed) => BindingState.Paused,
        (BindingState.Running, BindingEvent.PauseSent) => BindingState.Pausing,
        (BindingState.Pausing, BindingEvent.PauseCompleted) => BindingState.Paused,
        (BindingState.Paused, BindingEvent.UnbindCalled) => BindingState.Closing,
        (BindingState.Closing, BindingEvent.UnbindCompleted) => BindingState.Unbound,
        _ => null,
    };
}
