namespace NetStackSim.Ndis;

/// <summary>The life of a receive queue as a table.</summary>
public static class ReceiveQueueTransitions
{
    /// <summary>The state after an event, or null when the event is illegal in the state.</summary>
    public static ReceiveQueueState? Next(ReceiveQueueState state, ReceiveQueueEvent what) => (state, what) switch
    {
        (ReceiveQueueState.Undefined, ReceiveQueueEvent.Allocate) => ReceiveQueueState.Allocated,
        (ReceiveQueueState.Allocated, ReceiveQueueEvent.FirstFilterSet) => ReceiveQueueState.Set,
        (ReceiveQueueState.Allocated, ReceiveQueueEvent.AllocationComplete) => ReceiveQueueState.Paused,
        (ReceiveQueueState.Set, ReceiveQueueEvent.LastFilterCleared) => ReceiveQueueState.Allocated,
        (ReceiveQueueState.Set, ReceiveQueueEvent.AllocationComplete) => ReceiveQueueState.Running,
        (ReceiveQueueState.Running, ReceiveQueueEvent.LastFilterCleared) => ReceiveQueueState.Paused,
        (ReceiveQueueState.Paused, ReceiveQueueEvent.FirstFilterSet) => ReceiveQueueState.Running,
        (ReceiveQueueState.Allocated or ReceiveQueueState.Set or ReceiveQueueState.Running or ReceiveQueueState.Paused, ReceiveQueueEvent.Free) =>
            ReceiveQueueState.DmaStopped,
        (ReceiveQueueState.DmaStopped, ReceiveQueueEvent.BuffersReturned) => ReceiveQueueState.Freeing,
        (ReceiveQueueState.Freeing, ReceiveQueueEvent.Freed) => ReceiveQueueState.Undefined,
        _ => null,
    };
}
