namespace NetStackSim.Wfp;

/// <summary>Bits of the automatic weight that belong to one field or to fields of related meaning.</summary>
/// <param name="Members">The fields of the layer.</param>
/// <param name="IsWide">False for a slot of one bit.</param>
/// <param name="Position">The lowest bit.</param>
/// <param name="Width">Number of bits.</param>
internal sealed record AutoWeightSlot(IReadOnlyList<FieldSchema> Members, bool IsWide, int Position, int Width)
{
    /// <summary>Sum of the widths of the members' types.</summary>
    internal int MemberBits { get; } = Members.Sum(static m => m.DataType.Bits());
}
