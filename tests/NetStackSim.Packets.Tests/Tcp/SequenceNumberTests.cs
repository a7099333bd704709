using FsCheck;
using FsCheck.Fluent;

namespace NetStackSim.Packets.Tests.Tcp;

public sealed class SequenceNumberTests
{
    [Theory]
    [Trait("Req", "CHK-005")]
    [InlineData(0u, 1u, true)]
    [InlineData(1u, 0u, false)]
    [InlineData(5u, 5u, false)]
    [InlineData(0xFFFF_FFFFu, 0u, true)]
    [InlineData(0xFFFF_FF00u, 0x10u, true)]
    [InlineData(0x7FFF_FFFFu, 0x8000_0000u, true)]
    [InlineData(0u, 0x7FFF_FFFFu, true)]
    [InlineData(0u, 0x8000_0001u, false)]
    public void IsBefore_AroundTheWraps_IsTheSignOfTheDifference(uint left, uint right, bool expected)
    {
        SequenceNumber a = new(left), b = new(right);

        Assert.Equal(expected, a.IsBefore(b));
        Assert.Equal(expected, b.IsAfter(a));
        Assert.Equal(!expected, b.IsAtOrBefore(a));
        Assert.Equal(!expected, a.IsAtOrAfter(b));
    }

    [Fact]
    [Trait("Req", "CHK-005")]
    public void IsBefore_AtHalfTheCircle_IsTrueBothWays()
    {
        SequenceNumber a = new(100), b = a + 0x8000_0000u;

        Assert.True(a.IsBefore(b));
        Assert.True(b.IsBefore(a));
    }

    [Fact]
    public void Arithmetic_RandomValues_WrapsAndInverts()
    {
        Prop.ForAll<uint, int>((value, distance) =>
        {
            SequenceNumber start = new(value);
            return start + distance - start == distance && start + distance - distance == start && start - distance + distance == start;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void InWindow_EdgesAcrossTheWrap_AreExact()
    {
        SequenceNumber start = new(0xFFFF_FFF0);

        Assert.True(start.InWindow(start, 1));
        Assert.False(start.InWindow(start, 0));
        Assert.True((start + 31).InWindow(start, 32));
        Assert.False((start + 32).InWindow(start, 32));
        Assert.False((start - 1).InWindow(start, 32));
        Assert.True(new SequenceNumber(5).IsBetween(start, new SequenceNumber(5)));
        Assert.False(new SequenceNumber(6).IsBetween(start, new SequenceNumber(5)));
    }

    [Fact]
    public void MinAndMax_AcrossTheWrap_FollowTheOrder()
    {
        SequenceNumber early = new(0xFFFF_FFFF), late = new(2);

        Assert.Equal(early, SequenceNumber.Min(late, early));
        Assert.Equal(late, SequenceNumber.Max(early, late));
    }
}
