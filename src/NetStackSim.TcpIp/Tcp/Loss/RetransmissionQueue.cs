using System.Diagnostics;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>
/// Everything sent and not acknowledged, in sequence order: a ring of structs with the counters from which the bytes in flight follow. Nothing is
/// allocated per segment; the ring grows to the largest flight and stays.
/// </summary>
internal sealed class RetransmissionQueue
{
    private const int InitialCapacity = 8;

    // Empty until something is sent: most connections of a busy server are idle.
    private SentSegment[] _ring = [];
    private int _head;
    private SequenceNumber _scanFrom;
    private bool _isScanValid;

    /// <summary>Ranges in the queue.</summary>
    public int Count { get; private set; }

    /// <summary>Sequence numbers of all ranges: the flight size of RFC 5681.</summary>
    public int FlightSize { get; private set; }

    /// <summary>Of these, reported as received.</summary>
    public int SackedBytes { get; private set; }

    /// <summary>Of these, considered lost.</summary>
    public int LostBytes { get; private set; }

    /// <summary>Of the lost ones, sent again.</summary>
    public int RetransmittedBytes { get; private set; }

    /// <summary>The pipe of RFC 6675: sent and neither received nor lost, plus what was sent again.</summary>
    public int Pipe => FlightSize - SackedBytes - LostBytes + RetransmittedBytes;

    /// <summary>True when a range waits for its retransmission.</summary>
    public bool HasLost => LostBytes > RetransmittedBytes;

    /// <summary>A range by its place, 0 the oldest.</summary>
    public ref SentSegment this[int index]
    {
        get
        {
            Debug.Assert((uint)index < (uint)Count, "A place outside the queue.");
            return ref _ring[(_head + index) & (_ring.Length - 1)];
        }
    }

    /// <summary>Adds what was just sent for the first time.</summary>
    public void Append(in SentSegment segment)
    {
        Debug.Assert(Count == 0 || this[Count - 1].End == segment.Start, "The queue has no gaps.");
        if (Count == _ring.Length)
        {
            Resize();
        }

        Count++;
        this[Count - 1] = segment;
        FlightSize += segment.SequenceLength;
    }

    /// <summary>Drops everything, on abort and on reuse.</summary>
    public void Clear()
    {
        Array.Clear(_ring);
        _head = 0;
        Count = 0;
        FlightSize = 0;
        SackedBytes = 0;
        LostBytes = 0;
        RetransmittedBytes = 0;
        _isScanValid = false;
    }

    /// <summary>Takes off what a cumulative acknowledgment covers.</summary>
    public AckedRange Acknowledge(SequenceNumber acknowledgment)
    {
        AckedRange result = default;
        result.SampleSentNs = -1;
        while (Count > 0)
        {
            ref SentSegment first = ref _ring[_head];
            int covered = acknowledgment - first.Start;
            if (covered <= 0)
            {
                break;
            }

            if (covered < first.SequenceLength)
            {
                // A large send is acknowledged in pieces: each whole segment of it counts like a segment that was sent alone.
                result.SampleSentNs = covered >= first.SegmentSize ? SampleOf(first) : result.SampleSentNs;
                Trim(ref first, covered);
                result.SequenceLength += covered;
                break;
            }

            result.SampleSentNs = SampleOf(first);
            result.SequenceLength += first.SequenceLength;
            result.Fin |= first.Has(SentSegmentFlags.Fin);
            RemoveFirst(ref first);
        }

        return result;
    }

    /// <summary>The place of the range that holds a sequence number, or <see cref="Count"/> when it lies behind all.</summary>
    public int FindIndex(SequenceNumber sequence)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (this[middle].End.IsAtOrBefore(sequence))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Marks a range as reported; it is no longer lost nor in flight.</summary>
    public void MarkSacked(ref SentSegment segment)
    {
        Debug.Assert(!segment.Has(SentSegmentFlags.Sacked), "Reported twice.");
        int length = segment.SequenceLength;
        LostBytes -= segment.Has(SentSegmentFlags.Lost) ? length : 0;
        RetransmittedBytes -= segment.Has(SentSegmentFlags.Retransmitted) ? length : 0;
        SackedBytes += length;
        segment.Flags = (segment.Flags & ~(SentSegmentFlags.Lost | SentSegmentFlags.Retransmitted)) | SentSegmentFlags.Sacked;
    }

    /// <summary>Marks a range as lost; does nothing to one that was reported or is marked already.</summary>
    public void MarkLost(ref SentSegment segment)
    {
        if ((segment.Flags & (SentSegmentFlags.Sacked | SentSegmentFlags.Lost)) != 0)
        {
            return;
        }

        segment.Flags |= SentSegmentFlags.Lost;
        LostBytes += segment.SequenceLength;
        if (!_isScanValid || segment.Start.IsBefore(_scanFrom))
        {
            _scanFrom = segment.Start;
            _isScanValid = true;
        }
    }

    /// <summary>Marks a range as lost even when it was sent again since it was lost: the repetition is lost too.</summary>
    public void MarkLostAgain(ref SentSegment segment)
    {
        if (segment.Has(SentSegmentFlags.Retransmitted))
        {
            RetransmittedBytes -= segment.SequenceLength;
            LostBytes -= segment.SequenceLength;
            segment.Flags &= ~(SentSegmentFlags.Retransmitted | SentSegmentFlags.Lost);
        }

        MarkLost(ref segment);
    }

    /// <summary>The place of the next range that is lost and not sent again; <see cref="Count"/> when there is none.</summary>
    public int FindLost()
    {
        if (!HasLost)
        {
            return Count;
        }

        int index = _isScanValid ? FindIndex(_scanFrom) : 0;
        while (index < Count && (this[index].Flags & (SentSegmentFlags.Lost | SentSegmentFlags.Retransmitted)) != SentSegmentFlags.Lost)
        {
            index++;
        }

        _isScanValid = index < Count;
        _scanFrom = _isScanValid ? this[index].Start : default;
        return index;
    }

    /// <summary>Notes that a range was sent again.</summary>
    public void MarkRetransmitted(ref SentSegment segment, long nowNs)
    {
        MarkLost(ref segment);
        if (!segment.Has(SentSegmentFlags.Retransmitted))
        {
            RetransmittedBytes += segment.SequenceLength;
        }

        segment.Flags |= SentSegmentFlags.Retransmitted | SentSegmentFlags.Ambiguous;
        segment.SentNs = nowNs;
    }

    /// <summary>After a timeout: everything not reported is lost, and what was sent again is lost again.</summary>
    /// <param name="forgetReports">True when the peer took its reports back (reneging, RFC 2018 section 8).</param>
    public void MarkAllLost(bool forgetReports)
    {
        SackedBytes = 0;
        LostBytes = 0;
        RetransmittedBytes = 0;
        _isScanValid = Count > 0;
        _scanFrom = _isScanValid ? this[0].Start : default;
        for (int index = 0; index < Count; index++)
        {
            ref SentSegment segment = ref this[index];
            segment.Flags &= ~(SentSegmentFlags.Retransmitted | SentSegmentFlags.Lost);
            if (forgetReports)
            {
                segment.Flags &= ~SentSegmentFlags.Sacked;
            }

            if (segment.Has(SentSegmentFlags.Sacked))
            {
                SackedBytes += segment.SequenceLength;
            }
            else
            {
                segment.Flags |= SentSegmentFlags.Lost;
                LostBytes += segment.SequenceLength;
            }
        }
    }

    /// <summary>Makes sure that the last range is one segment.</summary>
    /// <returns>Its place.</returns>
    public int IsolateLast(int segmentSize)
    {
        int last = Count - 1;
        int length = this[last].Length;
        if (length > segmentSize)
        {
            SplitAt(last, (length - 1) / segmentSize * segmentSize);
            last++;
        }

        return last;
    }

    /// <summary>Cuts a range in two so that reports and retransmissions can treat the parts apart.</summary>
    /// <param name="index">The range.</param>
    /// <param name="length">Payload bytes of the first part, more than 0 and less than all.</param>
    public void SplitAt(int index, int length)
    {
        Debug.Assert(length > 0 && length < this[index].Length, "A split leaves two parts.");
        if (Count == _ring.Length)
        {
            Resize();
        }

        Count++;
        for (int place = Count - 1; place > index + 1; place--)
        {
            this[place] = this[place - 1];
        }

        ref SentSegment first = ref this[index];
        ref SentSegment second = ref this[index + 1];
        second = first;
        second.Start = first.Start + length;
        second.Length = first.Length - length;
        second.Request = RequestAt(first.Request, first.Start, length);
        first.Length = length;
        first.Flags &= ~(SentSegmentFlags.Fin | SentSegmentFlags.Push);
    }

    private static StreamSend? RequestAt(StreamSend? request, SequenceNumber start, int offset)
    {
        // Positions are 64 bits of which the low 32 run with the sequence numbers; the distance to the start is all that is needed.
        if (request is null)
        {
            return null;
        }

        return SendPosition.Advance(request, SendPosition.InRequest(request, start) + offset);
    }

    // A range that was reported before arrived long ago, one sent twice may answer either: neither is a sample.
    private static long SampleOf(in SentSegment segment) =>
        (segment.Flags & (SentSegmentFlags.Sacked | SentSegmentFlags.Ambiguous)) == 0 ? segment.SentNs : -1;

    private void Trim(ref SentSegment segment, int bytes)
    {
        int keep = segment.SequenceLength - bytes;
        if (segment.Has(SentSegmentFlags.Sacked))
        {
            SackedBytes -= bytes;
        }

        LostBytes -= segment.Has(SentSegmentFlags.Lost) ? bytes : 0;
        RetransmittedBytes -= segment.Has(SentSegmentFlags.Retransmitted) ? bytes : 0;
        FlightSize -= bytes;
        segment.Request = RequestAt(segment.Request, segment.Start, bytes);
        segment.Start += bytes;
        segment.Length -= bytes;
        Debug.Assert(segment.SequenceLength == keep, "A trimmed range keeps its FIN.");
    }

    private void RemoveFirst(ref SentSegment first)
    {
        int length = first.SequenceLength;
        FlightSize -= length;
        SackedBytes -= first.Has(SentSegmentFlags.Sacked) ? length : 0;
        LostBytes -= first.Has(SentSegmentFlags.Lost) ? length : 0;
        RetransmittedBytes -= first.Has(SentSegmentFlags.Retransmitted) ? length : 0;
        first.Request = null;
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    private void Resize()
    {
        var larger = new SentSegment[Math.Max(InitialCapacity, _ring.Length * 2)];
        for (int index = 0; index < Count; index++)
        {
            larger[index] = this[index];
        }

        _ring = larger;
        _head = 0;
    }
}
