using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Requests by reference, segment sizes, Nagle, large sends.</summary>
public sealed class SendTests
{
    [Fact]
    public void Request_CompletesOnlyWhenAcknowledgedAndNoListRefersToIt()
    {
        var pair = new TcpPair();
        (TestStream client, _) = pair.Establish();
        pair.A.Network.HoldCompletions = true;
        StreamSend send = client.Send(TcpPair.Pattern(5000));
        pair.Run(100);
        Assert.Equal(5000, client.Connection.Sends.Acknowledged - send.ProviderPosition);
        Assert.Empty(client.Completed);

        pair.A.Network.CompleteHeld();

        Assert.Same(send, Assert.Single(client.Completed));
        Assert.Equal(5000, send.BytesSent);
    }

    [Fact]
    public void Requests_Complete_InTheOrderInWhichTheyWereMade()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        var sends = new List<StreamSend>();
        for (int index = 0; index < 50; index++)
        {
            sends.Add(client.Send(TcpPair.Pattern(777, index)));
        }

        pair.Run(1000);

        Assert.Equal(sends, client.Completed);
        Assert.Equal(50 * 777, server.Received.Count);
    }

    [Fact]
    public void Request_OverManyDescriptors_IsSentWithoutACopy()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        byte[] data = TcpPair.Pattern(10_000);
        Mdl? head = null;
        for (int end = data.Length; end > 0; end -= 37)
        {
            int start = Math.Max(0, end - 37);
            head = new Mdl { Buffer = data, Offset = start, ByteCount = end - start, Next = head };
        }

        client.Endpoint.Send(new StreamSend { Mdl = head, Offset = 100, Length = 9_000 });
        pair.Run(1000);

        Assert.Equal(data[100..9100], server.Received);
        Assert.Equal(0, pair.A.Kernel.Copies.StackBytes);
    }

    [Fact]
    public void EmptyRequest_Completes()
    {
        var pair = new TcpPair();
        (TestStream client, _) = pair.Establish();
        client.Send([]);
        Assert.Single(client.Completed);
    }

    [Fact]
    public void RequestWithDisconnect_CarriesTheFinOnItsLastSegment()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send("bye"u8.ToArray(), StreamSendFlags.Disconnect);

        WireSegment last = peer.Single();
        Assert.Equal(TcpFlags.FinAck | TcpFlags.Psh, last.Flags);
        Assert.Equal(3, last.PayloadLength);
        Assert.Equal(TcpState.FinWait1, stream.Connection.State);
        Assert.Equal(NtStatus.InvalidDeviceState, stream.Endpoint.Send(new StreamSend { Mdl = Mdl.Over(new byte[1]), Length = 1 }));
    }

    [Fact]
    public void Nagle_HoldsAShortSegmentWhileOneIsOut()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(10));
        Assert.Equal(10, peer.Single().PayloadLength);

        stream.Send(TcpPair.Pattern(20));
        stream.Send(TcpPair.Pattern(30));
        peer.Quiet();
        peer.Send(TcpFlags.Ack, 1, 11);

        Assert.Equal(50, peer.Single().PayloadLength);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nagle_TailOfALongSend_WaitsOnlyInItsOldForm(bool refined)
    {
        var peer = new RawPeer(StackProfile.Windows11 with { TcpNagleByShortSegments = refined });
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(1460 + 100));

        Assert.Equal(refined ? [1460, 100] : [1460], peer.Sent().Select(segment => segment.PayloadLength));
        stream.Send(TcpPair.Pattern(50));
        peer.Quiet();
    }

    [Fact]
    public void NoDelay_SendsEachShortSegmentAtOnce()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Endpoint.SetOption(TransportOption.NoDelay, 1);
        stream.Send(TcpPair.Pattern(10));
        stream.Send(TcpPair.Pattern(20));
        Assert.Equal([10, 20], peer.Sent().Select(segment => segment.PayloadLength));
    }

    [Fact]
    public void NoDelayRequest_LetsEverythingBeforeItGo()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(10));
        peer.Sent();
        stream.Send(TcpPair.Pattern(20));
        stream.Send(TcpPair.Pattern(5), StreamSendFlags.NoDelay);
        Assert.Equal(25, peer.Single().PayloadLength);
    }

    [Fact]
    public void MoreComing_HoldsTheTailUntilMoreComes()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(10), StreamSendFlags.MoreComing);
        peer.Quiet();
        stream.Send(TcpPair.Pattern(10));
        Assert.Equal(20, peer.Single().PayloadLength);
    }

    [Fact]
    public void MoreComing_ThatNeverComes_IsSentAfterTheOverrideTimeout()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(10), StreamSendFlags.MoreComing);
        peer.Run(299);
        peer.Quiet();
        peer.Run(2);
        Assert.Equal(10, peer.Single().PayloadLength);
    }

    [Fact]
    public void Push_IsOnTheLastSegmentOfEachRequest()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        stream.Send(TcpPair.Pattern(3 * 1460));
        Assert.Equal([TcpFlags.Ack, TcpFlags.Ack, TcpFlags.PshAck], peer.Sent().Select(segment => segment.Flags));
    }

    [Fact]
    public void Burst_LeavesAsOneChain()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect();
        peer.Host.Network.ChainLengths.Clear();
        stream.Send(TcpPair.Pattern(100 * 1460));
        Assert.Equal([10], peer.Host.Network.ChainLengths);
    }

    [Fact]
    public void SmallWindow_IsFilledByHalvesNotBySillyPieces()
    {
        var peer = new RawPeer();
        TestStream stream = peer.Connect(window: 1000);
        stream.Send(TcpPair.Pattern(5000));
        Assert.Equal(1000, peer.Single().PayloadLength);
        peer.Send(TcpFlags.Ack, 1, 1001, window: 100);
        peer.Quiet();
        peer.Send(TcpFlags.Ack, 1, 1001, window: 600);
        Assert.Equal(600, peer.Single().PayloadLength);
    }

    [Theory]
    [InlineData(65536, 10_000)]
    [InlineData(65536, 300_000)]
    [InlineData(30_000, 100_001)]
    public void LargeSends_PutTheSameBytesOnTheWire(int largest, int length)
    {
        List<string> whole = Wire(OffloadCapabilities.None);
        List<string> cut = Wire(new OffloadCapabilities
        {
            Checksum = ChecksumOffloads.All,
            LargeSendV2IPv4 = new SegmentationCapability(largest),
        });

        Assert.Equal(whole, cut);

        List<string> Wire(OffloadCapabilities offloads)
        {
            var pair = new TcpPair();
            pair.A.Network.Path.Offloads = offloads;
            (TestStream client, TestStream server) = pair.Establish();
            client.Send(TcpPair.Pattern(length));
            client.Send(TcpPair.Pattern(100));
            client.Endpoint.Disconnect(abortive: false);
            pair.Run(3000);
            Assert.Equal(length + 100, server.Received.Count);
            return [.. pair.Log.Select(segment => $"{segment} {Convert.ToHexString(segment.Bytes)}")];
        }
    }

    [Fact]
    public void LargeSend_WithLoss_IsRepairedSegmentBySegment()
    {
        var pair = new TcpPair();
        pair.A.Network.Path.Offloads = new OffloadCapabilities
        {
            Checksum = ChecksumOffloads.All,
            LargeSendV2IPv4 = new SegmentationCapability(65536),
        };
        (TestStream client, TestStream server) = pair.Establish();
        int count = 0;
        pair.A.Network.Rule = segment => segment.PayloadLength > 0 && ++count % 29 == 0 ? [] : [0L];
        byte[] data = TcpPair.Pattern(2_000_000);
        client.Send(data);
        pair.Run(60_000);

        Assert.Equal(data, server.Received);
        Assert.InRange(pair.A.Tcp.Statistics.RetransmittedSegments, 1, 80);
    }

    [Fact]
    public void Send_OnAnUnconnectedEndpoint_IsRefused()
    {
        var pair = new TcpPair();
        TestStream stream = pair.A.NewStream();
        Assert.Equal(NtStatus.InvalidDeviceState, stream.Endpoint.Send(new StreamSend { Mdl = Mdl.Over(new byte[1]), Length = 1 }));
        stream.Endpoint.Close();
        Assert.True(stream.IsClosed);
        pair.AssertNothingLeft();
    }

    [Fact]
    public void Pool_ThatFails_OnlyDelays()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        for (int rent = 1; rent < 40; rent += 3)
        {
            pair.A.Kernel.Mdls.FailRentAt(rent);
            client.Send(TcpPair.Pattern(20_000));
            pair.Run(3000);
        }

        Assert.Equal(13 * 20_000, server.Received.Count);
    }
}
