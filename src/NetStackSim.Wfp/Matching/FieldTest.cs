namespace NetStackSim.Wfp;

/// <summary>
/// All conditions of a filter on one field: alternatives, of which one must match. A filter matches when each of its tests does.
/// </summary>
internal sealed class FieldTest
{
    private readonly CompiledCondition[] _alternatives;

    private FieldTest(int field, CompiledCondition[] alternatives)
    {
        Field = field;
        _alternatives = alternatives;
        Intervals = NumberIntervals.TryUnion(alternatives);
    }

    /// <summary>The field's index.</summary>
    internal int Field { get; }

    /// <summary>The alternatives.</summary>
    internal ReadOnlySpan<CompiledCondition> Alternatives => _alternatives;

    /// <summary>The numbers that match as disjoint rising intervals; null when the test is not one about numbers alone.</summary>
    internal NumberInterval[]? Intervals { get; }

    /// <summary>Groups the conditions of a filter by field, in the order in which the fields first appear.</summary>
    internal static FieldTest[] Compile(LayerSchema layer, IReadOnlyList<FilterCondition> conditions)
    {
        List<int> order = [];
        List<CompiledCondition>?[] groups = new List<CompiledCondition>?[layer.Fields.Length];
        for (int i = 0; i < conditions.Count; i++)
        {
            FieldSchema field = layer.FindField(conditions[i].FieldKey)
                ?? throw new ArgumentException("The layer does not have the field " + conditions[i].FieldKey, nameof(conditions));
            if (groups[field.Index] is null)
            {
                groups[field.Index] = [];
                order.Add(field.Index);
            }

            groups[field.Index]!.Add(CompiledCondition.Compile(field, conditions[i]));
        }

        FieldTest[] tests = new FieldTest[order.Count];
        for (int i = 0; i < tests.Length; i++)
        {
            tests[i] = new FieldTest(order[i], [.. groups[order[i]]!]);
        }

        return tests;
    }

    /// <summary>Evaluates the test.</summary>
    internal bool Matches(ReadOnlySpan<FwpValue> values)
    {
        ref readonly FwpValue value = ref values[Field];
        foreach (ref readonly CompiledCondition condition in _alternatives.AsSpan())
        {
            if (condition.Matches(value))
            {
                return true;
            }
        }

        return false;
    }
}
