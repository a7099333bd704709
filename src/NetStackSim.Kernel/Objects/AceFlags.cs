namespace NetStackSim.Kernel;

/// <summary>Flags of an access control entry, with their Windows values.</summary>
[Flags]
public enum AceFlags : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>OI: objects below inherit it.</summary>
    ObjectInherit = 0x01,

    /// <summary>CI: containers below inherit it.</summary>
    ContainerInherit = 0x02,

    /// <summary>NP: it is inherited one level only.</summary>
    NoPropagate = 0x04,

    /// <summary>IO: it does not apply to the object itself.</summary>
    InheritOnly = 0x08,

    /// <summary>ID: it was inherited.</summary>
    Inherited = 0x10,

    /// <summary>SA: audit successes.</summary>
    AuditSuccess = 0x40,

    /// <summary>FA: audit failures.</summary>
    AuditFailure = 0x80,
}
