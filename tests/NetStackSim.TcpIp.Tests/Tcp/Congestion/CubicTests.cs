namespace NetStackSim.TcpIp.Tests.Tcp;

public sealed class CubicTests
{
    private const int Mss = 1000;
    private const long Second = 1_000_000_000;

    [Theory]
    [InlineData(8, 2)]
    [InlineData(27, 3)]
    [InlineData(1e-9, 1e-3)]
    [InlineData(1e12, 1e4)]
    [InlineData(75, 4.217163326508746)]
    [InlineData(0, 0)]
    public void CubeRoot_OfKnownNumbers_IsExactToTwelveDigits(double value, double root) =>
        Assert.Equal(root, Cubic.CubeRoot(value), root * 1e-12);

    [Fact]
    public void CubeRoot_OverManyMagnitudes_CubesBack()
    {
        for (double value = 1e-12; value < 1e18; value *= 1.7)
        {
            double root = Cubic.CubeRoot(value);
            Assert.Equal(value, root * root * root, value * 1e-12);
        }
    }

    [Theory]
    [InlineData(0.0, 70.0)]
    [InlineData(2.1085816632543731, 96.25)]
    [InlineData(4.217163326508746, 100.0)]
    [InlineData(6.325744989763119, 103.75)]
    [InlineData(8.434326653017492, 130.0)]
    public void Curve_AfterALossAtHundredSegments_IsThatOfTheRfc(double seconds, double segments)
    {
        // W_max 100, window after the loss 70: K = cbrt(30 / 0.4) = 4.217 s.
        double period = Cubic.CubeRoot(30 / Cubic.C);

        Assert.Equal(segments, Cubic.Curve(seconds, period, 100), 1e-9);
    }

    [Fact]
    public void Loss_ReducesToSeventyPercentOfTheFlight()
    {
        Cubic cubic = Started(100);

        cubic.OnRecoveryStart(100 * Mss, 0);

        Assert.Equal(70 * Mss, cubic.Window);
        Assert.Equal(70 * Mss, cubic.SlowStartThreshold);
        Assert.Equal(100, cubic.MaximumSegments);
    }

    [Fact]
    public void SecondLoss_BelowTheOldMaximum_ConvergesFast()
    {
        Cubic cubic = Started(100);
        cubic.OnRecoveryStart(100 * Mss, 0);
        cubic.OnRecoveryEnd(70 * Mss);

        cubic.OnRecoveryStart(70 * Mss, 0);

        Assert.Equal(70 * (1 + 0.7) / 2, cubic.MaximumSegments, 1e-9);
        Assert.Equal(49 * Mss, cubic.Window);
    }

    [Fact]
    public void Timeout_FallsToOneSegmentAndLowersTheThresholdOnce()
    {
        Cubic cubic = Started(100);

        cubic.OnTimeout(100 * Mss, 0, first: true);
        cubic.OnTimeout(10 * Mss, 0, first: false);

        Assert.Equal(Mss, cubic.Window);
        Assert.Equal(70 * Mss, cubic.SlowStartThreshold);
    }

    [Fact]
    public void Avoidance_WithALongRoundTrip_FollowsTheCurveToTheOldMaximum()
    {
        Cubic cubic = Started(1000);
        cubic.OnRecoveryStart(1000 * Mss, 0);
        cubic.OnRecoveryEnd(700 * Mss);
        double period = Cubic.CubeRoot(300 / Cubic.C);

        // A round trip is 100 ms; each acknowledges one window.
        long now = 0;
        while (now < period * Second)
        {
            now += Second / 10;
            Acknowledge(cubic, cubic.Window, now, Second / 10);
        }

        Assert.InRange(cubic.Window, 990 * Mss, 1012 * Mss);
    }

    [Fact]
    public void Avoidance_WithAShortRoundTrip_IsNotSlowerThanReno()
    {
        Cubic cubic = Started(20);
        cubic.OnRecoveryStart(20 * Mss, 0);
        cubic.OnRecoveryEnd(14 * Mss);
        int start = cubic.Window;

        // A hundred round trips of one millisecond: the curve is flat, the estimate adds 0.529 segments each until W_max, then one.
        for (int trip = 1; trip <= 100; trip++)
        {
            Acknowledge(cubic, cubic.Window, trip * 1_000_000, 1_000_000);
        }

        Assert.InRange(cubic.Window - start, 80 * Mss, 101 * Mss);
    }

    [Fact]
    public void SlowStart_OpensByWhatIsAcknowledgedUpToTheLimit()
    {
        var cubic = new Cubic(slowStartLimit: 2);
        cubic.Start(Mss, 10 * Mss);

        cubic.OnAck(new AckSample { AckedBytes = 1 * Mss, NowNs = 0, SmoothedRttNs = 0, WindowLimited = true });
        Assert.Equal(11 * Mss, cubic.Window);

        cubic.OnAck(new AckSample { AckedBytes = 9 * Mss, NowNs = 0, SmoothedRttNs = 0, WindowLimited = true });
        Assert.Equal(13 * Mss, cubic.Window);
    }

    [Fact]
    public void Window_ThatWasNotFull_DoesNotGrow()
    {
        Cubic cubic = Started(10);

        cubic.OnAck(new AckSample { AckedBytes = 5 * Mss, NowNs = 0, SmoothedRttNs = 0, WindowLimited = false });

        Assert.Equal(10 * Mss, cubic.Window);
    }

    private static Cubic Started(int segments)
    {
        var cubic = new Cubic(slowStartLimit: 8);
        cubic.Start(Mss, segments * Mss);
        return cubic;
    }

    private static void Acknowledge(Cubic cubic, int bytes, long now, long rtt)
    {
        while (bytes > 0)
        {
            int part = Math.Min(bytes, 2 * Mss);
            cubic.OnAck(new AckSample { AckedBytes = part, NowNs = now, SmoothedRttNs = rtt, WindowLimited = true });
            bytes -= part;
        }
    }
}
