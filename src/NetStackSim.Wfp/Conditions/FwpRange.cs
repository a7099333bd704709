namespace NetStackSim.Wfp;

/// <summary>Both ends of a range condition, included (<c>FWP_RANGE0</c>).</summary>
public sealed class FwpRange : IEquatable<FwpRange>
{
    /// <summary>Makes a range; whether it is valid is checked when a filter is added.</summary>
    /// <param name="low">The low end.</param>
    /// <param name="high">The high end.</param>
    public FwpRange(FwpValue low, FwpValue high)
    {
        Low = low;
        High = high;
    }

    /// <summary>The low end, included.</summary>
    public FwpValue Low { get; }

    /// <summary>The high end, included.</summary>
    public FwpValue High { get; }

    /// <inheritdoc/>
    public bool Equals(FwpRange? other) => other is not null && Low.Equals(other.Low) && High.Equals(other.High);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as FwpRange);

    /// <inheritdoc/>
    public override int GetHashCode() => Low.GetHashCode() ^ (High.GetHashCode() * 31);

    /// <inheritdoc/>
    public override string ToString() => $"{Low}..{High}";
}
