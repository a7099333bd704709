namespace NetStackSim.Wfp;

/// <summary>
/// Refuses tags that are longer than any that <c>netsh</c> writes, before a reader sees them: what a reader does with many attributes in
/// one tag grows with the square of their number.
/// </summary>
internal static class XmlTagLimit
{
    /// <summary>Longer tags are refused; real ones have one attribute and less than 100 characters.</summary>
    internal const int MaxCharacters = 4096;

    /// <summary>Looks at all tags; what has no end is left to the reader, which refuses it.</summary>
    /// <exception cref="PolicyException">A tag is too long.</exception>
    internal static void Check(ReadOnlySpan<char> text)
    {
        int at = 0;
        while (text[at..].IndexOf('<') is var next && next >= 0)
        {
            at += next;
            ReadOnlySpan<char> rest = text[at..];
            int? other = LengthOfOther(rest);
            int length = other ?? LengthOfTag(rest[..Math.Min(rest.Length, MaxCharacters + 1)]);
            if (other is null && length > MaxCharacters)
            {
                int line = text[..at].Count('\n') + 1;
                throw new PolicyException(new PolicyError(line, "document", $"a tag of more than {MaxCharacters} characters"));
            }

            at += length;
        }
    }

    // The length of a CDATA section, comment or instruction, which may be long; null for a tag.
    private static int? LengthOfOther(ReadOnlySpan<char> rest) =>
        rest.StartsWith("<![CDATA[") ? LengthTo(rest, "]]>")
        : rest.StartsWith("<!--") ? LengthTo(rest, "-->")
        : rest.StartsWith("<?") ? LengthTo(rest, "?>")
        : null;

    private static int LengthTo(ReadOnlySpan<char> rest, string end) => rest.IndexOf(end) is var at && at >= 0 ? at + end.Length : rest.Length;

    // The character that ends a tag may also stand in the value of an attribute.
    private static int LengthOfTag(ReadOnlySpan<char> rest)
    {
        int at = 0;
        while (rest[at..].IndexOfAny('>', '"', '\'') is var next && next >= 0)
        {
            at += next;
            if (rest[at] == '>')
            {
                return at + 1;
            }

            int close = rest[(at + 1)..].IndexOf(rest[at]);
            if (close < 0)
            {
                return rest.Length;
            }

            at += close + 2;
        }

        return rest.Length;
    }
}
