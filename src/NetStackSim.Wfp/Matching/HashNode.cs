using System.Numerics;

namespace NetStackSim.Wfp;

/// <summary>Tells filters apart by exact values of one field.</summary>
internal sealed class HashNode : IndexNode
{
    private readonly int _field;
    private readonly FwpDataType _type;
    private readonly int _shift;
    private readonly Slot[] _slots;
    private readonly IndexNode? _anyValue;

    /// <summary>Makes the node.</summary>
    /// <param name="field">The field.</param>
    /// <param name="type">The type that a value must have.</param>
    /// <param name="children">A child for each key.</param>
    /// <param name="anyValue">The filters that do not look at the field.</param>
    internal HashNode(int field, FwpDataType type, IReadOnlyList<KeyValuePair<FieldKey, IndexNode>> children, IndexNode? anyValue)
    {
        _field = field;
        _type = type;
        _anyValue = anyValue;
        int size = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(2, children.Count * 2));
        _shift = 64 - BitOperations.Log2((uint)size);
        _slots = new Slot[size];
        int min = anyValue?.MinRank ?? int.MaxValue;
        int max = anyValue?.MaxRank ?? -1;
        foreach (KeyValuePair<FieldKey, IndexNode> child in children)
        {
            Insert(child.Key, child.Value);
            min = Math.Min(min, child.Value.MinRank);
            max = Math.Max(max, child.Value.MaxRank);
        }

        MinRank = min;
        MaxRank = max;
    }

    /// <inheritdoc/>
    internal override void Find(ref MatchSearch search)
    {
        ref readonly FwpValue value = ref search.Values[_field];
        if (value.Type == _type && FieldKey.TryOf(value, out FieldKey key))
        {
            Visit(Lookup(key), ref search);
        }

        Visit(_anyValue, ref search);
    }

    private IndexNode? Lookup(FieldKey key)
    {
        int mask = _slots.Length - 1;
        for (int i = key.Slot(_shift); ; i = (i + 1) & mask)
        {
            ref readonly Slot slot = ref _slots[i];
            if (slot.Child is null || slot.Key == key)
            {
                return slot.Child;
            }
        }
    }

    private void Insert(FieldKey key, IndexNode child)
    {
        int mask = _slots.Length - 1;
        int i = key.Slot(_shift);
        while (_slots[i].Child is not null)
        {
            i = (i + 1) & mask;
        }

        _slots[i] = new Slot(key, child);
    }

    private readonly record struct Slot(FieldKey Key, IndexNode? Child);
}
