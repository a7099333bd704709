namespace NetStackSim.TcpIp.Tests;

public sealed class TokenBucketTests
{
    [Fact]
    public void TryTake_BurstThenRate_IsWhatItWasMadeFor()
    {
        TokenBucket bucket = new(burst: 10, perSecond: 200);
        int first = 0;
        while (bucket.TryTake(0))
        {
            first++;
        }

        Assert.Equal(10, first);
        Assert.False(bucket.TryTake(4_999_999));
        Assert.True(bucket.TryTake(5_000_000));
        Assert.False(bucket.TryTake(5_000_000));
    }

    [Fact]
    public void TryTake_AfterAVeryLongPause_IsFullAndNotMore()
    {
        TokenBucket bucket = new(burst: 3, perSecond: 1_000);
        Assert.True(bucket.TryTake(0));
        int taken = 0;
        while (bucket.TryTake(long.MaxValue / 2))
        {
            taken++;
        }

        Assert.Equal(3, taken);
    }
}
