using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Tail loss probes (RFC 8985 section 7) at their exact times.</summary>
public sealed class TailProbeTests
{
    private const int Mss = 1460;

    [Fact]
    public void SilentPeer_AfterAFlight_GetsTheLastSegmentAgainBeforeTheTimeout()
    {
        (RawPeer peer, _) = Sent(4);
        double start = peer.NowMs;
        peer.Run(9.9);
        peer.Quiet();
        peer.Run(0.2);

        WireSegment probe = peer.Single();
        Assert.Equal(1u + (3 * Mss), peer.RelativeSeq(probe));
        Assert.Equal(10, (probe.TimeNs / 1e6) - start, 1e-6);
        Assert.Equal(1, peer.Host.Tcp.Statistics.TailProbes);

        // One probe for a flight; then the timeout.
        peer.Run(299);
        peer.Quiet();
        peer.Run(2);
        Assert.Equal(1u, peer.RelativeSeq(peer.Single()));
        Assert.Equal(1, peer.Host.Tcp.Statistics.Timeouts);
    }

    [Fact]
    public void NewData_IsTheBetterProbe()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(20 * Mss));
        Assert.Equal(10, peer.Sent().Count);

        peer.Run(11);

        Assert.Equal(1u + (10 * Mss), peer.RelativeSeq(peer.Single()));
        Assert.Equal(0, peer.Host.Tcp.Statistics.RetransmittedSegments);
    }

    [Fact]
    public void DataBehindASingleSegment_IsProbedAsWell()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(40 * Mss));
        Assert.Equal(10, peer.Sent().Count);

        // One segment stays in flight while the acknowledgment is taken; what it lets out stands behind that one.
        peer.Send(TcpFlags.Ack, 1, 1 + (9 * Mss));
        int sent = peer.Sent().Count;
        Assert.True(sent > 2);
        peer.Run(11);

        Assert.Equal(1u + (uint)((10 + sent) * Mss), peer.RelativeSeq(peer.Single()));
        Assert.Equal(1, peer.Host.Tcp.Statistics.TailProbes);
        Assert.Equal(0, peer.Host.Tcp.Statistics.Timeouts);
    }

    [Fact]
    public void LostTail_IsFoundByTheReportOfTheProbe()
    {
        (RawPeer peer, _) = Sent(4);
        peer.Send(TcpFlags.Ack, 1, 1 + Mss);
        peer.Run(11);
        peer.Single();
        peer.Run(1);

        // Segments 1 and 2 are lost, the probe arrived.
        peer.Send(TcpFlags.Ack, 1, 1 + Mss, options: RawPeer.Sack(peer.Initial, (1 + (3 * Mss), 1 + (4 * Mss))));

        Assert.Equal([1u + Mss, 1u + (2 * Mss)], peer.Sent().Select(peer.RelativeSeq));
        Assert.Equal(0, peer.Host.Tcp.Statistics.Timeouts);
    }

    [Fact]
    public void LostAcknowledgment_CostsTheProbeAndNothingElse()
    {
        (RawPeer peer, TestStream stream) = Sent(4);
        int window = stream.Connection.Congestion.Window;
        peer.Run(11);
        peer.Single();

        // Everything had arrived: the probe is reported as a duplicate.
        peer.Send(TcpFlags.Ack, 1, 1 + (4 * Mss), options: RawPeer.Sack(peer.Initial, (1 + (3 * Mss), 1 + (4 * Mss))));

        Assert.False(stream.Connection.Probe.IsOutstanding);
        Assert.Equal(window, stream.Connection.Congestion.Window);
    }

    [Fact]
    public void SingleLossRepairedByTheProbe_LowersTheWindowOnce()
    {
        (RawPeer peer, TestStream stream) = Sent(4);
        int window = stream.Connection.Congestion.Window;
        peer.Send(TcpFlags.Ack, 1, 1 + (3 * Mss));
        peer.Run(11);

        // One segment alone is left to the timeout.
        peer.Quiet();

        (peer, stream) = Sent(4);
        peer.Run(11);
        peer.Single();
        peer.Send(TcpFlags.Ack, 1, 1 + (4 * Mss));
        Assert.Equal(window, stream.Connection.Congestion.Window);
        stream.Send(TcpPair.Pattern(Mss));
        peer.Send(TcpFlags.Ack, 1, 1 + (5 * Mss));
        Assert.Equal((int)(window * 0.7), stream.Connection.Congestion.Window);
    }

    [Fact]
    public void WithoutSack_NothingIsProbed()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect(RawPeer.DefaultOptions(sack: false));
        stream.Send(TcpPair.Pattern(4 * Mss));
        peer.Sent();
        peer.Run(299);
        peer.Quiet();
    }

    private static (RawPeer Peer, TestStream Stream) Sent(int segments)
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(segments * Mss));
        Assert.Equal(segments, peer.Sent().Count);
        return (peer, stream);
    }
}
