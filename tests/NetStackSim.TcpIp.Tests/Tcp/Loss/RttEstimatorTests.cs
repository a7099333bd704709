namespace NetStackSim.TcpIp.Tests.Tcp;

public sealed class RttEstimatorTests
{
    private const long Millisecond = 1_000_000;

    [Fact]
    public void Timeout_BeforeAnySample_IsTheInitialOne()
    {
        RttEstimator rtt = Make(minimum: 300);

        Assert.Equal(1000 * Millisecond, rtt.TimeoutNs);
    }

    [Fact]
    public void FirstSample_SetsSrttAndHalfOfItAsVariation()
    {
        RttEstimator rtt = Make(minimum: 1);

        rtt.Sample(100 * Millisecond);

        Assert.Equal(100 * Millisecond, rtt.SmoothedNs);
        Assert.Equal(50 * Millisecond, rtt.VariationNs);
        Assert.Equal(300 * Millisecond, rtt.TimeoutNs);
    }

    [Fact]
    public void SecondSample_UpdatesVariationWithTheOldSmoothedValue()
    {
        RttEstimator rtt = Make(minimum: 1);
        rtt.Sample(100 * Millisecond);

        rtt.Sample(180 * Millisecond);

        // RTTVAR = 3/4 * 50 + 1/4 * |100 - 180| = 57.5; SRTT = 7/8 * 100 + 1/8 * 180 = 110; RTO = 110 + 230.
        Assert.Equal(57_500_000, rtt.VariationNs);
        Assert.Equal(110 * Millisecond, rtt.SmoothedNs);
        Assert.Equal(340 * Millisecond, rtt.TimeoutNs);
    }

    [Fact]
    public void Timeout_NeverLeavesItsBounds()
    {
        RttEstimator rtt = Make(minimum: 300);
        rtt.Sample(1 * Millisecond);
        Assert.Equal(300 * Millisecond, rtt.TimeoutNs);

        for (int expiry = 0; expiry < 20; expiry++)
        {
            rtt.BackOff();
        }

        Assert.Equal(60_000 * Millisecond, rtt.TimeoutNs);
    }

    [Fact]
    public void BackOff_DoublesUntilASampleComes()
    {
        RttEstimator rtt = Make(minimum: 300);
        rtt.BackOff();
        rtt.BackOff();
        Assert.Equal(4000 * Millisecond, rtt.TimeoutNs);

        rtt.Sample(10 * Millisecond);

        Assert.Equal(300 * Millisecond, rtt.TimeoutNs);
    }

    [Fact]
    public void HandshakeLoss_WithoutASample_StartsDataAtThreeSeconds()
    {
        RttEstimator rtt = Make(minimum: 300);
        rtt.BackOff();

        rtt.OnHandshakeRetransmitted();

        Assert.Equal(3000 * Millisecond, rtt.TimeoutNs);
    }

    private static RttEstimator Make(long minimum)
    {
        RttEstimator rtt = default;
        rtt.Start(1000 * Millisecond, minimum * Millisecond, 60_000 * Millisecond);
        return rtt;
    }
}
