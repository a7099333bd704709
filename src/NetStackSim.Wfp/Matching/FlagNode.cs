using System.Numerics;

namespace NetStackSim.Wfp;

/// <summary>Tells filters apart by one bit of a field that each of them needs to be set, or to be clear.</summary>
internal sealed class FlagNode : IndexNode
{
    private readonly int _field;
    private readonly FwpDataType _type;
    private readonly IndexNode?[] _whenSet;
    private readonly IndexNode?[] _whenClear;
    private readonly ulong _setMask;
    private readonly ulong _clearMask;
    private readonly IndexNode? _anyValue;

    /// <summary>Makes the node.</summary>
    /// <param name="field">The field.</param>
    /// <param name="whenSet">For each bit the filters to ask when it is set.</param>
    /// <param name="whenClear">For each bit the filters to ask when it is clear.</param>
    /// <param name="anyValue">The filters that do not look at bits of the field.</param>
    internal FlagNode(FieldSchema field, IndexNode?[] whenSet, IndexNode?[] whenClear, IndexNode? anyValue)
    {
        _field = field.Index;
        _type = field.DataType;
        _whenSet = whenSet;
        _whenClear = whenClear;
        _anyValue = anyValue;
        MinRank = anyValue?.MinRank ?? int.MaxValue;
        MaxRank = anyValue?.MaxRank ?? -1;
        _setMask = Cover(whenSet);
        _clearMask = Cover(whenClear);
    }

    /// <inheritdoc/>
    internal override void Find(ref MatchSearch search)
    {
        ref readonly FwpValue value = ref search.Values[_field];
        if (value.Type == _type)
        {
            VisitBits(value.Low & _setMask, _whenSet, ref search);
            VisitBits(~value.Low & _clearMask, _whenClear, ref search);
        }

        Visit(_anyValue, ref search);
    }

    private static void VisitBits(ulong bits, IndexNode?[] children, ref MatchSearch search)
    {
        for (; bits != 0; bits &= bits - 1)
        {
            Visit(children[BitOperations.TrailingZeroCount(bits)], ref search);
        }
    }

    private ulong Cover(IndexNode?[] children)
    {
        ulong mask = 0;
        for (int bit = 0; bit < children.Length; bit++)
        {
            if (children[bit] is { } child)
            {
                mask |= 1ul << bit;
                MinRank = Math.Min(MinRank, child.MinRank);
                MaxRank = Math.Max(MaxRank, child.MaxRank);
            }
        }

        return mask;
    }
}
