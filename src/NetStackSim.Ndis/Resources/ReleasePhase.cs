namespace NetStackSim.Ndis;

/// <summary>When a driver has to have released what it claimed.</summary>
internal enum ReleasePhase
{
    /// <summary>MiniportHaltEx came back.</summary>
    Halted,

    /// <summary>MiniportInitializeEx failed.</summary>
    InitializeFailed,

    /// <summary>MiniportInitializeEx said success, NDIS could not use the adapter and halted it.</summary>
    HaltedDuringInitialize,

    /// <summary>MiniportInitializeEx failed after a low-power state.</summary>
    PowerUpFailed,

    /// <summary>FilterDetach came back.</summary>
    Detached,
}
