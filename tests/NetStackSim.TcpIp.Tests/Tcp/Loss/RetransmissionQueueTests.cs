using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>The ring and its counters against a list of single sequence numbers.</summary>
public sealed class RetransmissionQueueTests
{
    private const int Mss = 10;

    [Fact]
    public void Acknowledge_InsideARange_TrimsIt()
    {
        RetransmissionQueue queue = Make(100, 10, 10);

        AckedRange acked = queue.Acknowledge(new SequenceNumber(113));

        Assert.Equal(13, acked.SequenceLength);
        Assert.Equal(113u, queue[0].Start.Value);
        Assert.Equal(7, queue[0].Length);
        Assert.Equal(7, queue.FlightSize);
    }

    [Fact]
    public void Acknowledge_OfRetransmittedRange_GivesNoSample()
    {
        RetransmissionQueue queue = Make(100, 10, 10);
        queue.MarkRetransmitted(ref queue[1], 77);

        Assert.Equal(5, queue.Acknowledge(new SequenceNumber(110)).SampleSentNs);
        Assert.Equal(-1, queue.Acknowledge(new SequenceNumber(120)).SampleSentNs);
    }

    [Fact]
    public void Split_KeepsCountersAndTheFinAtTheEnd()
    {
        RetransmissionQueue queue = Make(100, 40);
        queue[0].Flags |= SentSegmentFlags.Fin;
        queue.SplitAt(0, 10);

        Assert.Equal(2, queue.Count);
        Assert.False(queue[0].Has(SentSegmentFlags.Fin));
        Assert.True(queue[1].Has(SentSegmentFlags.Fin));
        Assert.Equal(110u, queue[1].Start.Value);
        Assert.Equal(30, queue[1].Length);
    }

    [Fact]
    public void FindIndex_AcrossTheWrap_FindsTheHolder()
    {
        RetransmissionQueue queue = Make(uint.MaxValue - 14, 10, 10, 10);

        Assert.Equal(0, queue.FindIndex(new SequenceNumber(uint.MaxValue - 14)));
        Assert.Equal(1, queue.FindIndex(new SequenceNumber(uint.MaxValue)));
        Assert.Equal(1, queue.FindIndex(new SequenceNumber(2)));
        Assert.Equal(2, queue.FindIndex(new SequenceNumber(5)));
        Assert.Equal(3, queue.FindIndex(new SequenceNumber(15)));
    }

    [Fact]
    public void AnyOperations_Counters_EqualThoseOfANaiveTwin()
    {
        Gen<(int Kind, int Value)> operation = from kind in Gen.Choose(0, 6) from value in Gen.Choose(0, 1000) select (kind, value);
        Prop.ForAll(operation.ListOf().ToArbitrary(), operations => RunAgainstTwin(operations)).QuickCheckThrowOnFailure();
    }

    private static void RunAgainstTwin(IEnumerable<(int Kind, int Value)> operations)
    {
        const uint start = uint.MaxValue - 100;
        var queue = new RetransmissionQueue();
        var twin = new List<char>();
        long first = start;
        foreach ((int kind, int value) in operations)
        {
            switch (kind)
            {
                case 0 or 1:
                    int length = 1 + (value % (4 * Mss));
                    queue.Append(new SentSegment { Start = At(first + twin.Count), Length = length, SegmentSize = Mss });
                    twin.AddRange(Enumerable.Repeat('.', length));
                    break;
                case 2 when twin.Count > 0:
                    int acked = value % (twin.Count + 1);
                    Assert.Equal(acked, queue.Acknowledge(At(first + acked)).SequenceLength);
                    twin.RemoveRange(0, acked);
                    first += acked;
                    break;
                case 3 when queue.Count > 0:
                    Mark(queue, twin, first, value, 'S', (RetransmissionQueue q, ref SentSegment s) => q.MarkSacked(ref s));
                    break;
                case 4 when queue.Count > 0:
                    Mark(queue, twin, first, value, 'L', (RetransmissionQueue q, ref SentSegment s) => q.MarkLost(ref s));
                    break;
                case 5 when queue.HasLost:
                    int index = queue.FindLost();
                    Assert.Equal(twin.IndexOf('L'), queue[index].Start - At(first));
                    for (int place = 0; place < queue[index].Length; place++)
                    {
                        twin[(queue[index].Start - At(first)) + place] = 'R';
                    }

                    queue.MarkRetransmitted(ref queue[index], 0);
                    break;
                case 6 when queue.Count > 0 && queue[value % queue.Count].Length > 1:
                    int split = value % queue.Count;
                    queue.SplitAt(split, 1 + (value % (queue[split].Length - 1)));
                    break;
            }

            Assert.Equal(twin.Count, queue.FlightSize);
            Assert.Equal(twin.Count(mark => mark == 'S'), queue.SackedBytes);
            Assert.Equal(twin.Count(mark => mark is 'L' or 'R'), queue.LostBytes);
            Assert.Equal(twin.Count(mark => mark == 'R'), queue.RetransmittedBytes);
            Assert.Equal(twin.Count(mark => mark is '.' or 'R'), queue.Pipe);
        }
    }

    private delegate void Marker(RetransmissionQueue queue, ref SentSegment segment);

    private static void Mark(RetransmissionQueue queue, List<char> twin, long first, int value, char mark, Marker apply)
    {
        ref SentSegment segment = ref queue[value % queue.Count];
        if (segment.Has(SentSegmentFlags.Sacked) || (mark == 'L' && segment.Has(SentSegmentFlags.Lost)))
        {
            return;
        }

        apply(queue, ref segment);
        for (int place = 0; place < segment.Length; place++)
        {
            twin[(segment.Start - At(first)) + place] = mark;
        }
    }

    private static SequenceNumber At(long position) => new(unchecked((uint)position));

    private static RetransmissionQueue Make(uint start, params int[] lengths)
    {
        var queue = new RetransmissionQueue();
        uint next = start;
        foreach (int length in lengths)
        {
            queue.Append(new SentSegment { Start = new SequenceNumber(next), Length = length, SegmentSize = Mss, SentNs = 5 });
            next += (uint)length;
        }

        return queue;
    }
}
