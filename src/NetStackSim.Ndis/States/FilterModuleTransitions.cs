namespace NetStackSim.Ndis;

/// <summary>The life of a filter module (ndis.md section 3.2). A pure table: what is not in it is illegal.</summary>
public static class FilterModuleTransitions
{
    /// <summary>The state that follows.</summary>
    /// <param name="state">The present state.</param>
    /// <param name="what">What happens.</param>
    /// <returns>The next state; null when this cannot happen in this state (bug check 0x7C, sub-code 0x1F).</returns>
    public static FilterModuleState? Next(FilterModuleState state, FilterModuleEvent what) => (state, what) switch
    {
        (FilterModuleState.Detached, FilterModuleEvent.AttachCalled) => FilterModuleState.Attaching,
        (FilterModuleState.Attaching, FilterModuleEvent.AttachSucceeded) => FilterModuleState.Paused,
        (FilterModuleState.Attaching, FilterModuleEvent.AttachFailed) => FilterModuleState.Detached,
        (FilterModuleState.Paused, FilterModuleEvent.DetachCalled) => FilterModuleState.Detached,
        (FilterModuleState.Paused, FilterModuleEvent.RestartCalled) => FilterModuleState.Restarting,
        (FilterModuleState.Restarting, FilterModuleEvent.RestartSucceeded) => FilterModuleState.Running,
        (FilterModuleState.Restarting, FilterModuleEvent.RestartFailed) => FilterModuleState.Paused,
        (FilterModuleState.Running, FilterModuleEvent.PauseCalled) => FilterModuleState.Pausing,
        (FilterModuleState.Pausing, FilterModuleEvent.PauseCompleted) => FilterModuleState.Paused,
        _ => null,
    };
}
