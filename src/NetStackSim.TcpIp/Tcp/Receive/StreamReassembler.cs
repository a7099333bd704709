using System.Diagnostics;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>
/// Segments that arrived before their turn: lists are kept as they are, grouped into runs of adjacent bytes. A run is a SACK block. Bounded in runs and in
/// lists, so that one-byte segments cannot tie up memory.
/// </summary>
/// <remarks>
/// Bytes that were kept first stay; only a run that a later segment covers whole is given up for it. Finding a place takes a binary search. Lists that are
/// not kept are handed to the caller's chain of lists to give back.
/// </remarks>
internal sealed class StreamReassembler
{
    private readonly int _maximumRuns;
    private readonly int _maximumLists;
    private Run[] _runs = new Run[4];
    private uint _stamp;
    private SackBlock _duplicate;

    /// <summary>Makes an empty one.</summary>
    /// <param name="maximumRuns">The most runs.</param>
    /// <param name="maximumLists">The most lists in all runs.</param>
    public StreamReassembler(int maximumRuns, int maximumLists)
    {
        _maximumRuns = maximumRuns;
        _maximumLists = maximumLists;
    }

    /// <summary>Runs, each behind a gap.</summary>
    public int Count { get; private set; }

    /// <summary>Lists in all runs.</summary>
    public int Lists { get; private set; }

    /// <summary>Bytes in all runs.</summary>
    public int Bytes { get; private set; }

    /// <summary>True when nothing waits for a gap to be filled.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>True when an acknowledgment has something to report.</summary>
    public bool HasReports => Count > 0 || _duplicate.IsValid;

    /// <summary>The bytes of a run.</summary>
    public SackBlock this[int index] => new(_runs[index].Start, _runs[index].End);

    /// <summary>Keeps a segment.</summary>
    /// <param name="start">Its first sequence number, after the next expected one.</param>
    /// <param name="list">Its list; data starts at the payload. Kept, or added to <paramref name="returned"/>.</param>
    /// <param name="returned">Collects lists that nobody needs any more.</param>
    public ReassemblyOutcome Insert(SequenceNumber start, NetBufferList list, ref NetBufferListChain returned)
    {
        SequenceNumber end = start + list.FirstNetBuffer.DataLength;
        int index = FindTouching(start);
        bool extendsRun = index < Count && _runs[index].Start.IsAtOrBefore(start);
        if (extendsRun && _runs[index].End.IsAtOrAfter(end))
        {
            ReportDuplicate(new SackBlock(start, end));
            returned.Add(list);
            return ReassemblyOutcome.Duplicate;
        }

        if (Lists >= _maximumLists || (!extendsRun && Count >= _maximumRuns))
        {
            returned.Add(list);
            return ReassemblyOutcome.Full;
        }

        SequenceNumber from = extendsRun ? _runs[index].End : start;
        list.FirstNetBuffer.Advance(from - start);
        int following = extendsRun ? index + 1 : index;
        RemoveCovered(following, end, ref returned);
        end = TrimTail(list, following, end);
        Place(list, from, end, index, extendsRun);
        return ReassemblyOutcome.Kept;
    }

    /// <summary>Moves what is in order now to the client's chain.</summary>
    /// <param name="next">The next sequence number expected.</param>
    /// <param name="delivered">Collects the lists.</param>
    /// <param name="returned">Collects lists whose bytes have all been delivered by others.</param>
    /// <returns>Bytes that became deliverable.</returns>
    public int TakeInOrder(SequenceNumber next, ref NetBufferListQueue delivered, ref NetBufferListChain returned)
    {
        int bytes = 0;
        while (Count > 0 && _runs[0].Start.IsAtOrBefore(next))
        {
            ref Run run = ref _runs[0];
            int skip = next - run.Start;
            while (run.Lists.TryDequeue(out NetBufferList? list))
            {
                Lists--;
                int length = list.FirstNetBuffer.DataLength;
                Bytes -= length;
                if (skip >= length)
                {
                    skip -= length;
                    returned.Add(list);
                    continue;
                }

                list.FirstNetBuffer.Advance(skip);
                bytes += length - skip;
                next += length - skip;
                skip = 0;
                delivered.Enqueue(list);
            }

            RemoveAt(0);
        }

        return bytes;
    }

    /// <summary>Notes a range that arrived twice, for one report (RFC 2883).</summary>
    public void ReportDuplicate(SackBlock range) => _duplicate = range;

    /// <summary>Writes the blocks of an acknowledgment: the duplicate, then the run that changed last, then older ones (RFC 2018 section 4).</summary>
    /// <param name="options">Gets the blocks.</param>
    /// <param name="maximum">The most blocks that fit.</param>
    public void WriteReports(ref TcpOptions options, int maximum)
    {
        if (_duplicate.IsValid && maximum > 0)
        {
            options.AddSackBlock(_duplicate);
            maximum--;
        }

        _duplicate = default;
        uint newest = uint.MaxValue;
        for (int written = 0; written < maximum && TryFindOlder(newest, out int index); written++)
        {
            options.AddSackBlock(this[index]);
            newest = _stamp - _runs[index].Stamp;
        }

        // Ages are unique, so that the next older run is the smallest age above the last one.
        bool TryFindOlder(uint after, out int found)
        {
            found = -1;
            uint best = uint.MaxValue;
            for (int index = 0; index < Count; index++)
            {
                uint age = _stamp - _runs[index].Stamp;
                if ((after == uint.MaxValue || age > after) && age < best)
                {
                    best = age;
                    found = index;
                }
            }

            return found >= 0;
        }
    }

    /// <summary>Gives everything up.</summary>
    public void Clear(ref NetBufferListChain returned)
    {
        while (Count > 0)
        {
            Remove(0, ref returned);
        }

        _duplicate = default;
        Debug.Assert(Lists == 0 && Bytes == 0, "An empty reassembler holds nothing.");
    }

    // The first run that ends at or after a sequence number.
    private int FindTouching(SequenceNumber start)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_runs[middle].End.IsBefore(start))
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

    private void RemoveCovered(int index, SequenceNumber end, ref NetBufferListChain returned)
    {
        while (index < Count && _runs[index].End.IsAtOrBefore(end))
        {
            Remove(index, ref returned);
        }
    }

    private SequenceNumber TrimTail(NetBufferList list, int following, SequenceNumber end)
    {
        if (following >= Count || _runs[following].Start.IsAtOrAfter(end))
        {
            return end;
        }

        int surplus = end - _runs[following].Start;
        list.FirstNetBuffer.DataLength -= surplus;
        return end - surplus;
    }

    private void Place(NetBufferList list, SequenceNumber start, SequenceNumber end, int index, bool extendsRun)
    {
        Debug.Assert(end.IsAfter(start), "Only bytes that were missing are kept.");
        Lists++;
        Bytes += end - start;
        if (extendsRun)
        {
            ref Run run = ref _runs[index];
            run.Lists.Enqueue(list);
            run.End = end;
            run.Stamp = ++_stamp;
            JoinWithNext(index);
            return;
        }

        if (index < Count && _runs[index].Start == end)
        {
            ref Run run = ref _runs[index];
            run.Lists.EnqueueFirst(list);
            run.Start = start;
            run.Stamp = ++_stamp;
            return;
        }

        InsertRun(index, list, start, end);
    }

    private void InsertRun(int index, NetBufferList list, SequenceNumber start, SequenceNumber end)
    {
        if (Count == _runs.Length)
        {
            Array.Resize(ref _runs, Math.Min(_runs.Length * 2, _maximumRuns));
        }

        Array.Copy(_runs, index, _runs, index + 1, Count - index);
        Count++;
        ref Run run = ref _runs[index];
        run = default;
        run.Start = start;
        run.End = end;
        run.Stamp = ++_stamp;
        run.Lists.Enqueue(list);
    }

    private void JoinWithNext(int index)
    {
        if (index + 1 >= Count || _runs[index + 1].Start != _runs[index].End)
        {
            return;
        }

        ref Run next = ref _runs[index + 1];
        ref Run run = ref _runs[index];
        NetBufferListChain moved = next.Lists.TakeAll();
        run.Lists.Enqueue(ref moved);
        run.End = next.End;
        RemoveAt(index + 1);
    }

    private void Remove(int index, ref NetBufferListChain returned)
    {
        ref Run run = ref _runs[index];
        Lists -= run.Lists.Count;
        Bytes -= run.End - run.Start;
        run.Lists.MoveTo(ref returned);
        RemoveAt(index);
    }

    private void RemoveAt(int index)
    {
        Count--;
        Array.Copy(_runs, index + 1, _runs, index, Count - index);
        _runs[Count] = default;
    }

    private struct Run
    {
        public SequenceNumber Start;
        public SequenceNumber End;
        public uint Stamp;
        public NetBufferListQueue Lists;
    }
}
