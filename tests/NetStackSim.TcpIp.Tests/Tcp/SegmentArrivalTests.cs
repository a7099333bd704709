using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>RFC 9293 section 3.10.7, RFC 5961 and their neighbours, segment by segment.</summary>
public sealed class SegmentArrivalTests
{
    [Theory]
    [InlineData(TcpFlags.Syn, TcpFlags.RstAck, 0u, 101u)]
    [InlineData(TcpFlags.Ack, TcpFlags.Rst, 200u, 200u)]
    [InlineData(TcpFlags.Fin | TcpFlags.Psh | TcpFlags.Urg, TcpFlags.RstAck, 0u, 101u)]
    [InlineData(TcpFlags.None, TcpFlags.RstAck, 0u, 100u)]
    [InlineData(TcpFlags.Syn | TcpFlags.Fin, TcpFlags.RstAck, 0u, 102u)]
    [InlineData(TcpFlags.SynAck, TcpFlags.Rst, 200u, 200u)]
    public void ClosedPort_AnySegmentButAReset_IsAnsweredByAReset(TcpFlags flags, TcpFlags answer, uint sequence, uint acknowledgment)
    {
        var peer = new RawPeer();

        peer.SendRaw(flags, 100, 200, port: 4444);

        WireSegment reset = peer.Single();
        Assert.Equal(answer, reset.Flags);
        Assert.Equal(sequence, reset.Sequence);
        Assert.Equal(acknowledgment, reset.Acknowledgment);
        Assert.Equal(0, reset.Window);
    }

    [Theory]
    [InlineData(TcpFlags.Rst)]
    [InlineData(TcpFlags.RstAck)]
    public void ClosedPort_Reset_IsNotAnswered(TcpFlags flags)
    {
        var peer = new RawPeer();
        peer.SendRaw(flags, 100, 200, port: 4444);
        peer.Quiet();
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.ResetWithoutEndpoint.Reason]);
    }

    [Theory]
    [InlineData(TcpFlags.Ack, TcpFlags.Rst)]
    [InlineData(TcpFlags.None, TcpFlags.RstAck)]
    [InlineData(TcpFlags.Syn | TcpFlags.Fin, TcpFlags.RstAck)]
    [InlineData(TcpFlags.Fin, TcpFlags.RstAck)]
    public void Listener_SegmentsOtherThanASyn_AreAnsweredByReset(TcpFlags flags, TcpFlags answer)
    {
        var peer = new RawPeer();
        peer.Host.Listen(80);
        peer.SendRaw(flags, 100, 200, port: 80);
        Assert.Equal(answer, peer.Single().Flags);
        Assert.Equal(0, peer.Host.Tcp.Requests.Count);
    }

    [Fact]
    public void Listener_Reset_IsIgnored()
    {
        var peer = new RawPeer();
        peer.Host.Listen(80);
        peer.SendRaw(TcpFlags.Rst, 100, 0, port: 80);
        peer.Quiet();
    }

    [Fact]
    public void SynAck_Options_AreInTheOrderOfWindows()
    {
        var peer = new RawPeer();
        peer.Host.Listen(80);
        peer.Port = 80;

        peer.Send(TcpFlags.Syn, 0, options: RawPeer.DefaultOptions());

        WireSegment answer = peer.Single();
        Assert.Equal(new byte[] { 2, 4, 0x05, 0xB4, 1, 3, 3, 8, 1, 1, 4, 2 }, answer.Header.OptionBytes.ToArray());
        Assert.Equal(65535, answer.Window);
    }

    [Theory]
    [InlineData(536, 65392)]
    [InlineData(265, 65392)]
    [InlineData(1460, 64240)]
    public void SynAck_WithoutScaling_RoundsTheWindowToSegments(int mss, int window)
    {
        var peer = new RawPeer();
        peer.Host.Listen(80);
        peer.Port = 80;

        peer.Send(TcpFlags.Syn, 0, options: RawPeer.DefaultOptions(scale: null, mss: (ushort)mss));

        Assert.Equal(window, peer.Single().Window);
    }

    [Fact]
    public void SynSent_AcknowledgmentOfSomethingNeverSent_IsAnsweredByReset()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Host.Connect(new IpEndpoint(peer.Address, RawPeer.PeerPort));
        WireSegment syn = peer.Single();
        peer.Initial = syn.Sequence;
        peer.Port = syn.Header.SourcePort;

        peer.Send(TcpFlags.SynAck, 0, 77);

        WireSegment reset = peer.Single();
        Assert.Equal(TcpFlags.Rst, reset.Flags);
        Assert.Equal(77u, peer.RelativeSeq(reset));
        Assert.Empty(stream.Events);
    }

    [Fact]
    public void SynSent_ResetWithoutAcknowledgment_IsIgnored()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Host.Connect(new IpEndpoint(peer.Address, RawPeer.PeerPort));
        WireSegment syn = peer.Single();
        peer.Port = syn.Header.SourcePort;

        peer.Send(TcpFlags.Rst, 0);

        Assert.Equal(TcpState.SynSent, stream.Connection.State);
    }

    [Fact]
    public void SimultaneousOpen_EndsEstablished()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Host.Connect(new IpEndpoint(peer.Address, RawPeer.PeerPort));
        WireSegment syn = peer.Single();
        peer.Initial = syn.Sequence;
        peer.Port = syn.Header.SourcePort;

        peer.Send(TcpFlags.Syn, 0, options: RawPeer.DefaultOptions());

        WireSegment answer = peer.Single();
        Assert.Equal(TcpFlags.SynAck, answer.Flags);
        Assert.Equal(0u, peer.RelativeSeq(answer));
        Assert.Equal(1u, RawPeer.RelativeAck(answer));
        Assert.Equal(TcpState.SynReceived, stream.Connection.State);

        peer.Send(TcpFlags.Ack, 1, 1);
        Assert.Equal(TcpState.Established, stream.Connection.State);
        Assert.Equal(["connected STATUS_SUCCESS"], stream.Events);
    }

    [Fact]
    public void SynReceived_SecondSyn_GetsTheSynAckAgain()
    {
        var peer = new RawPeer();
        peer.Host.Listen(80);
        peer.Port = 80;
        peer.Send(TcpFlags.Syn, 0);
        WireSegment first = peer.Single();

        peer.Send(TcpFlags.Syn, 0);

        WireSegment second = peer.Single();
        Assert.Equal(first.Sequence, second.Sequence);
        Assert.Equal(TcpFlags.SynAck, second.Flags);
        Assert.Equal(1, peer.Host.Tcp.Requests.Count);
    }

    [Fact]
    public void SynReceived_WrongAcknowledgment_IsAnsweredByReset()
    {
        var peer = new RawPeer();
        TestListener listener = peer.Host.Listen(80);
        peer.Port = 80;
        peer.Send(TcpFlags.Syn, 0);
        peer.Initial = peer.Single().Sequence;

        peer.Send(TcpFlags.Ack, 1, 2);

        Assert.Equal(TcpFlags.Rst, peer.Single().Flags);
        Assert.Empty(listener.Accepted);
        peer.Send(TcpFlags.Ack, 1, 1);
        Assert.Single(listener.Accepted);
    }

    [Fact]
    public void SynReceived_ExactReset_FreesTheRequest()
    {
        var peer = new RawPeer();
        peer.Host.Listen(80);
        peer.Port = 80;
        peer.Send(TcpFlags.Syn, 0);
        peer.Initial = peer.Single().Sequence;

        peer.Send(TcpFlags.Rst, 1);

        Assert.Equal(0, peer.Host.Tcp.Requests.Count);
        peer.Run(60_000);
        peer.Quiet();
    }

    [Fact]
    public void SynReceived_DataWithTheAcknowledgment_IsDelivered()
    {
        var peer = new RawPeer();
        TestListener listener = peer.Host.Listen(80);
        peer.Port = 80;
        peer.Send(TcpFlags.Syn, 0);
        peer.Initial = peer.Single().Sequence;

        peer.Send(TcpFlags.PshAck, 1, 1, "abc"u8.ToArray());

        Assert.Equal("abc"u8.ToArray(), Assert.Single(listener.Accepted).Received);
    }

    [Fact]
    public void Syn_WithData_DoesNotDeliverIt()
    {
        var peer = new RawPeer();
        TestListener listener = peer.Host.Listen(80);
        peer.Port = 80;

        peer.Send(TcpFlags.Syn, 0, payload: TcpPair.Pattern(100));

        WireSegment answer = peer.Single();
        Assert.Equal(1u, RawPeer.RelativeAck(answer));
        peer.Initial = answer.Sequence;
        peer.Send(TcpFlags.Ack, 1, 1);
        Assert.Empty(Assert.Single(listener.Accepted).Received);
    }

    [Fact]
    public void Established_ExactReset_EndsTheConnection()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        StreamSend send = stream.Send(TcpPair.Pattern(100));
        peer.Sent();

        peer.Send(TcpFlags.Rst, 1);

        Assert.Equal(["connected STATUS_SUCCESS", "disconnected STATUS_CONNECTION_RESET"], stream.Events);
        Assert.Equal(NtStatus.ConnectionReset, send.Status);
        Assert.Equal(0, peer.Host.Tcp.Table.Count);
        Assert.Equal(NtStatus.ConnectionReset, stream.Endpoint.Send(new StreamSend { Mdl = Mdl.Over(new byte[1]), Length = 1 }));
    }

    [Theory]
    [InlineData(2u)]
    [InlineData(1000u)]
    [InlineData(64_000u)]
    public void Established_ResetInsideTheWindow_IsChallenged(uint offset)
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();

        peer.Send(TcpFlags.Rst, offset);

        WireSegment challenge = peer.Single();
        Assert.Equal(TcpFlags.Ack, challenge.Flags);
        Assert.Equal(1u, RawPeer.RelativeAck(challenge));
        Assert.Equal(TcpState.Established, stream.Connection.State);
    }

    [Theory]
    [InlineData(0u, true)]
    [InlineData(1u, false)]
    public void Established_AckNumberedWithTheRightEdge_CountsBehindAHole(uint beyond, bool counts)
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(100));
        peer.Sent();
        uint window = stream.Connection.ReceiveState.Window;
        for (uint offset = 1460; offset < window; offset += 1460)
        {
            peer.Send(TcpFlags.Ack, 1 + offset, 1, TcpPair.Pattern((int)Math.Min(1460, window - offset)));
        }

        peer.Send(TcpFlags.Ack, 1 + window + beyond, 101);

        Assert.Equal(counts ? 0 : 100, stream.Connection.FlightSize);
        Assert.Equal(counts ? 0 : 1, peer.Host.Kernel.Drops[TcpDrops.OutsideWindow.Reason]);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(200_000_000u)]
    public void Established_ResetOutsideTheWindow_IsIgnored(uint offset)
    {
        var peer = new RawPeer();
        peer.Connect();
        peer.Send(TcpFlags.Rst, offset);
        peer.Quiet();
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.ResetOutsideWindow.Reason]);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(500_000_000u)]
    public void Established_Syn_IsChallengedWhateverItsNumber(uint offset)
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();

        peer.Send(TcpFlags.Syn, offset);

        Assert.Equal(TcpFlags.Ack, peer.Single().Flags);
        Assert.Equal(TcpState.Established, stream.Connection.State);
    }

    [Fact]
    public void Challenges_OfOneConnection_AreTenInFiveSeconds()
    {
        var peer = new RawPeer();
        peer.Connect();
        for (int attempt = 0; attempt < 100; attempt++)
        {
            peer.Send(TcpFlags.Syn, 1);
        }

        Assert.Equal(10, peer.Sent().Count);
        peer.Run(5001);
        peer.Send(TcpFlags.Syn, 1);
        peer.Single();
    }

    // Two ends that each believe the other is behind would answer each other's acknowledgments at wire speed, for ever.
    [Fact]
    public void OldAcknowledgments_AreAnsweredAsSeldomAsChallenges_OldDataAlways()
    {
        var peer = new RawPeer();
        peer.Accept();
        for (int i = 0; i < 50; i++)
        {
            peer.Send(TcpFlags.Ack, unchecked((uint)-100), 1);
        }

        Assert.Equal(10, peer.Sent().Count);
        for (int i = 0; i < 20; i++)
        {
            peer.Send(TcpFlags.Ack, unchecked((uint)-100), 1, new byte[10]);
        }

        Assert.Equal(20, peer.Sent().Count);
    }

    [Fact]
    public void Established_AcknowledgmentOfTheFuture_IsChallenged()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(10));
        peer.Sent();

        peer.Send(TcpFlags.Ack, 1, 12);

        Assert.Equal(TcpFlags.Ack, peer.Single().Flags);
        Assert.Empty(stream.Completed);
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.AckTooNew.Reason]);
    }

    [Fact]
    public void Established_AncientAcknowledgment_IsChallenged()
    {
        var peer = new RawPeer();
        peer.Connect();
        peer.SendRaw(TcpFlags.Ack, RawPeer.PeerInitial + 1, peer.Initial - 1_000_000);
        Assert.Equal(TcpFlags.Ack, peer.Single().Flags);
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.AckTooOld.Reason]);
    }

    [Fact]
    public void Established_SegmentWithoutAck_IsDropped()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        peer.Send(TcpFlags.Psh, 1, payload: TcpPair.Pattern(5));
        peer.Quiet();
        Assert.Empty(stream.Received);
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.NoAck.Reason]);
    }

    [Fact]
    public void Established_OldData_IsAcknowledgedAtOnceWithADuplicateReport()
    {
        var peer = new RawPeer();
        peer.Connect();
        peer.Send(TcpFlags.Ack, 1, 1, TcpPair.Pattern(10));
        peer.Send(TcpFlags.Ack, 11, 1, TcpPair.Pattern(10));
        peer.Single();

        peer.Send(TcpFlags.Ack, 1, 1, TcpPair.Pattern(10));

        WireSegment ack = peer.Single();
        Assert.Equal(21u, RawPeer.RelativeAck(ack));
        Assert.Equal(new SackBlock(new SequenceNumber(RawPeer.PeerInitial + 1), new SequenceNumber(RawPeer.PeerInitial + 11)), ack.Options.GetSackBlock(0));
    }

    [Fact]
    public void Established_KeepAliveProbes_AreOnlyAcknowledged()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();

        peer.Send(TcpFlags.Ack, 0, 1);
        Assert.Equal(1u, RawPeer.RelativeAck(peer.Single()));
        peer.Send(TcpFlags.Ack, 0, 1, [0]);
        Assert.Equal(1u, RawPeer.RelativeAck(peer.Single()));
        Assert.Empty(stream.Received);
        Assert.Equal(2, peer.Host.Kernel.Drops[TcpDrops.KeepAliveProbe.Reason]);
    }

    [Fact]
    public void Gap_IsReportedAtOnceAndFilledInOrder()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        byte[] data = TcpPair.Pattern(40);

        peer.Send(TcpFlags.Ack, 11, 1, data[10..20]);
        WireSegment first = peer.Single();
        Assert.Equal(1u, RawPeer.RelativeAck(first));
        Assert.Equal(1, first.Options.SackCount);
        peer.Send(TcpFlags.Ack, 31, 1, data[30..40]);
        WireSegment second = peer.Single();
        Assert.Equal(2, second.Options.SackCount);
        Assert.Equal(RawPeer.PeerInitial + 31, second.Options.GetSackBlock(0).Left.Value);
        peer.Send(TcpFlags.Ack, 1, 1, data[..10]);
        Assert.Equal(21u, RawPeer.RelativeAck(peer.Single()));
        peer.Send(TcpFlags.Ack, 21, 1, data[20..30]);
        WireSegment last = peer.Single();
        Assert.Equal(41u, RawPeer.RelativeAck(last));
        Assert.Equal(0, last.Options.SackCount);
        Assert.Equal(data, stream.Received);
    }

    [Fact]
    public void Fin_BeforeItsTurn_WaitsForTheGap()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();

        peer.Send(TcpFlags.FinAck, 6, 1, "world"u8.ToArray());
        Assert.Equal(TcpState.Established, stream.Connection.State);
        peer.Sent();
        peer.Send(TcpFlags.Ack, 1, 1, "hello"u8.ToArray());

        Assert.Equal("helloworld"u8.ToArray(), stream.Received);
        Assert.Equal(TcpState.CloseWait, stream.Connection.State);
        Assert.Equal(12u, RawPeer.RelativeAck(peer.Single()));
        Assert.Contains("disconnected STATUS_SUCCESS", stream.Events);
    }

    [Fact]
    public void Data_BehindAFin_IsIgnored()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        peer.Send(TcpFlags.FinAck, 1, 1, "abc"u8.ToArray());
        peer.Sent();

        peer.Send(TcpFlags.FinAck, 5, 1, "more"u8.ToArray());

        Assert.Equal("abc"u8.ToArray(), stream.Received);
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.DataAfterFin.Reason]);
    }

    [Fact]
    public void SimultaneousClose_GoesThroughClosingToTimeWait()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Endpoint.Disconnect(abortive: false);
        peer.Single();

        peer.Send(TcpFlags.FinAck, 1, 1);
        Assert.Equal(TcpState.Closing, stream.Connection.State);
        Assert.Equal(2u, RawPeer.RelativeAck(peer.Single()));
        peer.Send(TcpFlags.Ack, 2, 2);

        Assert.Equal(TcpState.TimeWait, stream.Connection.State);
        Assert.Equal(1, peer.Host.Tcp.TimeWaits.Count);
        stream.Endpoint.Close();
        Assert.True(stream.IsClosed);
    }

    [Fact]
    public void Close_WithoutDisconnect_SendsAReset()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        StreamSend send = stream.Send(TcpPair.Pattern(10));
        peer.Sent();

        stream.Endpoint.Close();

        WireSegment reset = peer.Single();
        Assert.Equal(TcpFlags.RstAck, reset.Flags);
        Assert.Equal(11u, peer.RelativeSeq(reset));
        Assert.Equal(NtStatus.Cancelled, send.Status);
        Assert.True(stream.IsClosed);
        Assert.Equal(0, peer.Host.Tcp.Connections.Outstanding);
    }

    [Fact]
    public void Close_BeforeOurFinIsAcknowledged_GoesOnAlone()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        peer.Send(TcpFlags.FinAck, 1, 1);
        peer.Sent();
        stream.Endpoint.Disconnect(abortive: false);
        Assert.Equal(TcpFlags.FinAck, peer.Single().Flags);

        stream.Endpoint.Close();

        Assert.True(stream.IsClosed);
        peer.Quiet();
        Assert.Equal(1, peer.Host.Tcp.Connections.Outstanding);
        peer.Run(400);
        Assert.Equal(TcpFlags.FinAck, peer.Single().Flags);
        peer.Send(TcpFlags.Ack, 2, 2);
        Assert.Equal(0, peer.Host.Tcp.Connections.Outstanding);
    }

    [Fact]
    public void TimeWait_NewSynWithHigherNumber_ReopensThroughTheListener()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Accept();
        stream.Endpoint.Disconnect(abortive: false);
        peer.Single();
        peer.Send(TcpFlags.FinAck, 1, 2);
        peer.Sent();
        stream.Endpoint.Close();
        Assert.Equal(1, peer.Host.Tcp.TimeWaits.Count);

        peer.Send(TcpFlags.Syn, 2);
        Assert.Equal(TcpFlags.Ack, peer.Single().Flags);
        peer.Send(TcpFlags.Syn, 3000);

        WireSegment answer = peer.Single();
        Assert.Equal(TcpFlags.SynAck, answer.Flags);
        Assert.True(new SequenceNumber(answer.Sequence).IsAfter(new SequenceNumber(peer.Initial + 2)));
        Assert.Equal(0, peer.Host.Tcp.TimeWaits.Count);
    }

    [Fact]
    public void TimeWait_Reset_IsIgnored()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Endpoint.Disconnect(abortive: false);
        peer.Single();
        peer.Send(TcpFlags.FinAck, 1, 2);
        peer.Sent();

        peer.Send(TcpFlags.Rst, 2);

        Assert.Equal(1, peer.Host.Tcp.TimeWaits.Count);
        peer.Quiet();
    }

    [Fact]
    public void BadChecksum_IsDroppedSilently()
    {
        var peer = new RawPeer();
        peer.Host.Listen(80);
        byte[] bytes = new byte[TcpHeader.Size];
        TcpHeader.Write(bytes, 9, 80, new SequenceNumber(1), default, TcpFlags.Syn, 100);

        peer.Host.Network.Inject(bytes, peer.Address);

        peer.Quiet();
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.BadChecksum.Reason]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    public void ShortHeader_IsDropped(int length)
    {
        var peer = new RawPeer();
        peer.Host.Network.Inject(new byte[length], peer.Address);
        peer.Quiet();
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.HeaderTooShort.Reason]);
    }

    [Fact]
    public void BacklogFull_RefusesTheNextSyn()
    {
        var peer = new RawPeer();
        TestListener listener = peer.Host.Listen(80, backlog: 1);
        listener.TakesAtOnce = false;
        peer.Port = 80;
        peer.Send(TcpFlags.Syn, 0);
        peer.Initial = peer.Single().Sequence;
        peer.Send(TcpFlags.Ack, 1, 1);
        Assert.Single(listener.Accepted);

        byte[] bytes = new byte[TcpHeader.Size];
        TcpHeader.Write(bytes, 9001, 80, new SequenceNumber(1), default, TcpFlags.Syn, 100);
        TcpHeader.FillChecksum(bytes, peer.Address, peer.Host.Address);
        peer.Host.Network.Inject(bytes, peer.Address);

        Assert.Equal(TcpFlags.RstAck, peer.Single().Flags);
        Assert.Equal(1, peer.Host.Kernel.Drops[TcpDrops.BacklogFull.Reason]);
    }

    [Theory]
    [InlineData(ConnectionRequestAction.Accept)]
    [InlineData(ConnectionRequestAction.Reject)]
    public void ConditionalListener_PendedRequest_GoesOnAsDecided(ConnectionRequestAction action)
    {
        var peer = new RawPeer();
        TestListener listener = peer.Host.Listen(80, conditional: true);
        listener.Answer = ConnectionRequestAction.Pend;
        peer.Port = 80;
        peer.Send(TcpFlags.Syn, 0);
        peer.Quiet();

        Assert.Equal(NtStatus.Success, listener.Listener.CompleteRequest(listener.LastRequest, action));

        Assert.Equal(action == ConnectionRequestAction.Accept ? TcpFlags.SynAck : TcpFlags.RstAck, peer.Single().Flags);
        Assert.Equal(NtStatus.NotFound, listener.Listener.CompleteRequest(999, action));
    }

    [Fact]
    public void ConditionalListener_ThatPendsEverything_StaysBounded()
    {
        var peer = new RawPeer(StackProfile.Windows11 with { TcpHalfOpenLimit = 20 });
        TestListener listener = peer.Host.Listen(80, conditional: true);
        listener.Answer = ConnectionRequestAction.Pend;
        for (ushort port = 1; port <= 50; port++)
        {
            byte[] bytes = new byte[TcpHeader.Size];
            TcpHeader.Write(bytes, port, 80, new SequenceNumber(1), default, TcpFlags.Syn, 100);
            TcpHeader.FillChecksum(bytes, peer.Address, peer.Host.Address);
            peer.Host.Network.Inject(bytes, peer.Address);
        }

        Assert.Equal(20, peer.Host.Tcp.Requests.Count);
        Assert.Equal(30, peer.Host.Kernel.Drops[TcpDrops.HalfOpenLimit.Reason]);
        listener.Listener.Close();
        Assert.Equal(0, peer.Host.Tcp.Requests.Count);
    }

    [Fact]
    public void PortZero_IsDroppedWithoutAnAnswer()
    {
        var peer = new RawPeer();
        peer.Host.Listen(80);
        byte[] bytes = new byte[TcpHeader.Size];
        TcpHeader.Write(bytes, 0, 80, new SequenceNumber(1), default, TcpFlags.Syn, 100);
        TcpHeader.FillChecksum(bytes, peer.Address, peer.Host.Address);
        peer.Host.Network.Inject(bytes, peer.Address);
        peer.SendRaw(TcpFlags.Syn, 1, 0, port: 0);
        peer.Quiet();
        Assert.Equal(2, peer.Host.Kernel.Drops[TcpDrops.PortZero.Reason]);
    }

    [Fact]
    public void ListenerClose_ResetsHalfOpenRequests()
    {
        var peer = new RawPeer();
        TestListener listener = peer.Host.Listen(80);
        peer.Port = 80;
        peer.Send(TcpFlags.Syn, 0);
        peer.Single();

        listener.Listener.Close();

        Assert.Equal(TcpFlags.RstAck, peer.Single().Flags);
        Assert.Equal(0, peer.Host.Tcp.Requests.Count);
        Assert.Equal(0, peer.Host.Tcp.Ports.Count);
    }

    [Fact]
    public void SynFlood_KeepsTheTableBounded()
    {
        var peer = new RawPeer(StackProfile.Windows11 with { TcpHalfOpenLimit = 100 });
        peer.Host.Listen(80);
        for (ushort port = 1; port <= 1000; port++)
        {
            byte[] bytes = new byte[TcpHeader.Size];
            TcpHeader.Write(bytes, port, 80, new SequenceNumber(1), default, TcpFlags.Syn, 100);
            TcpHeader.FillChecksum(bytes, peer.Address, peer.Host.Address);
            peer.Host.Network.Inject(bytes, peer.Address);
        }

        Assert.Equal(100, peer.Host.Tcp.Requests.Count);
        Assert.Equal(900, peer.Host.Kernel.Drops[TcpDrops.HalfOpenLimit.Reason]);
        peer.Run(60_000);
        Assert.Equal(0, peer.Host.Tcp.Requests.Count);
    }
}
