using System.Globalization;
using System.Text;

namespace NetStackSim.Kernel;

/// <summary>Writes security descriptors as SDDL, in the form Windows writes them.</summary>
internal static class SddlWriter
{
    internal static string Write(SecurityDescriptor descriptor)
    {
        StringBuilder text = new();
        if (descriptor.Owner is { } owner)
        {
            text.Append("O:").Append(Name(owner));
        }

        if (descriptor.Group is { } group)
        {
            text.Append("G:").Append(Name(group));
        }

        if (descriptor.HasDacl)
        {
            WriteAcl(text, "D:", descriptor.DaclFlags, descriptor.Dacl);
        }

        if (descriptor.HasSacl)
        {
            WriteAcl(text, "S:", descriptor.SaclFlags, descriptor.Sacl);
        }

        return text.ToString();
    }

    internal static string Write(AccessControlEntry entry)
    {
        StringBuilder text = new("(");
        WriteWords(text, SddlTables.AceTypes, (uint)entry.Type, exact: true);
        text.Append(';');
        WriteWords(text, SddlTables.AceFlags, (uint)entry.Flags, exact: false);
        text.Append(';');
        WriteRights(text, entry);
        text.Append(";;;").Append(Name(entry.Sid));
        if (entry.Condition is { } condition)
        {
            text.Append(';').Append(condition.Text);
        }

        return text.Append(')').ToString();
    }

    internal static string Name(Sid sid) => WellKnownSids.AliasOf(sid) ?? sid.ToString();

    private static void WriteAcl(StringBuilder text, string part, string flags, IReadOnlyList<AccessControlEntry>? entries)
    {
        text.Append(part).Append(flags);
        if (entries is null)
        {
            text.Append(SddlTables.NoAccessControl);
            return;
        }

        foreach (AccessControlEntry entry in entries)
        {
            text.Append(Write(entry));
        }
    }

    private static void WriteRights(StringBuilder text, AccessControlEntry entry)
    {
        (string Word, uint Value)[] words = entry.Type == AceType.MandatoryLabel ? SddlTables.LabelRights : SddlTables.Rights;
        foreach ((string word, uint value) in SddlTables.CompositeRights)
        {
            if (entry.Mask == value && entry.Type != AceType.MandatoryLabel)
            {
                text.Append(word);
                return;
            }
        }

        uint known = 0;
        foreach ((_, uint value) in words)
        {
            known |= value;
        }

        if ((entry.Mask & ~known) != 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"0x{entry.Mask:x}");
            return;
        }

        WriteWords(text, words, entry.Mask, exact: false);
    }

    private static void WriteWords(StringBuilder text, (string Word, uint Value)[] words, uint mask, bool exact)
    {
        foreach ((string word, uint value) in words)
        {
            if (exact ? mask == value : (mask & value) != 0)
            {
                text.Append(word);
            }
        }
    }
}
