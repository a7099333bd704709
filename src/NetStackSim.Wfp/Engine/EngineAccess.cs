namespace NetStackSim.Wfp;

/// <summary>Rights on the engine, its containers and its objects (<c>FWPM_ACTRL_*</c> and the standard rights).</summary>
[Flags]
public enum EngineAccess : uint
{
    /// <summary>No right.</summary>
    None = 0,

    /// <summary>Add to a container (<c>FWPM_ACTRL_ADD</c>).</summary>
    Add = 0x1,

    /// <summary>Refer to an object from a new one (<c>FWPM_ACTRL_ADD_LINK</c>).</summary>
    AddLink = 0x2,

    /// <summary>Begin a read-only transaction (<c>FWPM_ACTRL_BEGIN_READ_TXN</c>).</summary>
    BeginReadTransaction = 0x4,

    /// <summary>Begin a transaction that changes (<c>FWPM_ACTRL_BEGIN_WRITE_TXN</c>).</summary>
    BeginWriteTransaction = 0x8,

    /// <summary>Classify from user mode (<c>FWPM_ACTRL_CLASSIFY</c>).</summary>
    Classify = 0x10,

    /// <summary>Enumerate a container (<c>FWPM_ACTRL_ENUM</c>).</summary>
    Enum = 0x20,

    /// <summary>Open a session (<c>FWPM_ACTRL_OPEN</c>).</summary>
    Open = 0x40,

    /// <summary>Read an object (<c>FWPM_ACTRL_READ</c>).</summary>
    Read = 0x80,

    /// <summary>Read statistics (<c>FWPM_ACTRL_READ_STATS</c>).</summary>
    ReadStatistics = 0x100,

    /// <summary>Subscribe to changes (<c>FWPM_ACTRL_SUBSCRIBE</c>).</summary>
    Subscribe = 0x200,

    /// <summary>Set options of the engine (<c>FWPM_ACTRL_WRITE</c>).</summary>
    Write = 0x400,

    /// <summary>Delete an object (<c>DELETE</c>).</summary>
    Delete = 0x1_0000,

    /// <summary>Read a security descriptor (<c>READ_CONTROL</c>).</summary>
    ReadControl = 0x2_0000,

    /// <summary>Change a security descriptor (<c>WRITE_DAC</c>).</summary>
    WriteDac = 0x4_0000,
}
