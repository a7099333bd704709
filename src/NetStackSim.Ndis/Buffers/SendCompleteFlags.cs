namespace NetStackSim.Ndis;

/// <summary>Flags of a send completion (NDIS_SEND_COMPLETE_FLAGS_*).</summary>
[Flags]
public enum SendCompleteFlags : uint
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>The caller knows that it runs at DISPATCH_LEVEL.</summary>
    DispatchLevel = 0x1,

    /// <summary>All lists are of one VM queue.</summary>
    SingleQueue = 0x2,

    /// <summary>All lists come from the same source port of the virtual switch.</summary>
    SwitchSingleSource = 0x4,
}
