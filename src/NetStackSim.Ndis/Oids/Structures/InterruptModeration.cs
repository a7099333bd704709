namespace NetStackSim.Ndis;

/// <summary>Whether a NIC gathers interrupts (NDIS_INTERRUPT_MODERATION).</summary>
public enum InterruptModeration
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>The hardware cannot.</summary>
    NotSupported = 1,

    /// <summary>On.</summary>
    Enabled = 2,

    /// <summary>Off.</summary>
    Disabled = 3,
}
