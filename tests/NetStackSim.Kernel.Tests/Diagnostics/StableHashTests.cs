using System.Text;

namespace NetStackSim.Kernel.Tests;

public sealed class StableHashTests
{
    [Fact]
    public void Of_KnownInputs_NeverChange()
    {
        // Written down once: a change would change every seeded run.
        Assert.Equal(0x907495B4C1D315A2UL, StableHash.Of("tcp.isn"));
        Assert.Equal(0xB6E07960DE120284UL, StableHash.Of(Encoding.ASCII.GetBytes("0123456789abcdef")));
        Assert.Equal(0x738FA32F97A5A24AUL, StableHash.Mix(1, 2));
    }

    [Fact]
    public void Of_EveryLengthAndEveryBit_Differs()
    {
        HashSet<ulong> seen = [];
        for (int length = 0; length <= 40; length++)
        {
            byte[] bytes = new byte[length];
            Assert.True(seen.Add(StableHash.Of(bytes)));
            for (int bit = 0; bit < length * 8; bit++)
            {
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.True(seen.Add(StableHash.Of(bytes)));
                bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            }
        }
    }

    [Fact]
    public void Mix_ManyPairs_SpreadsOverLowBits()
    {
        int[] buckets = new int[256];
        for (ulong a = 0; a < 256; a++)
        {
            for (ulong b = 0; b < 256; b++)
            {
                buckets[StableHash.Mix(a, b << 16) & 255]++;
            }
        }

        Assert.All(buckets, count => Assert.InRange(count, 150, 370));
    }
}
