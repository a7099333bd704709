namespace NetStackSim.Ndis;

/// <summary>States of a protocol binding.</summary>
public enum BindingState
{
    /// <summary>Not bound.</summary>
    Unbound,

    /// <summary>ProtocolBindAdapterEx runs.</summary>
    Opening,

    /// <summary>Bound; requests and status, no data.</summary>
    Paused,

    /// <summary>The restart event was sent.</summary>
    Restarting,

    /// <summary>Everything.</summary>
    Running,

    /// <summary>The pause event was sent; data drains.</summary>
    Pausing,

    /// <summary>ProtocolUnbindAdapterEx was called.</summary>
    Closing,
}
