namespace NetStackSim.Wfp;

/// <summary>A filter on its way into the index: its rank and the tests that are not settled yet.</summary>
/// <param name="Rank">Position in the sublayer, heaviest first.</param>
/// <param name="Tests">The tests that are left.</param>
internal readonly record struct IndexEntry(int Rank, FieldTest[] Tests)
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

    /// <summary>The entry without the test on a field.</summary>
    internal IndexEntry Without(int field)
    {
        FieldTest[] rest = new FieldTest[Tests.Length - 1];
        int next = 0;
        foreach (FieldTest test in Tests)
        {
            if (test.Field != field)
            {
                rest[next++] = test;
            }
        }

        return new IndexEntry(Rank, rest);
    }
}
