using System.Diagnostics;

namespace NetStackSim.Kernel;

/// <summary>The announced heads of all sources as a binary heap over (due, class and sequence), indexed so that a source can change its announcement.</summary>
/// <remarks>
/// While a source runs, its place at the root stays open. The first announcement made meanwhile, usually by the running source itself or by the one it wakes,
/// fills it: two comparisons when that event stays first. So a source that stays first, and a chain of sources that wake each other, never reorganise the heap.
/// </remarks>
internal sealed class SourceHeap
{
    private Entry[] _entries = new Entry[16];
    private int _count;
    private bool _rootIsOpen;

    /// <summary>True when no head is announced.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The first announcement. Not while the root is open, not when empty.</summary>
    public ref readonly Entry Head => ref _entries[0];

    public void Announce(EventSource source, long due, ulong order)
    {
        Entry entry = new(due, order, source);
        int index = source.HeapIndex;
        if (index >= 0)
        {
            Place(index, entry);
        }
        else if (_rootIsOpen)
        {
            _rootIsOpen = false;
            SiftDown(0, entry);
        }
        else
        {
            if (_count == _entries.Length)
            {
                Array.Resize(ref _entries, _count * 2);
            }

            SiftUp(_count++, entry);
        }
    }

    public void Withdraw(EventSource source)
    {
        int index = source.HeapIndex;
        if (index < 0)
        {
            return;
        }

        source.HeapIndex = -1;
        Entry last = _entries[--_count];
        _entries[_count] = default;
        if (index < _count)
        {
            Place(index, last);
        }
    }

    /// <summary>Takes the head out and leaves its place open for the next announcement.</summary>
    public EventSource OpenRoot()
    {
        Debug.Assert(!_rootIsOpen && _count > 0);
        EventSource source = _entries[0].Source;
        source.HeapIndex = -1;
        _rootIsOpen = true;
        return source;
    }

    /// <summary>Fills an open root with the last entry. Does nothing when an announcement has filled it.</summary>
    public void CloseRoot()
    {
        if (!_rootIsOpen)
        {
            return;
        }

        _rootIsOpen = false;
        Entry last = _entries[--_count];
        _entries[_count] = default;
        if (_count > 0)
        {
            SiftDown(0, last);
        }
    }

    private static bool IsBefore(in Entry a, in Entry b) => a.Due < b.Due || (a.Due == b.Due && a.Order < b.Order);

    private void Place(int index, in Entry entry)
    {
        bool hasParent = index > 0 && !(_rootIsOpen && index <= 2);
        if (hasParent && IsBefore(entry, _entries[(index - 1) >> 1]))
        {
            SiftUp(index, entry);
        }
        else
        {
            SiftDown(index, entry);
        }
    }

    private void SiftUp(int index, in Entry entry)
    {
        Entry[] entries = _entries;
        while (index > 0)
        {
            int parent = (index - 1) >> 1;

            // An open root counts as smaller than everything: nothing rises into it.
            if ((parent == 0 && _rootIsOpen) || !IsBefore(entry, entries[parent]))
            {
                break;
            }

            entries[index] = entries[parent];
            entries[index].Source.HeapIndex = index;
            index = parent;
        }

        entries[index] = entry;
        entry.Source.HeapIndex = index;
    }

    private void SiftDown(int index, in Entry entry)
    {
        Entry[] entries = _entries;
        int count = _count;
        for (int child = (2 * index) + 1; child < count; child = (2 * index) + 1)
        {
            if (child + 1 < count && IsBefore(entries[child + 1], entries[child]))
            {
                child++;
            }

            if (!IsBefore(entries[child], entry))
            {
                break;
            }

            entries[index] = entries[child];
            entries[index].Source.HeapIndex = index;
            index = child;
        }

        entries[index] = entry;
        entry.Source.HeapIndex = index;
    }

    internal readonly struct Entry(long due, ulong order, EventSource source)
    {
        public readonly long Due = due;
        public readonly ulong Order = order;
        public readonly EventSource Source = source;
    }
}
