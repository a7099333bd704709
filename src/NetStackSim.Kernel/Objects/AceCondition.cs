using System.Diagnostics.CodeAnalysis;

namespace NetStackSim.Kernel;

/// <summary>The condition of a conditional access control entry, e.g. <c>(WIN://SYSAPPID Contains "family")</c> (MS-DTYP section 2.4.4.17).</summary>
public sealed class AceCondition
{
    private readonly AceConditionNode _root;

    internal AceCondition(string text, AceConditionNode root)
    {
        Text = text;
        _root = root;
    }

    /// <summary>The condition as it was written, with its parentheses.</summary>
    public string Text { get; }

    /// <summary>Reads a condition without throwing.</summary>
    /// <param name="text">The text, in parentheses.</param>
    /// <param name="condition">The condition.</param>
    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out AceCondition? condition)
        => AceConditionParser.Parse(text, out condition) == text.Length && condition is not null;

    /// <summary>What the condition says about a token; null if that is unknown, because the token lacks an attribute that is asked for.</summary>
    /// <param name="token">The token.</param>
    public bool? Evaluate(SimToken token) => _root.Evaluate(token);

    /// <inheritdoc/>
    public override string ToString() => Text;
}
