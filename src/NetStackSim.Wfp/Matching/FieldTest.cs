using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// All conditions of a filter on one field: alternatives, of which one must match. A filter matches when each of its tests does.
/// </summary>
internal sealed class FieldTest
{
    private readonly CompiledCondition[] _alternatives;
    private readonly bool _isAccessCheck;

    // An access check walks an ACL; the same process asks again and again. Tokens and descriptors never change.
    private SimToken? _checkedToken;
    private bool _checkedResult;

    private FieldTest(int field, CompiledCondition[] alternatives)
    {
        Field = field;
        _alternatives = alternatives;
        _isAccessCheck = Array.TrueForAll(alternatives, static a => a.Kind == ConditionKind.AccessCheck);
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
        return _isAccessCheck ? Grants(value.Token) : MatchesAny(value);
    }

    private bool Grants(SimToken? token)
    {
        if (token is null)
        {
            return false;
        }

        if (!ReferenceEquals(token, _checkedToken))
        {
            _checkedResult = MatchesAny(FwpValue.Of(token));
            _checkedToken = token;
        }

        return _checkedResult;
    }

    private bool MatchesAny(in FwpValue value)
    {
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
