namespace NetStackSim.Kernel;

/// <summary>A part of a condition; three-valued: null is unknown.</summary>
internal abstract class AceConditionNode
{
    internal abstract bool? Evaluate(SimToken token);
}

/// <summary>Both: false wins over unknown.</summary>
internal sealed class AceAnd(AceConditionNode left, AceConditionNode right) : AceConditionNode
{
    internal override bool? Evaluate(SimToken token) => left.Evaluate(token) & right.Evaluate(token);
}

/// <summary>One of two: true wins over unknown.</summary>
internal sealed class AceOr(AceConditionNode left, AceConditionNode right) : AceConditionNode
{
    internal override bool? Evaluate(SimToken token) => left.Evaluate(token) | right.Evaluate(token);
}

/// <summary>The opposite; unknown stays unknown.</summary>
internal sealed class AceNot(AceConditionNode inner) : AceConditionNode
{
    internal override bool? Evaluate(SimToken token) => !inner.Evaluate(token);
}

/// <summary>Whether the token has an attribute.</summary>
internal sealed class AceExists(string attribute) : AceConditionNode
{
    internal override bool? Evaluate(SimToken token) => token.Attributes.ContainsKey(attribute);
}

/// <summary>Whether the token holds all, or any, of some SIDs.</summary>
internal sealed class AceMemberOf(Sid[] sids, bool any) : AceConditionNode
{
    internal override bool? Evaluate(SimToken token)
    {
        foreach (Sid sid in sids)
        {
            bool holds = token.Holds(sid) || token.HoldsForApp(sid);
            if (holds == any)
            {
                return any;
            }
        }

        return !any;
    }
}

/// <summary>A comparison of an attribute with literals; text compares without case, numbers by value.</summary>
internal sealed class AceComparison(string attribute, AceOperator comparison, string[] literals) : AceConditionNode
{
    internal override bool? Evaluate(SimToken token)
    {
        if (!token.Attributes.TryGetValue(attribute, out IReadOnlyList<string>? values) || values.Count == 0)
        {
            return null;
        }

        return comparison switch
        {
            AceOperator.Contains => ContainsAll(values, literals),
            AceOperator.NotContains => !ContainsAll(values, literals),
            AceOperator.AnyOf => ContainsAny(values, literals),
            AceOperator.NotAnyOf => !ContainsAny(values, literals),
            AceOperator.Equal => values.Count == literals.Length && ContainsAll(values, literals) && ContainsAll(literals, values),
            AceOperator.NotEqual => !(values.Count == literals.Length && ContainsAll(values, literals) && ContainsAll(literals, values)),
            AceOperator.Less => Compare(values[0], literals[0]) < 0,
            AceOperator.LessOrEqual => Compare(values[0], literals[0]) <= 0,
            AceOperator.Greater => Compare(values[0], literals[0]) > 0,
            _ => Compare(values[0], literals[0]) >= 0,
        };
    }

    private static bool ContainsAll(IReadOnlyList<string> values, IReadOnlyList<string> wanted)
    {
        for (int i = 0; i < wanted.Count; i++)
        {
            if (!Contains(values, wanted[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ContainsAny(IReadOnlyList<string> values, IReadOnlyList<string> wanted)
    {
        for (int i = 0; i < wanted.Count; i++)
        {
            if (Contains(values, wanted[i]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Contains(IReadOnlyList<string> values, string literal)
    {
        for (int i = 0; i < values.Count; i++)
        {
            if (Compare(values[i], literal) == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static int Compare(string left, string right)
        => long.TryParse(left, out long a) && long.TryParse(right, out long b)
            ? a.CompareTo(b)
            : string.Compare(left, right, StringComparison.OrdinalIgnoreCase);
}
