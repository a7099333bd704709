namespace NetStackSim.Wfp;

/// <summary>Set relations between the tests of filters; each says "yes" only when it is certain.</summary>
internal static class FieldSets
{
    /// <summary>True when everything that the inner filter's tests match is matched by the outer's, too.</summary>
    internal static bool Contains(FieldTest[] outer, FieldTest[] inner)
    {
        foreach (FieldTest test in outer)
        {
            if (Find(inner, test.Field) is not { } narrower || !Contains(test, narrower))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>True when no value can match both filters' tests.</summary>
    internal static bool AreDisjoint(FieldTest[] left, FieldTest[] right)
    {
        foreach (FieldTest test in left)
        {
            if (Find(right, test.Field) is { } other && AreDisjoint(test, other))
            {
                return true;
            }
        }

        return false;
    }

    private static FieldTest? Find(FieldTest[] tests, int field)
    {
        foreach (FieldTest test in tests)
        {
            if (test.Field == field)
            {
                return test;
            }
        }

        return null;
    }

    private static bool Contains(FieldTest outer, FieldTest inner)
    {
        if (outer.Intervals is { } wide && inner.Intervals is { } narrow)
        {
            return Array.TrueForAll(narrow, n => Array.Exists(wide, w => w.Low <= n.Low && n.High <= w.High));
        }

        foreach (ref readonly CompiledCondition condition in inner.Alternatives)
        {
            if (!HasAlternative(outer, condition))
            {
                return false;
            }
        }

        return true;
    }

    private static bool HasAlternative(FieldTest test, in CompiledCondition wanted)
    {
        foreach (ref readonly CompiledCondition condition in test.Alternatives)
        {
            if (condition.SameAs(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AreDisjoint(FieldTest left, FieldTest right)
    {
        if (left.Intervals is { } some && right.Intervals is { } others)
        {
            return !Array.Exists(some, s => Array.Exists(others, o => s.Low <= o.High && o.Low <= s.High));
        }

        return IsExact(left) && IsExact(right) && !SharesObject(left, right);
    }

    private static bool IsExact(FieldTest test)
    {
        foreach (ref readonly CompiledCondition condition in test.Alternatives)
        {
            if (condition.Kind != ConditionKind.ObjectEqual)
            {
                return false;
            }
        }

        return true;
    }

    private static bool SharesObject(FieldTest left, FieldTest right)
    {
        foreach (ref readonly CompiledCondition condition in left.Alternatives)
        {
            if (HasAlternative(right, condition))
            {
                return true;
            }
        }

        return false;
    }
}
