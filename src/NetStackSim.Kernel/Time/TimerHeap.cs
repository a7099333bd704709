namespace NetStackSim.Kernel;

/// <summary>Timers of the present tick, ordered by the (due, sequence) under which they were queued.</summary>
internal sealed class TimerHeap
{
    private Entry[] _entries = new Entry[16];

    public int Count { get; private set; }

    public LoopTimer First => _entries[0].Timer;

    public long FirstDue => _entries[0].Due;

    public long FirstSequence => _entries[0].Sequence;

    public void Add(LoopTimer timer)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        SiftUp(Count++, new Entry(timer.Due, timer.Sequence, timer));
    }

    public void RemoveAt(int index)
    {
        Entry last = _entries[--Count];
        _entries[Count] = default;
        if (index == Count)
        {
            return;
        }

        if (index > 0 && IsBefore(last, _entries[(index - 1) >> 1]))
        {
            SiftUp(index, last);
        }
        else
        {
            SiftDown(index, last);
        }
    }

    public void CollectArmed(List<LoopTimer> timers)
    {
        for (int i = 0; i < Count; i++)
        {
            if (_entries[i].Timer.IsArmed)
            {
                timers.Add(_entries[i].Timer);
            }
        }
    }

    private static bool IsBefore(in Entry a, in Entry b) => a.Due < b.Due || (a.Due == b.Due && a.Sequence < b.Sequence);

    private void SiftUp(int index, in Entry entry)
    {
        while (index > 0)
        {
            int parent = (index - 1) >> 1;
            if (!IsBefore(entry, _entries[parent]))
            {
                break;
            }

            Put(index, _entries[parent]);
            index = parent;
        }

        Put(index, entry);
    }

    private void SiftDown(int index, in Entry entry)
    {
        for (int child = (2 * index) + 1; child < Count; child = (2 * index) + 1)
        {
            if (child + 1 < Count && IsBefore(_entries[child + 1], _entries[child]))
            {
                child++;
            }

            if (!IsBefore(_entries[child], entry))
            {
                break;
            }

            Put(index, _entries[child]);
            index = child;
        }

        Put(index, entry);
    }

    private void Put(int index, in Entry entry)
    {
        _entries[index] = entry;
        entry.Timer.HeapIndex = index;
    }

    private readonly record struct Entry(long Due, long Sequence, LoopTimer Timer);
}
