namespace NetStackSim.Kernel;

/// <summary>One line of an access control list.</summary>
/// <param name="Type">Kind.</param>
/// <param name="Flags">Inheritance and audit flags.</param>
/// <param name="Mask">Rights.</param>
/// <param name="Sid">Whom it is about.</param>
/// <param name="Condition">Condition of a conditional entry; null for the others.</param>
public sealed record AccessControlEntry(AceType Type, AceFlags Flags, uint Mask, Sid Sid, AceCondition? Condition = null)
{
    /// <summary>True for an entry that grants.</summary>
    public bool IsAllow => Type is AceType.Allow or AceType.ConditionalAllow;

    /// <summary>True for an entry that denies.</summary>
    public bool IsDeny => Type is AceType.Deny or AceType.ConditionalDeny;

    /// <summary>The SDDL form, in parentheses.</summary>
    public override string ToString() => SddlWriter.Write(this);
}
