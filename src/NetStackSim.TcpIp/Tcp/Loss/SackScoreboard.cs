using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Reads the peer's reports (RFC 2018) into the retransmission queue and decides what they prove lost (RFC 6675 section 4).</summary>
internal struct SackScoreboard
{
    /// <summary>RFC 6675 section 2: DupThresh.</summary>
    public const int DuplicateThreshold = 3;

    private SequenceNumber _highest;
    private SequenceNumber _evaluated;
    private bool _hasReports;
    private bool _hasEvaluated;
    private long _newestSentNs;

    /// <summary>True while a range above the oldest outstanding one is reported.</summary>
    public readonly bool HasReports => _hasReports;

    /// <summary>The end of the highest reported range.</summary>
    public readonly SequenceNumber Highest => _highest;

    /// <summary>When the newest transmission was sent of which delivery is known (RACK.xmit_ts of RFC 8985).</summary>
    public readonly long NewestDeliveredNs => _newestSentNs;

    /// <summary>A transmission was delivered.</summary>
    /// <param name="sentNs">When it was sent.</param>
    public void OnDelivered(long sentNs) => _newestSentNs = Math.Max(_newestSentNs, sentNs);

    /// <summary>Forgets everything; the marks in the queue are the caller's business.</summary>
    public void Reset() => this = default;

    /// <summary>After a timeout every range is judged anew.</summary>
    public void Reevaluate() => _hasEvaluated = false;

    /// <summary>A cumulative acknowledgment passed: reports below it say nothing any more.</summary>
    public void OnAcknowledged(SequenceNumber acknowledgment)
    {
        _hasReports &= _highest.IsAfter(acknowledgment);
        _hasEvaluated &= _evaluated.IsAfter(acknowledgment);
    }

    /// <summary>Marks what the blocks of an acknowledgment report. Blocks outside SND.UNA to SND.NXT are ignored.</summary>
    /// <param name="queue">The retransmission queue.</param>
    /// <param name="options">The options of the segment.</param>
    /// <param name="send">The send sequence space.</param>
    /// <param name="acknowledgment">SEG.ACK of the segment that carries them.</param>
    /// <param name="earliestNs">Now less the shortest round trip: a retransmission sent after it cannot be what the peer reports.</param>
    /// <param name="duplicate">True when the first block reports a duplicate (RFC 2883).</param>
    /// <returns>Sequence numbers reported for the first time.</returns>
    public int Apply(RetransmissionQueue queue, in TcpOptions options, in SendSequence send, SequenceNumber acknowledgment, long earliestNs, out bool duplicate)
    {
        int fresh = 0;
        duplicate = false;
        for (int index = 0; index < options.SackCount; index++)
        {
            SackBlock block = options.GetSackBlock(index);
            if (!block.IsValid || block.Right.IsAfter(send.Next))
            {
                continue;
            }

            if (block.Left.IsBefore(acknowledgment))
            {
                duplicate |= index == 0;
                continue;
            }

            duplicate |= index == 0 && IsInside(block, options);

            fresh += MarkBlock(queue, block, earliestNs);
        }

        return fresh;
    }

    /// <summary>Marks as lost what has three reported ranges, or more than two segments of reported bytes, above it (IsLost of RFC 6675).</summary>
    /// <returns>True when a range became lost.</returns>
    public bool MarkLost(RetransmissionQueue queue, int segmentSize)
    {
        if (!_hasReports || !TryFindLossEdge(queue, segmentSize, out int index))
        {
            return false;
        }

        int before = queue.LostBytes;
        SequenceNumber edge = queue[index].End;
        for (; index >= 0 && !IsEvaluated(queue[index]); index--)
        {
            queue.MarkLost(ref queue[index]);
        }

        _evaluated = edge;
        _hasEvaluated = true;
        return queue.LostBytes > before;
    }

    // RFC 2883 section 4: a first block inside the second one reports a duplicate too.
    private static bool IsInside(SackBlock first, in TcpOptions options)
    {
        if (options.SackCount < 2)
        {
            return false;
        }

        SackBlock second = options.GetSackBlock(1);
        return second.IsValid && first.Left.IsAtOrAfter(second.Left) && first.Right.IsAtOrBefore(second.Right);
    }

    private readonly bool IsEvaluated(in SentSegment segment) => _hasEvaluated && segment.End.IsAtOrBefore(_evaluated);

    // The highest range that was not reported and has enough reports above it.
    private readonly bool TryFindLossEdge(RetransmissionQueue queue, int segmentSize, out int index)
    {
        long reportedAbove = 0;
        int runs = 0;
        bool inRun = false;
        index = Math.Min(queue.FindIndex(_highest - 1), queue.Count - 1);
        for (; index >= 0; index--)
        {
            ref SentSegment segment = ref queue[index];
            if (IsEvaluated(segment))
            {
                return false;
            }

            if (segment.Has(SentSegmentFlags.Sacked))
            {
                reportedAbove += segment.SequenceLength;
                runs += inRun ? 0 : 1;
                inRun = true;
                continue;
            }

            inRun = false;
            if (runs >= DuplicateThreshold || reportedAbove > (DuplicateThreshold - 1) * (long)segmentSize)
            {
                return true;
            }
        }

        return false;
    }

    private int MarkBlock(RetransmissionQueue queue, SackBlock block, long earliestNs)
    {
        int fresh = 0;
        for (int index = queue.FindIndex(block.Left); index < queue.Count && queue[index].Start.IsBefore(block.Right); index++)
        {
            if (!TryIsolate(queue, index, block))
            {
                continue;
            }

            ref SentSegment segment = ref queue[index];
            if (!segment.Has(SentSegmentFlags.Sacked))
            {
                OnDelivered(segment, earliestNs);
                queue.MarkSacked(ref segment);
                fresh += segment.SequenceLength;
                _highest = _hasReports ? SequenceNumber.Max(_highest, segment.End) : segment.End;
                _hasReports = true;
            }
        }

        return fresh;
    }

    // What was sent twice may have been delivered by either transmission; by the second only if a round trip has passed since (RFC 8985 section 6.2 step 2).
    private void OnDelivered(in SentSegment segment, long earliestNs)
    {
        if (!segment.Has(SentSegmentFlags.Ambiguous) || segment.SentNs <= earliestNs)
        {
            OnDelivered(segment.SentNs);
        }
    }

    // A large send is one range until a report covers a part of it; it is split at segment borders only, so that reports of single bytes cannot shatter it.
    private static bool TryIsolate(RetransmissionQueue queue, int index, SackBlock block)
    {
        ref SentSegment segment = ref queue[index];
        int skip = block.Left - segment.Start;
        if (skip > 0)
        {
            int cut = (skip + segment.SegmentSize - 1) / segment.SegmentSize * segment.SegmentSize;
            if (cut < segment.Length)
            {
                queue.SplitAt(index, cut);
            }

            // What stands at this place now lies before the block; the next place holds what it covers.
            return false;
        }

        if (segment.End.IsAtOrBefore(block.Right))
        {
            return true;
        }

        int keep = (block.Right - segment.Start) / segment.SegmentSize * segment.SegmentSize;
        if (keep <= 0 || keep >= segment.Length)
        {
            return false;
        }

        queue.SplitAt(index, keep);
        return true;
    }
}
