namespace NetStackSim.Ndis;

/// <summary>What a change of interrupt moderation costs (NDIS_INTERRUPT_MODERATION_CHANGE_*).</summary>
[Flags]
public enum InterruptModerationFlags : uint
{
    /// <summary>Nothing: it is live.</summary>
    None = 0,

    /// <summary>A reset.</summary>
    ChangeNeedsReset = 0x1,

    /// <summary>Halt and initialize.</summary>
    ChangeNeedsReinitialize = 0x2,
}
