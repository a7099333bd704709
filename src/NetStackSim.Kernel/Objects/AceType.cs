namespace NetStackSim.Kernel;

/// <summary>Kinds of access control entries, with their Windows values.</summary>
public enum AceType : byte
{
    /// <summary>Grants rights (SDDL: A).</summary>
    Allow = 0x00,

    /// <summary>Denies rights (SDDL: D).</summary>
    Deny = 0x01,

    /// <summary>Asks for an audit record (SDDL: AU).</summary>
    Audit = 0x02,

    /// <summary>Grants rights if a condition holds (SDDL: XA).</summary>
    ConditionalAllow = 0x09,

    /// <summary>Denies rights unless a condition is known not to hold (SDDL: XD).</summary>
    ConditionalDeny = 0x0A,

    /// <summary>Integrity label (SDDL: ML).</summary>
    MandatoryLabel = 0x11,
}
