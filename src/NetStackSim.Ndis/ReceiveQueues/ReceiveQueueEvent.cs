namespace NetStackSim.Ndis;

/// <summary>What happens to a receive queue.</summary>
public enum ReceiveQueueEvent
{
    /// <summary>OID_RECEIVE_FILTER_ALLOCATE_QUEUE.</summary>
    Allocate,

    /// <summary>OID_RECEIVE_FILTER_SET_FILTER gave it its first filter.</summary>
    FirstFilterSet,

    /// <summary>OID_RECEIVE_FILTER_CLEAR_FILTER took its last filter.</summary>
    LastFilterCleared,

    /// <summary>OID_RECEIVE_FILTER_QUEUE_ALLOCATION_COMPLETE.</summary>
    AllocationComplete,

    /// <summary>OID_RECEIVE_FILTER_FREE_QUEUE.</summary>
    Free,

    /// <summary>The last buffer above the adapter came back.</summary>
    BuffersReturned,

    /// <summary>Its resources are gone.</summary>
    Freed,
}
