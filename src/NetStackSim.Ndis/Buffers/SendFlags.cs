namespace NetStackSim.Ndis;

/// <summary>Flags of a send call (NDIS_SEND_FLAGS_*): true for all lists of the chain.</summary>
[Flags]
public enum SendFlags : uint
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>The caller knows, without asking, that it runs at DISPATCH_LEVEL. A hint: a clear flag promises nothing.</summary>
    DispatchLevel = 0x1,

    /// <summary>Also indicate matching packets back to the sending binding.</summary>
    CheckForLoopback = 0x2,

    /// <summary>All lists are for one VM queue.</summary>
    SingleQueue = 0x4,

    /// <summary>All lists have the same destinations on the virtual switch.</summary>
    SwitchDestinationGroup = 0x10,

    /// <summary>All lists come from the same source port of the virtual switch.</summary>
    SwitchSingleSource = 0x20,
}
