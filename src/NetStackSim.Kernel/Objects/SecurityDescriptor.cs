using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>Who may do what with an object: owner, group, DACL and SACL. Immutable.</summary>
public sealed partial class SecurityDescriptor
{
    private readonly AccessControlEntry[]? _dacl;
    private readonly AccessControlEntry[]? _sacl;

    /// <summary>Makes a descriptor.</summary>
    /// <param name="owner">Owner; null for none.</param>
    /// <param name="group">Primary group; null for none.</param>
    /// <param name="dacl">Entries that grant and deny, in order; null for no DACL, which grants everything.</param>
    /// <param name="sacl">Audit entries and labels; null for none.</param>
    public SecurityDescriptor(Sid? owner, Sid? group, IReadOnlyList<AccessControlEntry>? dacl, IReadOnlyList<AccessControlEntry>? sacl = null)
    {
        Owner = owner;
        Group = group;
        _dacl = dacl is null ? null : [.. dacl];
        _sacl = sacl is null ? null : [.. sacl];
        HasDacl = dacl is not null;
        HasSacl = sacl is not null;
    }

    /// <summary>Owner.</summary>
    public Sid? Owner { get; }

    /// <summary>Primary group.</summary>
    public Sid? Group { get; }

    /// <summary>The discretionary list. Null grants everything; an empty list grants nothing.</summary>
    public IReadOnlyList<AccessControlEntry>? Dacl => _dacl;

    /// <summary>The system list.</summary>
    public IReadOnlyList<AccessControlEntry>? Sacl => _sacl;

    /// <summary>True if a DACL is present, be it a null one (SDDL: <c>D:NO_ACCESS_CONTROL</c>).</summary>
    public bool HasDacl { get; init; }

    /// <summary>True if a SACL is present, be it a null one (SDDL: <c>S:NO_ACCESS_CONTROL</c>).</summary>
    public bool HasSacl { get; init; }

    /// <summary>Inheritance flags of the DACL as SDDL writes them, e.g. <c>PAI</c>.</summary>
    public string DaclFlags { get; init; } = "";

    /// <summary>Inheritance flags of the SACL as SDDL writes them.</summary>
    public string SaclFlags { get; init; } = "";

    /// <summary>A descriptor that grants everybody everything.</summary>
    public static SecurityDescriptor Everyone { get; } =
        new(WellKnownSids.LocalSystem, WellKnownSids.LocalSystem, [new AccessControlEntry(AceType.Allow, AceFlags.None, AccessRights.GenericAll, WellKnownSids.World)]);

    /// <summary>Reads SDDL.</summary>
    /// <param name="sddl">The text, e.g. <c>O:SYG:SYD:(A;;CCRC;;;WD)</c>.</param>
    /// <exception cref="FormatException">The text is not SDDL; the message says where.</exception>
    [WindowsDdi("ConvertStringSecurityDescriptorToSecurityDescriptor")]
    public static SecurityDescriptor Parse(string sddl)
        => SddlParser.TryParse(sddl, out SecurityDescriptor? descriptor, out int position)
            ? descriptor
            : throw new FormatException($"Not a security descriptor in SDDL, at position {position}: '{sddl}'.");

    /// <summary>Reads SDDL without throwing.</summary>
    /// <param name="sddl">The text.</param>
    /// <param name="descriptor">The descriptor.</param>
    public static bool TryParse(ReadOnlySpan<char> sddl, [NotNullWhen(true)] out SecurityDescriptor? descriptor)
        => SddlParser.TryParse(sddl, out descriptor, out _);

    /// <summary>Reads SDDL without throwing, and tells where it went wrong.</summary>
    /// <param name="sddl">The text.</param>
    /// <param name="descriptor">The descriptor.</param>
    /// <param name="errorPosition">Index of the first character that could not be read.</param>
    public static bool TryParse(ReadOnlySpan<char> sddl, [NotNullWhen(true)] out SecurityDescriptor? descriptor, out int errorPosition)
        => SddlParser.TryParse(sddl, out descriptor, out errorPosition);

    /// <summary>Whether a WFP condition with this descriptor matches a token: an access check for <see cref="AccessRights.MatchFilter"/>.</summary>
    /// <param name="token">The token of the field, e.g. ALE_USER_ID.</param>
    public bool Matches(SimToken token) => AccessCheck(token, AccessRights.MatchFilter, GenericMapping.None).IsGranted;

    /// <summary>Writes SDDL.</summary>
    [WindowsDdi("ConvertSecurityDescriptorToStringSecurityDescriptor")]
    public string ToSddl() => SddlWriter.Write(this);

    /// <inheritdoc/>
    public override string ToString() => ToSddl();
}
