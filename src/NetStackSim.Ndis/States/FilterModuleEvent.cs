namespace NetStackSim.Ndis;

/// <summary>What moves a filter module from state to state.</summary>
public enum FilterModuleEvent
{
    /// <summary>FilterAttach is called.</summary>
    AttachCalled,

    /// <summary>FilterAttach succeeded.</summary>
    AttachSucceeded,

    /// <summary>FilterAttach failed.</summary>
    AttachFailed,

    /// <summary>FilterDetach is called.</summary>
    DetachCalled,

    /// <summary>FilterRestart is called.</summary>
    RestartCalled,

    /// <summary>The restart is complete.</summary>
    RestartSucceeded,

    /// <summary>The restart failed.</summary>
    RestartFailed,

    /// <summary>FilterPause is called.</summary>
    PauseCalled,

    /// <summary>The pause is complete.</summary>
    PauseCompleted,
}
