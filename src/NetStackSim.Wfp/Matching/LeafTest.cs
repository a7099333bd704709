using System.Runtime.CompilerServices;

namespace NetStackSim.Wfp;

/// <summary>
/// A test at a leaf in 32 bytes: a 64-bit interval or a 128-bit number inline, which nearly all are, or a reference to anything else. The
/// walk over a filter's tests reads memory in order.
/// </summary>
internal readonly struct LeafTest
{
    private readonly ulong _low;
    private readonly ulong _high;
    private readonly FieldTest? _other;
    private readonly ushort _field;
    private readonly FwpDataType _type;
    private readonly bool _isWide;

    internal LeafTest(FieldTest test)
    {
        _field = (ushort)test.Field;
        if (test.Alternatives.Length == 1 && test.Alternatives[0] is { Kind: ConditionKind.Interval } condition)
        {
            _type = condition.Type;
            if (condition.High <= ulong.MaxValue)
            {
                _low = (ulong)condition.Low;
                _high = (ulong)condition.High;
                return;
            }

            if (condition.IsPoint)
            {
                _isWide = true;
                _low = (ulong)condition.Low;
                _high = (ulong)(condition.Low >> 64);
                return;
            }
        }

        _other = test;
    }

    /// <summary>A test for a number between two ends.</summary>
    internal static LeafTest Between(FieldSchema field, UInt128 low, UInt128 high) => new(FieldTest.Between(field, low, high));

    /// <summary>Evaluates the test.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool Matches(ReadOnlySpan<FwpValue> values)
    {
        if (_other is not null)
        {
            return _other.Matches(values);
        }

        ref readonly FwpValue value = ref values[_field];
        if (value.Type != _type)
        {
            return false;
        }

        return _isWide
            ? value.Low == _low && value.High == _high
            : value.High == 0 && value.Low >= _low && value.Low <= _high;
    }
}
