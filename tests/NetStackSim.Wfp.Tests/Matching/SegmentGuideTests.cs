using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class SegmentGuideTests
{
    [Fact]
    public void Between_RandomStarts_AlwaysHoldsTheNaiveAnswer()
    {
        RandomStream random = new RandomStreams(11)["guide"];
        for (int round = 0; round < 300; round++)
        {
            int bits = 1 + random.Next(64);
            ulong mask = ulong.MaxValue >> (64 - bits);
            SortedSet<ulong> set = [0];
            for (int i = random.Next(400); i >= 0; i--)
            {
                set.Add(random.NextUInt64() & mask & (random.Chance(0.5) ? ulong.MaxValue : 0xFF));
            }

            ulong[] starts = [.. set];
            SegmentGuide guide = new(starts);
            for (int i = 0; i < 200; i++)
            {
                ulong number = random.Chance(0.5) ? starts[random.Next(starts.Length)] + (ulong)random.Next(3) - 1 : random.NextUInt64() & mask;
                int naive = Array.FindLastIndex(starts, s => s <= number);
                (int first, int last) = guide.Between(number);
                Assert.True(first <= naive && naive <= last, $"{number}: {naive} not in {first}..{last}");
            }
        }
    }

    [Fact]
    public void Between_LargestNumberOverSmallStarts_IsTheLastSegment()
    {
        ulong[] starts = [.. Enumerable.Range(0, 64).Select(i => (ulong)i)];
        Assert.Equal(63, new SegmentGuide(starts).Between(ulong.MaxValue).Last);
    }
}
