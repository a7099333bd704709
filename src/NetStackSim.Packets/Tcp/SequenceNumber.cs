using System.Runtime.CompilerServices;

namespace NetStackSim.Packets;

/// <summary>A TCP sequence number: 32 bits compared modulo 2^32 (RFC 9293 section 3.4).</summary>
/// <remarks>
/// "a is before b" means that the signed difference a - b is negative. At a distance of exactly 2^31 each is before the other; RFC 9293 leaves that
/// case open and windows are too small to reach it. There are no relational operators, so that nobody mistakes the order for a total one.
/// </remarks>
/// <param name="value">The number as it stands in the header, in host order.</param>
public readonly struct SequenceNumber(uint value) : IEquatable<SequenceNumber>
{
    private readonly uint _value = value;

    /// <summary>The number in host order.</summary>
    public uint Value => _value;

    /// <summary>SEG &lt; other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBefore(SequenceNumber other) => (int)(_value - other._value) < 0;

    /// <summary>SEG =&lt; other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAtOrBefore(SequenceNumber other) => (int)(_value - other._value) <= 0;

    /// <summary>SEG &gt; other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAfter(SequenceNumber other) => (int)(other._value - _value) < 0;

    /// <summary>SEG &gt;= other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsAtOrAfter(SequenceNumber other) => (int)(other._value - _value) <= 0;

    /// <summary>start =&lt; SEG &lt; start + size; an empty window holds nothing.</summary>
    /// <param name="start">The first number of the window.</param>
    /// <param name="size">The number of sequence numbers in it.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool InWindow(SequenceNumber start, uint size) => _value - start._value < size;

    /// <summary>first =&lt; SEG =&lt; last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsBetween(SequenceNumber first, SequenceNumber last) => _value - first._value <= last._value - first._value;

    /// <summary>The later of two numbers.</summary>
    public static SequenceNumber Max(SequenceNumber left, SequenceNumber right) => left.IsBefore(right) ? right : left;

    /// <summary>The earlier of two numbers.</summary>
    public static SequenceNumber Min(SequenceNumber left, SequenceNumber right) => left.IsBefore(right) ? left : right;

    /// <summary>The number that many bytes later.</summary>
    public static SequenceNumber operator +(SequenceNumber left, uint bytes) => new(unchecked(left._value + bytes));

    /// <summary>The number that many bytes later (earlier when negative).</summary>
    public static SequenceNumber operator +(SequenceNumber left, int bytes) => new(unchecked(left._value + (uint)bytes));

    /// <summary>The number that many bytes earlier.</summary>
    public static SequenceNumber operator -(SequenceNumber left, uint bytes) => new(unchecked(left._value - bytes));

    /// <summary>The number that many bytes earlier (later when negative).</summary>
    public static SequenceNumber operator -(SequenceNumber left, int bytes) => new(unchecked(left._value - (uint)bytes));

    /// <summary>The signed distance from <paramref name="right"/> to <paramref name="left"/>: positive when left is after right.</summary>
    public static int operator -(SequenceNumber left, SequenceNumber right) => unchecked((int)(left._value - right._value));

    /// <summary>Equality.</summary>
    public static bool operator ==(SequenceNumber left, SequenceNumber right) => left._value == right._value;

    /// <summary>Inequality.</summary>
    public static bool operator !=(SequenceNumber left, SequenceNumber right) => left._value != right._value;

    /// <inheritdoc/>
    public bool Equals(SequenceNumber other) => _value == other._value;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SequenceNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)_value;

    /// <summary>The decimal number.</summary>
    public override string ToString() => _value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
