namespace NetStackSim.Packets.Tests.Fuzzing;

/// <summary>Small seeded changes: flipped bits, extreme bytes, cuts, and copied ranges.</summary>
internal static class Mutator
{
    private static readonly byte[] Extremes = [0, 1, 2, 7, 0x0F, 0x7F, 0x80, 0xFE, 0xFF];

    internal static ReadOnlySpan<byte> Mutate(ReadOnlySpan<byte> original, byte[] scratch, Random random)
    {
        int length = Math.Min(original.Length, scratch.Length);
        Span<byte> data = scratch.AsSpan(0, length);
        original[..length].CopyTo(data);
        for (int changes = random.Next(1, 6); changes > 0 && length > 0; changes--)
        {
            int at = random.Next(length);
            switch (random.Next(4))
            {
                case 0:
                    data[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    data[at] = Extremes[random.Next(Extremes.Length)];
                    break;
                case 2:
                    data[at] = (byte)random.Next(256);
                    break;
                default:
                    int from = random.Next(length);
                    int count = Math.Min(random.Next(1, 9), length - Math.Max(from, at));
                    data.Slice(from, count).ToArray().CopyTo(data[at..]);
                    break;
            }
        }

        return random.Next(8) == 0 ? data[..random.Next(length + 1)] : data;
    }
}
