using System.Numerics;

namespace NetStackSim.Wfp;

/// <summary>
/// The automatic part of a weight as Windows computes it: 60 bits divided among the layer's fields, each condition filling its share.
/// </summary>
/// <remarks>
/// <para>Read off the weights that real machines print. Fields of related meaning share a slot. Types, LUIDs, ids, blobs and flags have
/// slots of one bit; addresses, ports, the protocol, indices and profile ids have wide slots, which divide the remaining bits in
/// proportion to the sum of the logarithms of their members' widths, the running sum rounded from the low end.</para>
/// <para>The value of a wide slot is its largest value times the share of its members' bits that the conditions fix, rounded, at
/// least 1 if they narrow at all. Conditions on one field add up to the field's width. A range fixes the width less the logarithm of
/// its size.</para>
/// </remarks>
public sealed class AutoWeight : IAutoWeight
{
    private AutoWeight()
    {
    }

    /// <summary>The rule.</summary>
    public static AutoWeight Default { get; } = new();

    /// <inheritdoc/>
    public ulong Compute(LayerSchema layer, IReadOnlyList<FilterCondition> conditions)
    {
        AutoWeightLayout layout = layer.WeightLayout;
        if (layout.Slots.Count == 0)
        {
            // Layers without fields: nothing to divide; real machines show all bits but the highest.
            return (1UL << (EffectiveWeight.AutoBits - 1)) - 1;
        }

        ulong weight = 0;
        foreach (AutoWeightSlot slot in layout.Slots)
        {
            weight += SlotValue(slot, conditions) << slot.Position;
        }

        return weight;
    }

    /// <summary>True when the order of the layer's slots was seen on real machines, false when it is assumed by analogy.</summary>
    /// <param name="layer">The layer.</param>
    /// <returns>True when seen.</returns>
    public static bool IsOrderKnown(LayerSchema layer) => layer.WeightLayout.IsSeen;

    private static ulong SlotValue(AutoWeightSlot slot, IReadOnlyList<FilterCondition> conditions)
    {
        double fixedBits = 0;
        foreach (FieldSchema member in slot.Members)
        {
            fixedBits += MemberBits(member, slot.IsWide, conditions);
        }

        if (fixedBits <= 0)
        {
            return 0;
        }

        if (!slot.IsWide)
        {
            return 1;
        }

        double largest = (1UL << slot.Width) - 1;
        ulong value = (ulong)Math.Floor((largest * fixedBits / slot.MemberBits) + 0.5);
        return Math.Max(1, value);
    }

    private static double MemberBits(FieldSchema member, bool isWide, IReadOnlyList<FilterCondition> conditions)
    {
        double sum = 0;
        for (int i = 0; i < conditions.Count; i++)
        {
            if (conditions[i].FieldKey == member.Key)
            {
                sum += isWide ? FixedBits(conditions[i], member.DataType.Bits()) : 1;
            }
        }

        return isWide ? Math.Min(sum, member.DataType.Bits()) : sum;
    }

    private static double FixedBits(in FilterCondition condition, int width)
    {
        FwpValue value = condition.Value;
        return value.Type switch
        {
            FwpDataType.Range => RangeBits(value.Range!.Low.Number128, value.Range.High.Number128, width),
            FwpDataType.V4AddressMask => BitOperations.PopCount(value.V4Mask),
            FwpDataType.V6AddressMask => value.PrefixLength,
            _ => NumberBits(condition.Match, value.Number128, width),
        };
    }

    private static double NumberBits(FwpMatchType match, UInt128 number, int width)
    {
        UInt128 last = width == 128 ? UInt128.MaxValue : (UInt128.One << width) - 1;
        return match switch
        {
            FwpMatchType.Greater => number == last ? width : RangeBits(number + 1, last, width),
            FwpMatchType.GreaterOrEqual => RangeBits(number, last, width),
            FwpMatchType.Less => number == 0 ? width : RangeBits(0, number - 1, width),
            FwpMatchType.LessOrEqual => RangeBits(0, number, width),
            FwpMatchType.NotEqual => RangeBits(1, last, width),
            FwpMatchType.FlagsAllSet or FwpMatchType.FlagsNoneSet => (int)UInt128.PopCount(number),
            FwpMatchType.FlagsAnySet => number == 0 ? 0 : 1.0 / (int)UInt128.PopCount(number),
            _ => width,
        };
    }

    private static double RangeBits(UInt128 low, UInt128 high, int width)
    {
        UInt128 distance = high - low;
        UInt128 last = width == 128 ? UInt128.MaxValue : (UInt128.One << width) - 1;
        if (distance == last)
        {
            return 0;
        }

        // Seen on real machines: a range over half of all IPv4 addresses or more, but not all, counts as a single address, as if its
        // size had been taken for negative.
        if (width == 32 && distance >= int.MaxValue)
        {
            return width;
        }

        return width - Math.Log2((double)distance + 1);
    }
}
