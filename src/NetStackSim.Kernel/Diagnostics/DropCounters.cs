namespace NetStackSim.Kernel;

/// <summary>Counts drops by reason. Each host has one; links and switches have their own.</summary>
/// <remarks>Counting allocates only when a reason is seen for the first time. Any IRQL.</remarks>
public sealed class DropCounters
{
    private readonly SimKernel? _kernel;
    private Entry[] _entries = new Entry[64];
    private int _count;

    /// <summary>Makes counters that belong to no host.</summary>
    public DropCounters()
    {
    }

    internal DropCounters(SimKernel kernel) => _kernel = kernel;

    /// <summary>All drops together.</summary>
    public long Total { get; private set; }

    /// <summary>Who is told of each drop; null when nobody looks.</summary>
    public IDropObserver? Observer { get; set; }

    /// <summary>How often one reason was counted.</summary>
    /// <param name="reason">The reason.</param>
    /// <returns>The count.</returns>
    public long this[DropReason reason] => _entries[Find(reason.Key)].Count;

    /// <summary>Counts one drop, writes its trace event and tells the observer.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="correlationId">Correlation id of what was dropped; 0 when unknown.</param>
    /// <param name="bytes">Its length; 0 when unknown.</param>
    /// <param name="filterId">The filter that decided it; 0 for none.</param>
    public void Count(in DropReason reason, ulong correlationId = 0, int bytes = 0, ulong filterId = 0)
    {
        Total++;
        int index = Find(reason.Key);
        if (_entries[index].Count == 0)
        {
            index = Claim(reason);
        }

        ref Entry entry = ref _entries[index];
        entry.Count++;
        entry.Bytes += bytes;
        if (_kernel?.Trace is { } trace)
        {
            trace.Write(TraceEvent.Drop(_kernel, reason, correlationId, bytes, filterId));
        }

        Observer?.OnDrop(reason, correlationId, bytes, filterId);
    }

    /// <summary>All counters that are not zero, ordered by module and code.</summary>
    /// <returns>A new list.</returns>
    public IReadOnlyList<DropCount> Snapshot()
    {
        List<DropCount> counts = new(_count);
        foreach (ref readonly Entry entry in _entries.AsSpan())
        {
            if (entry.Count != 0)
            {
                counts.Add(new DropCount(entry.Reason, entry.Count, entry.Bytes));
            }
        }

        counts.Sort(static (a, b) => a.Reason.Key.CompareTo(b.Reason.Key));
        return counts;
    }

    // Open addressing; the table is at most half full, so the probe ends.
    private int Find(uint key)
    {
        int mask = _entries.Length - 1;
        int index = (int)((key * 0x9E3779B1u) >> 16) & mask;
        while (_entries[index].Count != 0 && _entries[index].Reason.Key != key)
        {
            index = (index + 1) & mask;
        }

        return index;
    }

    private int Claim(in DropReason reason)
    {
        if (++_count * 2 > _entries.Length)
        {
            Grow();
        }

        int index = Find(reason.Key);
        _entries[index].Reason = reason;
        return index;
    }

    private void Grow()
    {
        Entry[] old = _entries;
        _entries = new Entry[old.Length * 2];
        foreach (ref readonly Entry entry in old.AsSpan())
        {
            if (entry.Count != 0)
            {
                _entries[Find(entry.Reason.Key)] = entry;
            }
        }
    }

    private struct Entry
    {
        public DropReason Reason;
        public long Count;
        public long Bytes;
    }
}
