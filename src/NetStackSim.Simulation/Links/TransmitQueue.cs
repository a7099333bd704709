namespace NetStackSim.Simulation;

/// <summary>What a line with a rate has accepted and not yet sent out: the lengths that a queue bound is compared with.</summary>
internal sealed class TransmitQueue
{
    private Entry[] _ring = new Entry[16];
    private int _head;

    internal int Frames { get; private set; }

    internal long Bytes { get; private set; }

    /// <summary>Forgets what has left by now.</summary>
    internal void Advance(long now)
    {
        while (Frames > 0 && _ring[_head].SentNs <= now)
        {
            Bytes -= _ring[_head].Length;
            _head = (_head + 1) & (_ring.Length - 1);
            Frames--;
        }
    }

    internal void Add(int length, long sentNs)
    {
        if (Frames == _ring.Length)
        {
            Entry[] larger = new Entry[_ring.Length * 2];
            for (int i = 0; i < Frames; i++)
            {
                larger[i] = _ring[(_head + i) & (_ring.Length - 1)];
            }

            _ring = larger;
            _head = 0;
        }

        _ring[(_head + Frames) & (_ring.Length - 1)] = new Entry { Length = length, SentNs = sentNs };
        Frames++;
        Bytes += length;
    }

    private struct Entry
    {
        internal long SentNs;
        internal int Length;
    }
}
