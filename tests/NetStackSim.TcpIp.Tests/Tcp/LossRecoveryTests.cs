using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Fast retransmit and recovery, step by step.</summary>
public sealed class LossRecoveryTests
{
    private const int Mss = 1460;

    [Fact]
    public void ThreeDuplicates_WithoutSack_ResendTheFirstSegmentAtOnce()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: false);
        peer.Send(TcpFlags.Ack, 1, 1);
        peer.Send(TcpFlags.Ack, 1, 1);
        Assert.All(peer.Sent(), segment => Assert.True(peer.RelativeSeq(segment) > 10 * Mss, "limited transmit sends new data only"));

        peer.Send(TcpFlags.Ack, 1, 1);

        Assert.Equal(1u, peer.RelativeSeq(peer.Sent()[0]));
        Assert.Equal(RecoveryPhase.Recovery, stream.Connection.Loss.Phase);
    }

    [Fact]
    public void LimitedTransmit_SendsOneNewSegmentForEachOfTheFirstTwoDuplicates()
    {
        (RawPeer peer, _) = Sending(sack: false);

        peer.Send(TcpFlags.Ack, 1, 1);
        Assert.Equal(1u + (10 * Mss), peer.RelativeSeq(peer.Single()));
        peer.Send(TcpFlags.Ack, 1, 1);
        Assert.Equal(1u + (11 * Mss), peer.RelativeSeq(peer.Single()));
    }

    [Fact]
    public void PartialAcknowledgment_WithoutSack_ResendsTheNextHole()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: false);
        for (int duplicate = 0; duplicate < 3; duplicate++)
        {
            peer.Send(TcpFlags.Ack, 1, 1);
        }

        peer.Sent();

        peer.Send(TcpFlags.Ack, 1, 1 + (2 * Mss));

        Assert.Equal(1u + (2 * Mss), peer.RelativeSeq(peer.Sent()[0]));
        Assert.Equal(RecoveryPhase.Recovery, stream.Connection.Loss.Phase);
    }

    [Fact]
    public void FullAcknowledgment_EndsRecovery()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: false);
        for (int duplicate = 0; duplicate < 3; duplicate++)
        {
            peer.Send(TcpFlags.Ack, 1, 1);
        }

        uint sent = peer.Sent().Max(peer.RelativeSeq) + Mss;

        peer.Send(TcpFlags.Ack, 1, sent);

        Assert.Equal(RecoveryPhase.Open, stream.Connection.Loss.Phase);
        Assert.Equal(0, peer.Host.Tcp.Statistics.Timeouts);
    }

    [Fact]
    public void DuplicateSpoof_WithoutSack_CannotInflateBeyondTheFlight()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: false);
        for (int duplicate = 0; duplicate < 1000; duplicate++)
        {
            peer.Send(TcpFlags.Ack, 1, 1);
        }

        Assert.True(stream.Connection.FlightSize <= 40 * Mss, $"{stream.Connection.FlightSize / Mss} segments in flight");
    }

    [Fact]
    public void Reports_OfThreeSegments_ResendTheHoleOnly()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: true);

        Report(peer, 1, (1, 2));
        Report(peer, 1, (1, 3));
        peer.Sent();
        Report(peer, 1, (1, 4));

        List<WireSegment> sent = peer.Sent();
        Assert.Equal(1u, peer.RelativeSeq(sent[0]));
        Assert.Single(sent, segment => peer.RelativeSeq(segment) < 10 * Mss);
        Assert.Equal(RecoveryPhase.Recovery, stream.Connection.Loss.Phase);
        Assert.Equal(1, peer.Host.Tcp.Statistics.FastRetransmits);
    }

    [Fact]
    public void Reports_WithTwoHoles_ResendBothInOneRoundTrip()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: true);

        // Segments 0 and 4 are lost of 0-9.
        Report(peer, 1, (1, 4));
        peer.Sent();
        Report(peer, 1, (5, 8), (1, 4));
        Report(peer, 1, (5, 10), (1, 4));

        Assert.Contains(peer.Sent(), segment => peer.RelativeSeq(segment) == 1 + (4 * Mss));
        peer.Send(TcpFlags.Ack, 1, 1 + (10 * Mss));
        Assert.Equal(2, peer.Host.Tcp.Statistics.RetransmittedSegments);
        Assert.Equal(0, peer.Host.Tcp.Statistics.Timeouts);
        Assert.Equal(TcpState.Established, stream.Connection.State);
    }

    [Fact]
    public void Recovery_LowersTheWindowOnceForAllLossesOfAFlight()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: true);
        int before = stream.Connection.FlightSize;

        Report(peer, 1, (1, 4));
        int after = stream.Connection.Congestion.Window;
        Report(peer, 1, (5, 8), (1, 4));
        Report(peer, 1, (5, 10), (1, 4));

        Assert.Equal((int)(before * 0.7), after);
        Assert.Equal(after, stream.Connection.Congestion.Window);
    }

    [Fact]
    public void LostRetransmission_IsRepeatedWhenLaterDataArrives()
    {
        (RawPeer peer, _) = Sending(sack: true);
        Report(peer, 1, (1, 4));
        peer.Run(2);
        Report(peer, 1, (1, 10));
        Assert.Contains(peer.Sent(), segment => peer.RelativeSeq(segment) == 1 + (10 * Mss));
        peer.Run(2);

        Report(peer, 1, (1, 11));

        Assert.Equal(1u, peer.RelativeSeq(peer.Sent()[0]));
        Assert.Equal(2, peer.Host.Tcp.Statistics.RetransmittedSegments);
        Assert.Equal(0, peer.Host.Tcp.Statistics.Timeouts);
    }

    [Fact]
    public void Timeout_AfterReports_ResendsOnlyWhatWasNotReported()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: true, StackProfile.Windows11 with { TcpTailLossProbe = false });
        Report(peer, 1, (2, 3));
        peer.Sent();
        peer.Run(301);

        Assert.Equal(1u, peer.RelativeSeq(peer.Single()));
        Assert.Equal(Mss, stream.Connection.Congestion.Window);
        peer.Send(TcpFlags.Ack, 1, 1 + Mss, options: RawPeer.Sack(peer.Initial, (1 + (2 * Mss), 1 + (3 * Mss))));
        Assert.Equal([1u + Mss, 1u + (3 * Mss)], peer.Sent().Select(peer.RelativeSeq));
    }

    [Fact]
    public void SlowStart_AfterATimeout_GrowsAlthoughNothingNewIsQueued()
    {
        var peer = new RawPeer(StackProfile.Windows11 with { TcpTailLossProbe = false });
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(10 * Mss));
        peer.Sent();
        peer.Run(301);
        Assert.Equal(1u, peer.RelativeSeq(peer.Single()));

        peer.Send(TcpFlags.Ack, 1, 1 + Mss);

        Assert.Equal(2, peer.Sent().Count);
        Assert.Equal(2 * Mss, stream.Connection.Congestion.Window);
    }

    [Fact]
    public void Reneging_IsNoticedByTheTimeout()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: true);
        Report(peer, 1, (1, 3));
        peer.Send(TcpFlags.Ack, 1, 1 + Mss);
        peer.Sent();

        // The peer acknowledged up to a range that it had reported, and never acknowledges that one: it threw it away.
        peer.Run(301);

        Assert.Equal(1u + Mss, peer.RelativeSeq(peer.Sent()[0]));
        Assert.Equal(0, stream.Connection.Unacknowledged.SackedBytes);
    }

    [Fact]
    public void Retransmission_CarriesTheSameBytes()
    {
        (RawPeer peer, _) = Sending(sack: true);
        byte[] first = peer.Pair.FromA.First(segment => segment.PayloadLength > 0).Header.Payload.ToArray();
        Report(peer, 1, (1, 4));

        Assert.Equal(first, peer.Sent().First(segment => peer.RelativeSeq(segment) == 1).Header.Payload.ToArray());
    }

    [Fact]
    public void PathMtuMessage_ResendsSmallerWithoutLoweringTheWindow()
    {
        (RawPeer peer, TestStream stream) = Sending(sack: true);
        int window = stream.Connection.Congestion.Window;
        byte[] quoted = new byte[8];
        TcpHeader.Write(new byte[20], 1, 1, default, default, default, 0);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(quoted, peer.Port);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(quoted.AsSpan(2), RawPeer.PeerPort);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(quoted.AsSpan(4), peer.Initial + 1);

        peer.Host.Tcp.OnIcmpError(new IcmpErrorInfo
        {
            Kind = IcmpErrorKind.PacketTooBig,
            Local = peer.Host.Address,
            Remote = peer.Address,
            Transport = quoted,
            Mtu = 600,
        });

        List<WireSegment> sent = peer.Sent();
        Assert.Equal(1u, peer.RelativeSeq(sent[0]));
        Assert.All(sent, segment => Assert.True(segment.PayloadLength <= 560));
        Assert.Equal(window, stream.Connection.Congestion.Window);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(4_000_000u)]
    public void PathMtuMessage_AboutWhatIsNotInFlight_IsIgnored(uint offset)
    {
        (RawPeer peer, TestStream stream) = Sending(sack: true);
        byte[] quoted = new byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(quoted, peer.Port);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(quoted.AsSpan(2), RawPeer.PeerPort);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(quoted.AsSpan(4), peer.Initial + offset);

        peer.Host.Tcp.OnIcmpError(new IcmpErrorInfo
        {
            Kind = IcmpErrorKind.PacketTooBig,
            Local = peer.Host.Address,
            Remote = peer.Address,
            Transport = quoted,
            Mtu = 600,
        });

        peer.Quiet();
        Assert.Equal(Mss, stream.Connection.SegmentSize);
    }

    // Ten segments of new data are in flight, more is queued.
    private static (RawPeer Peer, TestStream Stream) Sending(bool sack, StackProfile? profile = null)
    {
        var peer = new RawPeer(profile);
        TestStream stream = peer.Connect(RawPeer.DefaultOptions(sack));
        stream.Send(TcpPair.Pattern(100 * Mss));
        Assert.Equal(10, peer.Sent().Count);
        return (peer, stream);
    }

    private static void Report(RawPeer peer, uint ack, params (int First, int Behind)[] segments) =>
        peer.Send(TcpFlags.Ack, 1, ack, options: RawPeer.Sack(
            peer.Initial, [.. segments.Select(range => ((uint)(1 + (range.First * Mss)), (uint)(1 + (range.Behind * Mss))))]));
}
