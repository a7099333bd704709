using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Exact virtual times of everything that a timer does.</summary>
public sealed class TimeoutTests
{
    [Fact]
    public void Connect_WithoutAnswer_SendsFiveSynsAndGivesUpAfter31Seconds()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Host.Connect(new IpEndpoint(peer.Address, RawPeer.PeerPort));

        peer.Run(40_000);

        Assert.Equal([0, 1000, 3000, 7000, 15_000], peer.Sent().Select(segment => segment.TimeNs / 1_000_000));
        Assert.Equal(["connected STATUS_IO_TIMEOUT"], stream.Events);
        Assert.Equal(0, peer.Host.Tcp.Table.Count);
    }

    [Fact]
    public void Connect_Refused_TriesAgainTwiceHalfASecondApart()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Host.Connect(new IpEndpoint(peer.Address, RawPeer.PeerPort));
        for (int attempt = 0; attempt < 3; attempt++)
        {
            WireSegment syn = peer.Single();
            Assert.Equal(attempt * 500, syn.TimeNs / 1_000_000);
            peer.Port = syn.Header.SourcePort;
            peer.Initial = syn.Sequence;
            peer.Send(TcpFlags.RstAck, 0, 1);
            peer.Run(500);
        }

        Assert.Equal(["connected STATUS_CONNECTION_REFUSED"], stream.Events);
        peer.Run(5000);
        peer.Quiet();
    }

    [Fact]
    public void Data_WithoutAcknowledgment_IsRepeatedFiveTimesThenReset()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        peer.Run(1000);
        double start = peer.NowMs;
        stream.Send(TcpPair.Pattern(100));

        peer.Run(30_000);

        List<WireSegment> sent = peer.Sent();
        Assert.Equal([0, 300, 900, 2100, 4500, 9300, 18_900], sent.Select(segment => (int)((segment.TimeNs / 1e6) - start)));
        Assert.All(sent.Take(6), segment => Assert.Equal(100, segment.PayloadLength));
        Assert.Equal(TcpFlags.RstAck, sent[6].Flags);
        Assert.Equal(["connected STATUS_SUCCESS", "disconnected STATUS_IO_TIMEOUT"], stream.Events);
        Assert.Equal(NtStatus.IoTimeout, Assert.Single(stream.Completed).Status);
    }

    [Fact]
    public void UserTimeout_EndsTheConnectionByTimeInsteadOfCount()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        Assert.Equal(NtStatus.Success, stream.Endpoint.SetOption(TransportOption.UserTimeout, 60_000_000_000));
        stream.Send(TcpPair.Pattern(100));

        peer.Run(50_000);
        Assert.DoesNotContain("disconnected STATUS_IO_TIMEOUT", stream.Events);

        peer.Run(50_000);
        Assert.Contains("disconnected STATUS_IO_TIMEOUT", stream.Events);
    }

    [Fact]
    public void DelayedAck_OfOneSegment_LeavesAfterFortyMilliseconds()
    {
        var peer = new RawPeer();
        peer.Connect();
        double start = peer.NowMs;

        peer.Send(TcpFlags.PshAck, 1, 1, TcpPair.Pattern(10));
        peer.Run(39.9);
        peer.Quiet();
        peer.Run(1);

        WireSegment ack = peer.Single();
        Assert.Equal(40, (ack.TimeNs / 1e6) - start, 1e-6);
        Assert.Equal(11u, RawPeer.RelativeAck(ack));
    }

    [Fact]
    public void SecondSegment_IsAcknowledgedAtOnce()
    {
        var peer = new RawPeer();
        peer.Connect();

        peer.Send(TcpFlags.Ack, 1, 1, TcpPair.Pattern(10));
        peer.Quiet();
        peer.Send(TcpFlags.Ack, 11, 1, TcpPair.Pattern(10));

        Assert.Equal(21u, RawPeer.RelativeAck(peer.Single()));
        peer.Run(1000);
        peer.Quiet();
    }

    [Fact]
    public void TimeWait_LastsTwoMinutes_AndStartsAnewWithALateFin()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Endpoint.Disconnect(abortive: false);
        Assert.Equal(TcpFlags.FinAck, peer.Single().Flags);
        peer.Send(TcpFlags.Ack, 1, 2);
        peer.Send(TcpFlags.FinAck, 1, 2);
        Assert.Equal(2u, RawPeer.RelativeAck(peer.Single()));
        Assert.Equal(1, peer.Host.Tcp.TimeWaits.Count);

        peer.Run(60_000);
        peer.Send(TcpFlags.FinAck, 1, 2);
        Assert.Equal(2u, RawPeer.RelativeAck(peer.Single()));
        peer.Run(119_999);
        Assert.Equal(1, peer.Host.Tcp.TimeWaits.Count);
        peer.Run(2);
        Assert.Equal(0, peer.Host.Tcp.TimeWaits.Count);
    }

    [Fact]
    public void KeepAlive_OfASilentPeer_ProbesTenTimesWithOneByteAndResets()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Endpoint.SetOption(TransportOption.KeepAlive, 1);
        double start = peer.NowMs;

        peer.Run(7_300_000);

        List<WireSegment> sent = peer.Sent();
        Assert.Equal(11, sent.Count);
        for (int probe = 0; probe < 10; probe++)
        {
            Assert.Equal(7_200_000 + (probe * 1000), (sent[probe].TimeNs / 1e6) - start, 1e-6);
            Assert.Equal(1, sent[probe].PayloadLength);
            Assert.Equal(0u, peer.RelativeSeq(sent[probe]));
        }

        Assert.Equal(TcpFlags.RstAck, sent[10].Flags);
        Assert.Contains("disconnected STATUS_IO_TIMEOUT", stream.Events);
    }

    [Fact]
    public void KeepAlive_ThatIsAnswered_StartsAnew()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Endpoint.SetOption(TransportOption.KeepAliveTime, 10_000_000_000);
        stream.Endpoint.SetOption(TransportOption.KeepAlive, 1);
        for (int round = 0; round < 5; round++)
        {
            peer.Run(10_001);
            Assert.Equal(1, peer.Single().PayloadLength);
            peer.Send(TcpFlags.Ack, 1, 1);
        }

        Assert.Equal(TcpState.Established, stream.Connection.State);
    }

    [Fact]
    public void ClosedWindow_IsProbedWithOneByteAndBackoffForever()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect(window: 0);
        stream.Send(TcpPair.Pattern(500));
        double start = peer.NowMs;
        peer.Quiet();

        var times = new List<int>();
        for (int probe = 0; probe < 9; probe++)
        {
            List<WireSegment> sent = [];
            while (sent.Count == 0)
            {
                peer.Run(1);
                sent = peer.Sent();
            }

            Assert.Equal(1, Assert.Single(sent).PayloadLength);
            Assert.Equal(1u, peer.RelativeSeq(sent[0]));
            times.Add((int)Math.Round((sent[0].TimeNs / 1e6) - start));
            peer.Send(TcpFlags.Ack, 1, 1, window: 0);
        }

        Assert.Equal([300, 900, 2100, 4500, 9300, 18_900, 38_100, 76_500, 136_500], times);

        peer.Send(TcpFlags.Ack, 1, 1, window: 1000);
        Assert.Equal(1, peer.Single().PayloadLength);
        peer.Send(TcpFlags.Ack, 1, 2, window: 1000);
        Assert.Equal(499, peer.Single().PayloadLength);
        peer.Send(TcpFlags.Ack, 1, 501, window: 1000);
        Assert.Equal(NtStatus.Success, Assert.Single(stream.Completed).Status);
    }

    [Fact]
    public void ClosedWindow_OfASilentPeer_IsGivenUp()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect(window: 0);
        stream.Send(TcpPair.Pattern(500));

        peer.Run(100_000);

        Assert.Contains("disconnected STATUS_IO_TIMEOUT", stream.Events);
    }
}
