namespace NetStackSim.Kernel.Tests;

public sealed class RandomStreamTests
{
    [Fact]
    public void Stream_Seed_GivesTheNumbersOfTheReferenceGenerator()
    {
        // xoshiro256** with state from splitmix64(42): computed with the public reference algorithms.
        ulong[] expected = Reference(42, 5);
        RandomStream stream = new(42);

        foreach (ulong number in expected)
        {
            Assert.Equal(number, stream.NextUInt64());
        }
    }

    [Fact]
    public void Streams_SameName_AreTheSameObjectAndIndependentOfOthers()
    {
        RandomStreams one = new(7);
        RandomStreams two = new(7);
        _ = two["other"].NextUInt64();

        Assert.Same(one["loss"], one["loss"]);
        Assert.Equal(one["loss"].NextUInt64(), two["loss"].NextUInt64());
        Assert.NotEqual(new RandomStreams(8)["loss"].NextUInt64(), new RandomStreams(7)["loss"].NextUInt64());
    }

    [Fact]
    public void Next_Bound_IsKeptAndEvenlyUsed()
    {
        RandomStream stream = new(1);
        int[] seen = new int[10];
        for (int i = 0; i < 100_000; i++)
        {
            seen[stream.Next(10)]++;
        }

        Assert.All(seen, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Chance_TwoPercent_HitsAboutTwoPercent()
    {
        RandomStream stream = new(3);
        int hits = 0;
        for (int i = 0; i < 100_000; i++)
        {
            hits += stream.Chance(0.02) ? 1 : 0;
        }

        Assert.InRange(hits, 1_850, 2_150);
        Assert.False(stream.Chance(0));
        Assert.True(stream.Chance(1));
    }

    [Fact]
    public void NextBytes_OddLength_FillsEverything()
    {
        byte[] bytes = new byte[4099];
        new RandomStream(5).NextBytes(bytes);

        Assert.InRange(bytes.Count(value => value == 0), 2, 40);
        Assert.NotEqual(0, bytes[^3] | bytes[^2] | bytes[^1]);
    }

    private static ulong[] Reference(ulong seed, int count)
    {
        ulong[] state = new ulong[4];
        for (int i = 0; i < 4; i++)
        {
            ulong z = seed += 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            state[i] = z ^ (z >> 31);
        }

        static ulong Rotate(ulong x, int k) => (x << k) | (x >> (64 - k));
        ulong[] result = new ulong[count];
        for (int i = 0; i < count; i++)
        {
            result[i] = Rotate(state[1] * 5, 7) * 9;
            ulong t = state[1] << 17;
            state[2] ^= state[0];
            state[3] ^= state[1];
            state[1] ^= state[2];
            state[0] ^= state[3];
            state[2] ^= t;
            state[3] = Rotate(state[3], 45);
        }

        return result;
    }
}
