namespace NetStackSim.TcpIp.Tests.Tcp;

public sealed class NewRenoTests
{
    private const int Mss = 1000;

    [Fact]
    public void SlowStart_DoublesInARoundTrip()
    {
        NewReno reno = Started();

        for (int segment = 0; segment < 10; segment++)
        {
            Acknowledge(reno, Mss);
        }

        Assert.Equal(20 * Mss, reno.Window);
    }

    [Fact]
    public void Avoidance_AddsOneSegmentForEachWindow_HoweverItIsAcknowledged()
    {
        NewReno reno = Started();
        reno.OnRecoveryStart(20 * Mss, 0);
        reno.OnRecoveryEnd(10 * Mss);
        Assert.Equal(10 * Mss, reno.Window);

        // ACK division: ten windows in pieces of ten bytes bring as much as in whole segments.
        for (int piece = 0; piece < 1000; piece++)
        {
            Acknowledge(reno, 10);
        }

        Assert.Equal(11 * Mss, reno.Window);
    }

    [Theory]
    [InlineData(20, 10)]
    [InlineData(3, 2)]
    [InlineData(1, 2)]
    public void Loss_HalvesTheFlight_ButNotBelowTwoSegments(int flight, int threshold)
    {
        NewReno reno = Started();

        reno.OnRecoveryStart(flight * Mss, 0);

        Assert.Equal(threshold * Mss, reno.SlowStartThreshold);
        Assert.Equal(threshold * Mss, reno.Window);
    }

    [Fact]
    public void RecoveryEnd_WithLittleInFlight_DoesNotBurst()
    {
        NewReno reno = Started();
        reno.OnRecoveryStart(20 * Mss, 0);

        reno.OnRecoveryEnd(0);

        Assert.Equal(2 * Mss, reno.Window);
    }

    [Fact]
    public void Timeout_OfTheSameSegmentAgain_KeepsTheThreshold()
    {
        NewReno reno = Started();

        reno.OnTimeout(20 * Mss, 0, first: true);
        reno.OnTimeout(1 * Mss, 0, first: false);

        Assert.Equal(10 * Mss, reno.SlowStartThreshold);
        Assert.Equal(1 * Mss, reno.Window);
    }

    [Fact]
    public void IdleRestart_OnlyLowers()
    {
        NewReno reno = Started();

        reno.OnIdleRestart(100 * Mss);
        Assert.Equal(10 * Mss, reno.Window);

        reno.OnIdleRestart(4 * Mss);
        Assert.Equal(4 * Mss, reno.Window);
    }

    private static NewReno Started()
    {
        var reno = new NewReno(slowStartLimit: 8);
        reno.Start(Mss, 10 * Mss);
        return reno;
    }

    private static void Acknowledge(NewReno reno, int bytes) =>
        reno.OnAck(new AckSample { AckedBytes = bytes, NowNs = 0, SmoothedRttNs = 0, WindowLimited = true });
}
