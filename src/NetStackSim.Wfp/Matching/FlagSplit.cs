using System.Numerics;

namespace NetStackSim.Wfp;

/// <summary>
/// Filters by the bits that they ask for: one that needs several bits waits at the one that the fewest others need, one that is content with any of
/// several waits at each.
/// </summary>
internal sealed class FlagSplit : FieldSplit
{
    private const int Bits = 64;

    // Most bits of most values are clear.
    private const double ShareOfSetBits = 1.0 / 8;

    private readonly List<IndexEntry>?[] _whenSet = new List<IndexEntry>?[Bits];
    private readonly List<IndexEntry>?[] _whenClear = new List<IndexEntry>?[Bits];
    private int _count;
    private long _copies;

    internal FlagSplit(FieldSchema field, List<IndexEntry> entries)
        : base(field)
    {
        int[] needed = CountBits(field, entries);
        foreach (IndexEntry entry in entries)
        {
            if (entry.TestOn(field.Index)?.Flags is not { } flags)
            {
                AnyValue.Add(entry);
                continue;
            }

            _count++;
            Place(entry, flags, needed);
        }

        Cost = AnyValue.Count + Sum(_whenSet, ShareOfSetBits) + Sum(_whenClear, 1 - ShareOfSetBits);
    }

    /// <inheritdoc/>
    internal override IndexNode Build(IndexBuilder builder, SplitState state)
    {
        SplitState below = state.After(_count, _copies);
        IndexNode?[] Nodes(List<IndexEntry>?[] lists) => Array.ConvertAll(lists, list => list is null ? null : builder.Node(list, below));
        return new FlagNode(Field, Nodes(_whenSet), Nodes(_whenClear), builder.NodeOrNull(AnyValue, state));
    }

    private static int[] CountBits(FieldSchema field, List<IndexEntry> entries)
    {
        int[] needed = new int[Bits];
        foreach (IndexEntry entry in entries)
        {
            for (ulong mask = (ulong)(entry.TestOn(field.Index)?.Flags?.Low ?? 0); mask != 0; mask &= mask - 1)
            {
                needed[BitOperations.TrailingZeroCount(mask)]++;
            }
        }

        return needed;
    }

    private static double Sum(List<IndexEntry>?[] lists, double share) => lists.Sum(static l => l?.Count ?? 0) * share;

    private void Place(IndexEntry entry, in CompiledCondition flags, int[] needed)
    {
        ulong mask = (ulong)flags.Low;
        if (flags.Kind == ConditionKind.FlagsAny)
        {
            IndexEntry settled = entry.Without(Field.Index);
            for (ulong bits = mask; bits != 0; bits &= bits - 1)
            {
                Add(_whenSet, BitOperations.TrailingZeroCount(bits), settled);
            }

            return;
        }

        int rarest = BitOperations.TrailingZeroCount(mask);
        for (ulong bits = mask; bits != 0; bits &= bits - 1)
        {
            int bit = BitOperations.TrailingZeroCount(bits);
            rarest = needed[bit] < needed[rarest] ? bit : rarest;
        }

        Add(flags.Kind == ConditionKind.FlagsAll ? _whenSet : _whenClear, rarest, entry.WithoutFlags(Field, 1ul << rarest));
    }

    private void Add(List<IndexEntry>?[] lists, int bit, IndexEntry entry)
    {
        (lists[bit] ??= []).Add(entry);
        _copies++;
    }
}
