using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>Reads the condition of a conditional entry: or over and over terms (MS-DTYP section 2.5.1.1). Never throws.</summary>
internal ref struct AceConditionParser
{
    private const int MaxDepth = 32;

    private static readonly (string Word, AceOperator Operator)[] Comparisons =
    [
        ("==", AceOperator.Equal), ("!=", AceOperator.NotEqual), ("<=", AceOperator.LessOrEqual), ("<", AceOperator.Less),
        (">=", AceOperator.GreaterOrEqual), (">", AceOperator.Greater), ("Contains", AceOperator.Contains), ("Not_Contains", AceOperator.NotContains),
        ("Any_of", AceOperator.AnyOf), ("Not_Any_of", AceOperator.NotAnyOf),
    ];

    private readonly ReadOnlySpan<char> _text;
    private int _position;
    private int _depth;

    private AceConditionParser(ReadOnlySpan<char> text)
    {
        _text = text;
    }

    /// <summary>Reads a condition in parentheses at the start of a text. Returns how far it came; the condition is null if it failed there.</summary>
    internal static int Parse(ReadOnlySpan<char> text, out AceCondition? condition)
    {
        AceConditionParser parser = new(text);
        bool read = parser.TryParenthesised(out AceConditionNode? root);
        condition = read ? new AceCondition(text[..parser._position].ToString(), root!) : null;
        return parser._position;
    }

    private readonly ReadOnlySpan<char> Rest => _text[_position..];

    private bool TryParenthesised([NotNullWhen(true)] out AceConditionNode? node)
    {
        node = null;

        // Input never overflows the stack.
        if (++_depth > MaxDepth || !TryTake('(') || !TryOr(out node))
        {
            return false;
        }

        _depth--;
        if (_position >= _text.Length || _text[_position] != ')')
        {
            return false;
        }

        _position++;
        return true;
    }

    private bool TryOr([NotNullWhen(true)] out AceConditionNode? node)
    {
        if (!TryAnd(out node))
        {
            return false;
        }

        while (TryTakeText("||"))
        {
            if (!TryAnd(out AceConditionNode? right))
            {
                return false;
            }

            node = new AceOr(node, right);
        }

        return true;
    }

    private bool TryAnd([NotNullWhen(true)] out AceConditionNode? node)
    {
        if (!TryTerm(out node))
        {
            return false;
        }

        while (TryTakeText("&&"))
        {
            if (!TryTerm(out AceConditionNode? right))
            {
                return false;
            }

            node = new AceAnd(node, right);
        }

        return true;
    }

    private bool TryTerm([NotNullWhen(true)] out AceConditionNode? node)
    {
        node = null;
        SkipSpaces();
        if (Rest.StartsWith("!") && !Rest.StartsWith("!="))
        {
            _position++;
            if (++_depth > MaxDepth || !TryTerm(out AceConditionNode? inner))
            {
                return false;
            }

            _depth--;
            node = new AceNot(inner);
            return true;
        }

        if (Rest.StartsWith("("))
        {
            bool read = TryParenthesised(out node);
            SkipSpaces();
            return read;
        }

        return TryReadName(out string? name) && TryAfterName(name, out node);
    }

    private bool TryAfterName(string name, [NotNullWhen(true)] out AceConditionNode? node)
    {
        node = null;
        switch (name.ToUpperInvariant())
        {
            case "EXISTS":
            case "NOT_EXISTS":
                if (!TryReadName(out string? attribute))
                {
                    return false;
                }

                node = new AceExists(attribute);
                break;
            case "MEMBER_OF":
            case "NOT_MEMBER_OF":
            case "MEMBER_OF_ANY":
            case "NOT_MEMBER_OF_ANY":
                if (!TryReadSids(out List<Sid>? sids))
                {
                    return false;
                }

                node = new AceMemberOf([.. sids], name.EndsWith("_ANY", StringComparison.OrdinalIgnoreCase));
                break;
            default:
                return TryComparison(name, out node);
        }

        if (name.StartsWith("NOT_", StringComparison.OrdinalIgnoreCase))
        {
            node = new AceNot(node);
        }

        return true;
    }

    private bool TryComparison(string attribute, [NotNullWhen(true)] out AceConditionNode? node)
    {
        node = null;
        SkipSpaces();
        foreach ((string word, AceOperator comparison) in Comparisons)
        {
            if (!TryTakeText(word))
            {
                continue;
            }

            if (!TryReadLiterals(out List<string>? literals))
            {
                return false;
            }

            node = new AceComparison(attribute, comparison, [.. literals]);
            return true;
        }

        return false;
    }

    /// <summary>A name ends at a blank, a parenthesis, a brace or an operator; the prefixes of user and device claims are part of it.</summary>
    private bool TryReadName([NotNullWhen(true)] out string? name)
    {
        SkipSpaces();
        int length = 0;
        ReadOnlySpan<char> rest = Rest;
        while (length < rest.Length && !char.IsWhiteSpace(rest[length]) && !"()={}<>!&|\"".Contains(rest[length]))
        {
            length++;
        }

        name = length == 0 ? null : rest[..length].ToString();
        _position += length;
        SkipSpaces();
        return name is not null;
    }

    private bool TryReadSids([NotNullWhen(true)] out List<Sid>? sids)
    {
        sids = [];
        bool braces = TryTake('{');
        do
        {
            if (!TryReadSid(out Sid? sid))
            {
                return false;
            }

            sids.Add(sid);
        }
        while (braces && TryTake(','));

        return !braces || TryTake('}');
    }

    private bool TryReadSid([NotNullWhen(true)] out Sid? sid)
    {
        sid = null;
        if (!TryTakeText("SID") || !TryTake('('))
        {
            return false;
        }

        int length = SddlParser.SidLength(Rest);
        ReadOnlySpan<char> text = Rest[..length];
        sid = length == 2 ? WellKnownSids.FromAlias(text) : Sid.TryParse(text, out Sid? parsed) ? parsed : null;
        _position += sid is null ? 0 : length;
        return sid is not null && TryTake(')');
    }

    private bool TryReadLiterals([NotNullWhen(true)] out List<string>? literals)
    {
        literals = [];
        bool braces = TryTake('{');
        do
        {
            if (!TryReadLiteral(out string? literal))
            {
                return false;
            }

            literals.Add(literal);
        }
        while (braces && TryTake(','));

        return !braces || TryTake('}');
    }

    private bool TryReadLiteral([NotNullWhen(true)] out string? literal)
    {
        literal = null;
        SkipSpaces();
        if (Rest.StartsWith("\""))
        {
            int end = Rest[1..].IndexOf('"');
            if (end < 0)
            {
                return false;
            }

            literal = Rest.Slice(1, end).ToString();
            _position += end + 2;
            SkipSpaces();
            return true;
        }

        if (Rest.StartsWith("SID", StringComparison.OrdinalIgnoreCase))
        {
            bool read = TryReadSid(out Sid? sid);
            literal = sid?.ToString();
            return read;
        }

        int length = 0;
        while (length < Rest.Length && (char.IsAsciiDigit(Rest[length]) || (length == 0 && Rest[0] is '-' or '+')))
        {
            length++;
        }

        bool isNumber = long.TryParse(Rest[..length], out long number);
        literal = isNumber ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;
        _position += length;
        SkipSpaces();
        return isNumber;
    }

    private bool TryTakeText(string text)
    {
        SkipSpaces();
        if (!Rest.StartsWith(text, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        _position += text.Length;
        SkipSpaces();
        return true;
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
}
