namespace NetStackSim.Ndis;

/// <summary>Where a receive queue of a virtual machine is in its life.</summary>
public enum ReceiveQueueState
{
    /// <summary>There is none.</summary>
    Undefined,

    /// <summary>Allocated, without filters.</summary>
    Allocated,

    /// <summary>It has a filter; its allocation is not complete.</summary>
    Set,

    /// <summary>Receives.</summary>
    Running,

    /// <summary>Complete, and without a filter: nothing comes in.</summary>
    Paused,

    /// <summary>No more buffers are filled; those above the adapter come back.</summary>
    DmaStopped,

    /// <summary>All buffers are back; resources are given up.</summary>
    Freeing,
}
