using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>Chains that wait to be forwarded, in the order of their arrival, each with the port it came from.</summary>
internal sealed class Arrivals
{
    private Entry[] _ring = new Entry[16];
    private int _head;

    internal int Count { get; private set; }

    internal long NextDueNs => _ring[_head].DueNs;

    internal long NextSequence => _ring[_head].Sequence;

    internal void Add(int port, ref FrameChain frames, long dueNs, long sequence)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        ref Entry entry = ref _ring[(_head + Count) & (_ring.Length - 1)];
        entry.Port = port;
        entry.DueNs = dueNs;
        entry.Sequence = sequence;
        entry.Frames.Enqueue(ref frames);
        Count++;
    }

    /// <summary>Takes the first chain out.</summary>
    /// <returns>The number of the port it came from.</returns>
    internal int Remove(ref FrameChain frames)
    {
        ref Entry entry = ref _ring[_head];
        entry.Frames.MoveTo(ref frames);
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
        return entry.Port;
    }

    private void Grow()
    {
        Entry[] larger = new Entry[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _head = 0;
    }

    private struct Entry
    {
        internal FrameQueue Frames;
        internal long DueNs;
        internal long Sequence;
        internal int Port;
    }
}
