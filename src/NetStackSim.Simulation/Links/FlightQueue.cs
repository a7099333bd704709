using NetStackSim.Nic;

namespace NetStackSim.Simulation;

/// <summary>Frames under way, ordered by arrival; what arrives at one instant is one batch.</summary>
/// <remarks>A ring that grows to the largest number of batches ever under way. Nearly every frame is added at the end; one that others overtake is sorted in from there.</remarks>
internal sealed class FlightQueue
{
    private FrameBatch[] _ring = new FrameBatch[16];
    private int _head;

    /// <summary>Number of batches.</summary>
    internal int Count { get; private set; }

    /// <summary>The batch that arrives next; only while <see cref="Count"/> is not 0.</summary>
    internal ref FrameBatch Head => ref _ring[_head];

    /// <summary>Adds frames behind everything that arrives at the same instant or earlier.</summary>
    /// <param name="frames">The frames; empty on return.</param>
    /// <param name="dueNs">When they arrive.</param>
    /// <param name="sequence">The sequence for a batch of their own.</param>
    /// <returns>True when the sequence was used: no batch for that instant was there.</returns>
    internal bool Add(ref FrameChain frames, long dueNs, long sequence)
    {
        int position = Count;
        while (position > 0 && At(position - 1).DueNs > dueNs)
        {
            position--;
        }

        if (position > 0 && At(position - 1).DueNs == dueNs)
        {
            At(position - 1).Frames.Enqueue(ref frames);
            return false;
        }

        InsertAt(position);
        ref FrameBatch batch = ref At(position);
        batch.DueNs = dueNs;
        batch.Sequence = sequence;
        batch.Frames.Enqueue(ref frames);
        return true;
    }

    /// <summary>Takes the next batch out.</summary>
    internal void RemoveHead(ref FrameChain frames)
    {
        ref FrameBatch head = ref Head;
        head.Frames.MoveTo(ref frames);
        _head = (_head + 1) & (_ring.Length - 1);
        Count--;
    }

    private ref FrameBatch At(int position) => ref _ring[(_head + position) & (_ring.Length - 1)];

    private void InsertAt(int position)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        Count++;
        for (int i = Count - 1; i > position; i--)
        {
            At(i) = At(i - 1);
        }

        At(position) = default;
    }

    private void Grow()
    {
        FrameBatch[] larger = new FrameBatch[_ring.Length * 2];
        for (int i = 0; i < Count; i++)
        {
            larger[i] = At(i);
        }

        _ring = larger;
        _head = 0;
    }
}
