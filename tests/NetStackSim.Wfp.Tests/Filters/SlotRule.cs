namespace NetStackSim.Wfp.Tests;

/// <summary>What the division of the sixty bits must be for any list of fields, in words of its own.</summary>
internal static class SlotRule
{
    internal static void Check(LayerSchema layer)
    {
        IReadOnlyList<AutoWeightSlot> slots = layer.WeightLayout.Slots;
        Assert.Equal(layer.Fields.Length, slots.Sum(static s => s.Members.Count));
        AutoWeightSlot[] wide = [.. slots.Where(static s => s.IsWide)];
        decimal shared = 60 - slots.Count(static s => !s.IsWide);
        decimal all = wide.Sum(Share);
        decimal below = 0;
        int position = 0;
        int edge = 0;
        foreach (AutoWeightSlot slot in slots)
        {
            Assert.Equal((layer.Name, position), (layer.Name, slot.Position));
            int width = 1;
            if (slot.IsWide)
            {
                below += Share(slot);
                int next = (int)decimal.Round(below * shared / all, MidpointRounding.AwayFromZero);
                (width, edge) = (next - edge, next);
            }

            Assert.Equal((layer.Name, string.Join('+', slot.Members), width), (layer.Name, string.Join('+', slot.Members), slot.Width));
            position += width;
        }
    }

    // A wide slot weighs the sum of log2 of its members' widths: 8 bits weigh 3, 16 weigh 4, 32 weigh 5, 64 weigh 6, 128 weigh 7.
    private static decimal Share(AutoWeightSlot slot)
    {
        decimal share = 0;
        foreach (FieldSchema member in slot.Members)
        {
            share += member.DataType.Bits() switch { 8 => 3, 16 => 4, 32 => 5, 64 => 6, 128 => 7, int other => (decimal)Math.Log2(other) };
        }

        return share;
    }
}
