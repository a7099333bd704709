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
        Keys = FieldKey.TryOf(this);
    }

    /// <summary>The field's index.</summary>
    internal int Field { get; }

    /// <summary>The alternatives.</summary>
    internal ReadOnlySpan<CompiledCondition> Alternatives => _alternatives;

    /// <summary>The numbers that match as disjoint rising intervals; null when the test is not one about numbers alone.</summary>
    internal NumberInterval[]? Intervals { get; }

    /// <summary>The exact values that match, or for objects the values that include them; null when the test is not about exact values alone.</summary>
    internal FieldKey[]? Keys { get; }

    /// <summary>The bits that the test asks for; null when it is not one condition on bits.</summary>
    internal CompiledCondition? Flags =>
        _alternatives is [{ Kind: ConditionKind.FlagsAll or ConditionKind.FlagsAny or ConditionKind.FlagsNone } flags] && flags.Low != 0 ? flags : null;

    /// <summary>True when descriptors decide.</summary>
    internal bool IsAccessCheck => _isAccessCheck;

    /// <summary>The descriptors of an access check as one text.</summary>
    internal string Descriptors => string.Join(' ', _alternatives.Select(static a => ((SecurityDescriptor)a.First!).ToSddl()));

    /// <summary>True for a test of endings.</summary>
    internal bool IsAboutEndings => Array.Exists(_alternatives, static a => a.Kind is ConditionKind.Suffix or ConditionKind.NotSuffix);

    /// <summary>True for a test that only an order of objects can divide.</summary>
    internal bool NeedsOrder => IsAboutEndings || Array.Exists(_alternatives, static a => a.Kind is ConditionKind.ObjectInterval or ConditionKind.ObjectNotEqual);

    /// <summary>A test on bits.</summary>
    internal static FieldTest OnFlags(FieldSchema field, ConditionKind kind, ulong mask) =>
        new(field.Index, [CompiledCondition.Flags(kind, field.DataType, mask)]);

    /// <summary>A test for a number between two ends.</summary>
    internal static FieldTest Between(FieldSchema field, UInt128 low, UInt128 high) =>
        new(field.Index, [CompiledCondition.Between(field.DataType, low, high)]);

    /// <summary>True when both tests are written alike, and so match the same values.</summary>
    internal bool SameAs(FieldTest other)
    {
        if (ReferenceEquals(this, other))
        {
            return true;
        }

        if (Field != other.Field || _alternatives.Length != other._alternatives.Length)
        {
            return false;
        }

        for (int i = 0; i < _alternatives.Length; i++)
        {
            if (!_alternatives[i].SameAs(other._alternatives[i]))
            {
                return false;
            }
        }

        return true;
    }

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

    /// <summary>True when one of the alternatives matches a value.</summary>
    internal bool MatchesAny(in FwpValue value)
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
