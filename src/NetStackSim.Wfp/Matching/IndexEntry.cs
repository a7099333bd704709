namespace NetStackSim.Wfp;

/// <summary>A filter on its way into the index: its rank and the tests that are not settled yet.</summary>
/// <param name="Rank">Position in the sublayer, heaviest first.</param>
/// <param name="Tests">The tests that are left.</param>
/// <param name="IsFinal">True when a match ends the sublayer: nobody asks for the filters behind it.</param>
internal readonly record struct IndexEntry(int Rank, FieldTest[] Tests, bool IsFinal)
{
    /// <summary>The test on a field; null when none is left.</summary>
    internal FieldTest? TestOn(int field)
    {
        foreach (FieldTest test in Tests)
        {
            if (test.Field == field)
            {
                return test;
            }
        }

        return null;
    }

    /// <summary>The entry without the test on a field, or with another one in its place.</summary>
    internal IndexEntry Without(int field, FieldTest? instead = null)
    {
        if (instead is null && Tests.Length == 1)
        {
            return this with { Tests = [] };
        }

        FieldTest[] rest = new FieldTest[instead is null ? Tests.Length - 1 : Tests.Length];
        int next = 0;
        foreach (FieldTest test in Tests)
        {
            if (test.Field != field)
            {
                rest[next++] = test;
            }
            else if (instead is not null)
            {
                rest[next++] = instead;
            }
        }

        return this with { Tests = rest };
    }

    /// <summary>The entry without the tests on fields that have a bit in a mask.</summary>
    internal IndexEntry WithoutAll(ulong fields) => this with { Tests = Array.FindAll(Tests, t => t.Field > 63 || (fields & (1ul << t.Field)) == 0) };

    /// <summary>The entry whose test for several bits of a field no longer asks for some of them.</summary>
    internal IndexEntry WithoutFlags(FieldSchema field, ulong bits)
    {
        CompiledCondition flags = TestOn(field.Index)!.Flags!.Value;
        ulong rest = (ulong)flags.Low & ~bits;
        return Without(field.Index, rest == 0 ? null : FieldTest.OnFlags(field, flags.Kind, rest));
    }
}
