namespace NetStackSim.Ndis;

/// <summary>What moves a protocol binding from state to state.</summary>
public enum BindingEvent
{
    /// <summary>ProtocolBindAdapterEx is called.</summary>
    BindCalled,

    /// <summary>The bind is complete.</summary>
    BindSucceeded,

    /// <summary>The bind failed.</summary>
    BindFailed,

    /// <summary>The restart event is sent.</summary>
    RestartSent,

    /// <summary>The restart is complete.</summary>
    RestartSucceeded,

    /// <summary>The restart failed.</summary>
    RestartFailed,

    /// <summary>The pause event is sent.</summary>
    PauseSent,

    /// <summary>The pause is complete.</summary>
    PauseCompleted,

    /// <summary>ProtocolUnbindAdapterEx is called.</summary>
    UnbindCalled,

    /// <summary>The unbind is complete.</summary>
    UnbindCompleted,
}
