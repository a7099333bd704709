using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests.Tcp;

public sealed class SackScoreboardTests
{
    private const int Mss = 100;

    [Fact]
    public void Report_OfOneSegment_MarksItAndNothingElse()
    {
        (RetransmissionQueue queue, SendSequence send) = Make(10);
        SackScoreboard board = default;

        int fresh = Apply(ref board, queue, send, (300, 400));

        Assert.Equal(100, fresh);
        Assert.Equal("...S......", Marks(queue));
        Assert.Equal(0, Apply(ref board, queue, send, (300, 400)));
    }

    [Theory]
    [InlineData(1100, 1200)]
    [InlineData(900, 1001)]
    [InlineData(400, 300)]
    public void Report_OutsideWhatWasSent_IsIgnored(uint left, uint right)
    {
        (RetransmissionQueue queue, SendSequence send) = Make(10);
        SackScoreboard board = default;

        Assert.Equal(0, Apply(ref board, queue, send, (left, right)));
        Assert.Equal("..........", Marks(queue));
    }

    [Fact]
    public void Report_BelowTheAcknowledgment_IsADuplicateReport()
    {
        (RetransmissionQueue queue, SendSequence send) = Make(10);
        queue.Acknowledge(new SequenceNumber(500));
        send.Unacknowledged = new SequenceNumber(500);
        SackScoreboard board = default;
        TcpOptions options = default;
        options.AddSackBlock(new SackBlock(new SequenceNumber(100), new SequenceNumber(200)));

        Assert.Equal(0, board.Apply(queue, options, send, send.Unacknowledged, long.MaxValue, out bool duplicate));
        Assert.True(duplicate);
    }

    [Fact]
    public void TwoReportedSegments_ProveNothing_ThreeProveTheHoleLost()
    {
        (RetransmissionQueue queue, SendSequence send) = Make(10);
        SackScoreboard board = default;
        Apply(ref board, queue, send, (100, 300));
        Assert.False(board.MarkLost(queue, Mss));

        Apply(ref board, queue, send, (100, 400));

        Assert.True(board.MarkLost(queue, Mss));
        Assert.Equal("LSSS......", Marks(queue));
    }

    [Fact]
    public void ThreeRuns_ProveEveryHoleBelowTheLowestLost()
    {
        (RetransmissionQueue queue, SendSequence send) = Make(10);
        SackScoreboard board = default;

        // Runs of half a segment cannot be marked; three runs of one segment each can.
        Apply(ref board, queue, send, (200, 300), (400, 500), (600, 700));

        Assert.True(board.MarkLost(queue, Mss));
        Assert.Equal("LLS.S.S...", Marks(queue));
    }

    [Fact]
    public void LargeSend_PartlyReported_IsSplitAtSegmentBorders()
    {
        var queue = new RetransmissionQueue();
        queue.Append(new SentSegment { Start = new SequenceNumber(0), Length = 1000, SegmentSize = Mss });
        SendSequence send = default;
        send.Next = new SequenceNumber(1000);
        SackScoreboard board = default;

        int fresh = Apply(ref board, queue, send, (250, 750));

        Assert.Equal(400, fresh);
        Assert.Equal(".S.", Marks(queue));
        Assert.Equal([300, 400, 300], Enumerable.Range(0, queue.Count).Select(index => queue[index].Length));
    }

    [Fact]
    public void ReportsOfSingleBytes_CannotShatterTheQueue()
    {
        (RetransmissionQueue queue, SendSequence send) = Make(10);
        SackScoreboard board = default;
        for (uint place = 0; place < 1000; place += 2)
        {
            Apply(ref board, queue, send, (place, place + 1));
        }

        Assert.Equal(10, queue.Count);
        Assert.Equal(0, queue.SackedBytes);
    }

    [Fact]
    public void NewHole_AfterTheFirstWasJudged_IsFound()
    {
        (RetransmissionQueue queue, SendSequence send) = Make(12);
        SackScoreboard board = default;
        Apply(ref board, queue, send, (100, 400));
        board.MarkLost(queue, Mss);

        Apply(ref board, queue, send, (500, 800));

        Assert.True(board.MarkLost(queue, Mss));
        Assert.Equal("LSSSLSSS....", Marks(queue));
        Assert.False(board.MarkLost(queue, Mss));
    }

    private static int Apply(ref SackScoreboard board, RetransmissionQueue queue, in SendSequence send, params (uint Left, uint Right)[] blocks)
    {
        TcpOptions options = default;
        foreach ((uint left, uint right) in blocks)
        {
            options.AddSackBlock(new SackBlock(new SequenceNumber(left), new SequenceNumber(right)));
        }

        return board.Apply(queue, options, send, send.Unacknowledged, long.MaxValue, out _);
    }

    private static string Marks(RetransmissionQueue queue) => string.Concat(Enumerable.Range(0, queue.Count).Select(index =>
        queue[index].Has(SentSegmentFlags.Sacked) ? 'S' : queue[index].Has(SentSegmentFlags.Lost) ? 'L' : '.'));

    private static (RetransmissionQueue Queue, SendSequence Send) Make(int segments)
    {
        var queue = new RetransmissionQueue();
        for (int index = 0; index < segments; index++)
        {
            queue.Append(new SentSegment { Start = new SequenceNumber((uint)(index * Mss)), Length = Mss, SegmentSize = Mss });
        }

        SendSequence send = default;
        send.Next = new SequenceNumber((uint)(segments * Mss));
        return (queue, send);
    }
}
