namespace NetStackSim.Wfp;

/// <summary>How a layer's fields divide the 60 bits of the automatic weight; follows from the field list and the slot order of the family.</summary>
internal sealed class AutoWeightLayout
{
    private AutoWeightLayout(IReadOnlyList<AutoWeightSlot> slots, bool isSeen)
    {
        Slots = slots;
        IsSeen = isSeen;
    }

    /// <summary>The slots, lowest first.</summary>
    internal IReadOnlyList<AutoWeightSlot> Slots { get; }

    /// <summary>True when the order was seen on real machines.</summary>
    internal bool IsSeen { get; }

    /// <summary>Divides the bits.</summary>
    internal static AutoWeightLayout Of(LayerSchema layer)
    {
        AutoWeightOrder order = AutoWeightOrder.Of(layer);
        List<(List<FieldSchema> Members, bool IsWide)> present = Present(layer, order);
        double wideWeight = 0;
        int narrow = 0;
        foreach ((List<FieldSchema> members, bool isWide) in present)
        {
            narrow += isWide ? 0 : 1;
            wideWeight += isWide ? Weight(members) : 0;
        }

        int wideBits = Math.Max(0, EffectiveWeight.AutoBits - narrow);
        List<AutoWeightSlot> slots = [];
        double running = 0;
        int used = 0;
        int position = 0;
        for (int i = present.Count - 1; i >= 0; i--)
        {
            (List<FieldSchema> members, bool isWide) = present[i];
            int width = 1;
            if (isWide)
            {
                running += Weight(members);
                int edge = (int)Math.Floor((running * wideBits / wideWeight) + 0.5);
                width = edge - used;
                used = edge;
            }

            slots.Add(new AutoWeightSlot(members, isWide, position, width));
            position += width;
        }

        return new AutoWeightLayout(slots, order.IsSeen);
    }

    private static double Weight(List<FieldSchema> members) => members.Sum(static m => Math.Log2(m.DataType.Bits()));

    private static List<(List<FieldSchema> Members, bool IsWide)> Present(LayerSchema layer, AutoWeightOrder order)
    {
        List<(List<FieldSchema> Members, bool IsWide)> present = [];
        HashSet<int> placed = [];
        foreach (AutoWeightOrder.Slot slot in order.Slots)
        {
            List<FieldSchema> members = [];
            foreach (FieldSchema field in layer.Fields)
            {
                if (slot.Contains(field.Name) && placed.Add(field.Index))
                {
                    members.Add(field);
                }
            }

            if (members.Count > 0)
            {
                present.Add((members, slot.IsWide && members.TrueForAll(static m => m.DataType.Bits() > 0)));
            }
        }

        foreach (FieldSchema field in layer.Fields)
        {
            if (!placed.Contains(field.Index))
            {
                present.Add(([field], false));
            }
        }

        return present;
    }
}
