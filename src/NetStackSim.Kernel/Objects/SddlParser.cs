using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace NetStackSim.Kernel;

/// <summary>Reads a security descriptor from SDDL. Never throws; remembers where it stopped.</summary>
internal ref struct SddlParser
{
    private readonly ReadOnlySpan<char> _text;
    private int _position;

    private SddlParser(ReadOnlySpan<char> text)
    {
        _text = text;
    }

    internal static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SecurityDescriptor? descriptor, out int errorPosition)
    {
        SddlParser parser = new(text);
        descriptor = parser.ParseDescriptor();
        errorPosition = parser._position;
        return descriptor is not null;
    }

    private SecurityDescriptor? ParseDescriptor()
    {
        Sid? owner = null;
        Sid? group = null;
        ParsedAcl dacl = default;
        ParsedAcl sacl = default;
        SkipSpaces();
        while (_position < _text.Length)
        {
            if (_position + 1 >= _text.Length || _text[_position + 1] != ':')
            {
                return null;
            }

            char part = char.ToUpperInvariant(_text[_position]);
            _position += 2;
            bool read = part switch
            {
                'O' => owner is null && TryReadSid(out owner),
                'G' => group is null && TryReadSid(out group),
                'D' => !dacl.IsPresent && TryReadAcl(isSacl: false, out dacl),
                'S' => !sacl.IsPresent && TryReadAcl(isSacl: true, out sacl),
                _ => false,
            };
            if (!read)
            {
                return null;
            }

            SkipSpaces();
        }

        return new SecurityDescriptor(owner, group, dacl.Entries, sacl.Entries)
        {
            HasDacl = dacl.IsPresent,
            HasSacl = sacl.IsPresent,
            DaclFlags = dacl.Flags ?? "",
            SaclFlags = sacl.Flags ?? "",
        };
    }

    private bool TryReadAcl(bool isSacl, out ParsedAcl acl)
    {
        acl = new ParsedAcl { IsPresent = true };
        int start = _position;
        bool isNull = false;
        while (_position < _text.Length && char.IsAsciiLetter(_text[_position]) && !StartsPart())
        {
            if (TakeWord(SddlTables.NoAccessControl))
            {
                isNull = true;
                break;
            }

            if (!TakeOneOf(SddlTables.AclFlags))
            {
                return false;
            }
        }

        acl.Flags = _text[start.._position].ToString().Replace(SddlTables.NoAccessControl, "", StringComparison.OrdinalIgnoreCase);
        if (isNull)
        {
            return true;
        }

        acl.Entries = [];
        SkipSpaces();
        while (_position < _text.Length && _text[_position] == '(')
        {
            if (!TryReadEntry(isSacl, out AccessControlEntry? entry))
            {
                return false;
            }

            acl.Entries.Add(entry);
            SkipSpaces();
        }

        return true;
    }

    /// <summary>( type ; flags ; rights ; object ; inherited object ; sid [ ; condition ] )</summary>
    private bool TryReadEntry(bool isSacl, [NotNullWhen(true)] out AccessControlEntry? entry)
    {
        entry = null;
        _position++;
        if (!TryReadWords(SddlTables.AceTypes, single: true, out uint type)
            || !TryTake(';')
            || !TryReadWords(SddlTables.AceFlags, single: false, out uint flags)
            || !TryTake(';')
            || !TryReadRights((AceType)type, out uint mask)
            || !TryTake(';') || !TryTake(';') || !TryTake(';')
            || !TryReadSid(out Sid? sid))
        {
            return false;
        }

        bool conditional = (AceType)type is AceType.ConditionalAllow or AceType.ConditionalDeny;
        AceCondition? condition = null;
        if (conditional && (!TryTake(';') || !TryReadCondition(out condition)))
        {
            return false;
        }

        bool fits = isSacl == (AceType)type is AceType.Audit or AceType.MandatoryLabel;
        if (!fits || !TryTake(')'))
        {
            return false;
        }

        entry = new AccessControlEntry((AceType)type, (AceFlags)flags, mask, sid, condition);
        return true;
    }

    private bool TryReadCondition([NotNullWhen(true)] out AceCondition? condition)
    {
        condition = null;
        SkipSpaces();
        int length = AceConditionParser.Parse(_text[_position..], out AceCondition? parsed);
        if (parsed is null)
        {
            _position += length;
            return false;
        }

        _position += length;
        condition = parsed;
        return true;
    }

    private bool TryReadRights(AceType type, out uint mask)
    {
        SkipSpaces();
        ReadOnlySpan<char> field = _text[_position..];
        int end = field.IndexOf(';');
        mask = 0;
        if (end < 0)
        {
            return false;
        }

        ReadOnlySpan<char> number = field[..end].Trim();
        bool isNumber = number.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
            ? uint.TryParse(number[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out mask)
            : uint.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out mask);
        if (isNumber)
        {
            _position += end;
            return true;
        }

        return type == AceType.MandatoryLabel
            ? TryReadWords(SddlTables.LabelRights, single: false, out mask)
            : TryReadWords(SddlTables.Rights, single: false, out mask, SddlTables.CompositeRights);
    }

    private bool TryReadWords((string Word, uint Value)[] words, bool single, out uint value, (string Word, uint Value)[]? more = null)
    {
        value = 0;
        SkipSpaces();
        int count = 0;
        while (_position < _text.Length && _text[_position] is not (';' or ' '))
        {
            if (!TakeLongest(words, ref value) && (more is null || !TakeLongest(more, ref value)))
            {
                return false;
            }

            count++;
        }

        SkipSpaces();
        return !single || count == 1;
    }

    private bool TakeLongest((string Word, uint Value)[] words, ref uint value)
    {
        int best = -1;
        for (int i = 0; i < words.Length; i++)
        {
            if (Rest.StartsWith(words[i].Word, StringComparison.OrdinalIgnoreCase) && (best < 0 || words[i].Word.Length > words[best].Word.Length))
            {
                best = i;
            }
        }

        if (best < 0)
        {
            return false;
        }

        value |= words[best].Value;
        _position += words[best].Word.Length;
        return true;
    }

    private bool TryReadSid([NotNullWhen(true)] out Sid? sid)
    {
        SkipSpaces();
        int length = SidLength(Rest);
        ReadOnlySpan<char> text = Rest[..length];
        sid = length == 2 ? WellKnownSids.FromAlias(text) : Sid.TryParse(text, out Sid? parsed) ? parsed : null;
        if (sid is null)
        {
            return false;
        }

        _position += length;
        SkipSpaces();
        return true;
    }

    /// <summary>A SID ends at the first character that cannot be in one; two letters are an alias.</summary>
    internal static int SidLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 2 || text[1] != '-')
        {
            return Math.Min(2, text.Length);
        }

        int length = 2;
        while (length < text.Length && (char.IsAsciiHexDigit(text[length]) || text[length] is '-' or 'x' or 'X'))
        {
            // "S-1-5-18G:SY": a letter that opens the next part is not a hexadecimal digit of this SID.
            if (length + 1 < text.Length && text[length + 1] == ':')
            {
                break;
            }

            length++;
        }

        return length;
    }

    private readonly ReadOnlySpan<char> Rest => _text[_position..];

    private readonly bool StartsPart() => _position + 1 < _text.Length && _text[_position + 1] == ':';

    private bool TakeWord(string word)
    {
        if (!Rest.StartsWith(word, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _position += word.Length;
        return true;
    }

    private bool TakeOneOf(string[] words)
    {
        foreach (string word in words)
        {
            if (TakeWord(word))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryTake(char expected)
    {
        SkipSpaces();
        if (_position >= _text.Length || _text[_position] != expected)
        {
            return false;
        }

        _position++;
        SkipSpaces();
        return true;
    }

    private void SkipSpaces()
    {
        while (_position < _text.Length && char.IsWhiteSpace(_text[_position]))
        {
            _position++;
        }
    }

    private struct ParsedAcl
    {
        internal bool IsPresent;
        internal string? Flags;
        internal List<AccessControlEntry>? Entries;
    }
}
