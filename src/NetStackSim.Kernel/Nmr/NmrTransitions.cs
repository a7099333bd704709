namespace NetStackSim.Kernel;

/// <summary>The state machine of a binding, as two pure functions. Null: the event is illegal in that state.</summary>
public static class NmrTransitions
{
    /// <summary>State of a binding after an event.</summary>
    /// <param name="state">Before.</param>
    /// <param name="what">The event.</param>
    public static NmrBindingState? Next(NmrBindingState state, NmrBindingEvent what) => (state, what) switch
    {
        (NmrBindingState.Registered, NmrBindingEvent.AttachBegins) => NmrBindingState.Attaching,
        (NmrBindingState.Attaching, NmrBindingEvent.AttachSucceeded) => NmrBindingState.Attached,
        (NmrBindingState.Attaching, NmrBindingEvent.AttachFailed) => NmrBindingState.CleanedUp,
        (NmrBindingState.Attached, NmrBindingEvent.DetachBegins) => NmrBindingState.Detaching,
        (NmrBindingState.Detaching, NmrBindingEvent.ClientDetached) => NmrBindingState.DetachingProvider,
        (NmrBindingState.Detaching, NmrBindingEvent.ProviderDetached) => NmrBindingState.DetachingClient,
        (NmrBindingState.DetachingProvider, NmrBindingEvent.ProviderDetached) => NmrBindingState.Detached,
        (NmrBindingState.DetachingClient, NmrBindingEvent.ClientDetached) => NmrBindingState.Detached,
        (NmrBindingState.Detached, NmrBindingEvent.CleanupDone) => NmrBindingState.CleanedUp,
        _ => null,
    };

    /// <summary>State of one side's detach after an event.</summary>
    /// <param name="state">Before.</param>
    /// <param name="what">The event.</param>
    public static NmrDetachState? Next(NmrDetachState state, NmrDetachEvent what) => (state, what) switch
    {
        (NmrDetachState.NotAsked, NmrDetachEvent.Call) => NmrDetachState.Asked,
        (NmrDetachState.Asked, NmrDetachEvent.ReturnedSuccess) => NmrDetachState.Done,
        (NmrDetachState.Asked, NmrDetachEvent.ReturnedPending) => NmrDetachState.Pending,
        (NmrDetachState.Pending, NmrDetachEvent.Complete) => NmrDetachState.Done,
        _ => null,
    };
}
