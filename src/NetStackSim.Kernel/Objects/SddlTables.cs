namespace NetStackSim.Kernel;

/// <summary>The two-letter words of SDDL (MS-DTYP section 2.5.1.1), in the order in which they are written.</summary>
internal static class SddlTables
{
    internal static readonly (string Word, uint Value)[] AceTypes =
    [
        ("A", (uint)AceType.Allow), ("D", (uint)AceType.Deny), ("AU", (uint)AceType.Audit), ("XA", (uint)AceType.ConditionalAllow),
        ("XD", (uint)AceType.ConditionalDeny), ("ML", (uint)AceType.MandatoryLabel),
    ];

    internal static readonly (string Word, uint Value)[] AceFlags =
    [
        ("OI", 0x01), ("CI", 0x02), ("NP", 0x04), ("IO", 0x08), ("ID", 0x10), ("SA", 0x40), ("FA", 0x80),
    ];

    /// <summary>Single bits, written one after the other.</summary>
    internal static readonly (string Word, uint Value)[] Rights =
    [
        ("CC", 0x0001), ("DC", 0x0002), ("LC", 0x0004), ("SW", 0x0008), ("RP", 0x0010), ("WP", 0x0020), ("DT", 0x0040), ("LO", 0x0080), ("CR", 0x0100),
        ("SD", 0x0001_0000), ("RC", 0x0002_0000), ("WD", 0x0004_0000), ("WO", 0x0008_0000),
        ("GA", 0x1000_0000), ("GX", 0x2000_0000), ("GW", 0x4000_0000), ("GR", 0x8000_0000),
    ];

    /// <summary>Masks that have a word of their own.</summary>
    internal static readonly (string Word, uint Value)[] CompositeRights =
    [
        ("FA", 0x001F_01FF), ("FR", 0x0012_0089), ("FW", 0x0012_0116), ("FX", 0x0012_00A0), ("KA", 0x000F_003F), ("KR", 0x0002_0019), ("KW", 0x0002_0006),
    ];

    /// <summary>Rights of a label.</summary>
    internal static readonly (string Word, uint Value)[] LabelRights = [("NW", 1), ("NR", 2), ("NX", 4)];

    /// <summary>Flags of a list.</summary>
    internal static readonly string[] AclFlags = ["P", "AR", "AI"];

    internal const string NoAccessControl = "NO_ACCESS_CONTROL";
}
