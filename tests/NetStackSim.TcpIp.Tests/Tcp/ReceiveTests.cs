using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Windows, retained lists, chains, coalesced units.</summary>
public sealed class ReceiveTests
{
    [Fact]
    public void RetainedLists_CloseTheWindow_AndReturningOpensIt()
    {
        var pair = new TcpPair(StackProfile.Windows11 with { TcpReceiveBuffer = 131_072 });
        (TestStream client, TestStream server) = pair.Establish();
        server.Reads = false;
        client.Send(TcpPair.Pattern(1_000_000));
        pair.Run(5000);

        Assert.InRange(server.HeldBytes, 130_000, 131_072);
        Assert.True(server.Connection.ReceiveState.Window < 1460);
        int before = server.HeldBytes;

        server.ReleaseAll();
        pair.Run(100);

        Assert.True(server.HeldBytes > before / 2, "the peer goes on at once after the window update");
        while (server.Received.Count < 1_000_000)
        {
            server.ReleaseAll();
            pair.Run(1000);
        }

        Assert.Equal(TcpPair.Pattern(1_000_000), server.Received);
        server.ReleaseAll();
    }

    [Fact]
    public void AdvertisedEdge_NeverMovesLeftByAUnitOfTheField()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        server.Reads = false;
        client.Send(TcpPair.Pattern(500_000));
        for (int step = 0; step < 50; step++)
        {
            pair.Run(7);
            if (step % 5 == 4)
            {
                server.ReleaseAll();
            }
        }

        SequenceNumber edge = default;
        bool first = true;
        foreach (WireSegment segment in pair.FromB.Where(segment => !segment.Has(TcpFlags.Syn)))
        {
            SequenceNumber now = segment.Header.AcknowledgmentNumber + (segment.Window << 8);
            Assert.True(first || (now + 255).IsAtOrAfter(edge), $"edge moved left at {segment}");
            edge = SequenceNumber.Max(edge, now);
            first = false;
        }

        server.ReleaseAll();
    }

    [Fact]
    public void Window_GrowsWithTheBandwidthDelayProduct()
    {
        var pair = new TcpPair();
        pair.A.Network.DelayNs = pair.B.Network.DelayNs = 20_000_000;
        TestListener listener = pair.B.Listen(TcpPair.Port);
        TestStream client = pair.A.Connect(pair.Server);
        pair.Run(200);
        client.Send(TcpPair.Pattern(8_000_000));
        pair.Run(10_000);

        TestStream server = Assert.Single(listener.Accepted);
        Assert.Equal(8_000_000, server.Received.Count);
        Assert.True(server.Connection.ReceiveState.Capacity > 500_000, $"{server.Connection.ReceiveState.Capacity}");
    }

    [Fact]
    public void SegmentsOfOneInstant_AreOneIndicationAndOneAcknowledgment()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        pair.Log.Clear();
        client.Send(TcpPair.Pattern(10 * 1460));
        pair.Run(1.5);

        Assert.Equal([10], server.Indications);
        Assert.Single(pair.FromB);
    }

    [Fact]
    public void ProfileThatAcknowledgesInsideABatch_AnswersEverySecondSegment()
    {
        var pair = new TcpPair(StackProfile.Windows11 with { TcpAckPerBatch = false });
        (TestStream client, _) = pair.Establish();
        pair.Log.Clear();
        client.Send(TcpPair.Pattern(10 * 1460));
        pair.Run(1.5);

        uint start = pair.FromA.First().Sequence;
        Assert.Equal(
            [2, 4, 6, 8, 10],
            pair.FromB.Select(segment => (int)(segment.Acknowledgment - start) / 1460).Distinct());
    }

    [Fact]
    public void CoalescedUnit_CountsAsItsSegments()
    {
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        pair.B.Network.Coalesce = true;
        pair.Log.Clear();
        client.Send(TcpPair.Pattern(10 * 1460));
        pair.Run(1.5);

        Assert.Equal([1], server.Indications);
        Assert.Single(pair.FromB);
        Assert.Equal(1460, server.Connection.ReceiveSegmentSize);
        Assert.Equal(14_600, server.Received.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CoalescedOrNot_GivesTheSameAcknowledgmentsAtTheSameTimes(bool ackPerBatch)
    {
        Assert.Equal(Acks(coalesce: false), Acks(coalesce: true));

        List<string> Acks(bool coalesce)
        {
            var pair = new TcpPair(StackProfile.Windows11 with { TcpAckPerBatch = ackPerBatch });
            (TestStream client, TestStream server) = pair.Establish();
            pair.B.Network.Coalesce = coalesce;
            client.Send(TcpPair.Pattern(400_000));
            pair.Run(1000);
            Assert.Equal(400_000, server.Received.Count);
            return [.. pair.FromB.Select(segment => segment.ToString())];
        }
    }

    [Fact]
    public void SequenceNumbers_CrossTheWrap_WithLoss()
    {
        // The initial number is a clock plus a hash: run the clock until the wrap is inside the transfer.
        var pair = new TcpPair();
        (TestStream client, TestStream server) = pair.Establish();
        long left = uint.MaxValue - client.Connection.SendState.Next.Value;
        byte[] chunk = TcpPair.Pattern(4_000_000);
        int count = 0;
        pair.A.Network.Rule = segment => segment.PayloadLength > 0 && ++count % 97 == 0 ? [] : [0L];
        pair.A.Network.Log = pair.B.Network.Log = new List<WireSegment>();
        Assert.True(left > 0);
        server.Data = stream => stream.Received.Clear();
        long before = server.Connection.ReceiveState.Next.Value;
        for (int round = 0; round < 4; round++)
        {
            client.Send(chunk);
            pair.Run(20_000);
            pair.A.Network.Log.Clear();
        }

        Assert.Equal(unchecked((uint)(before + 16_000_000)), server.Connection.ReceiveState.Next.Value);
    }
}
