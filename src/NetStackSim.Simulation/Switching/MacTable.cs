using System.Numerics;
using NetStackSim.Kernel;

namespace NetStackSim.Simulation;

/// <summary>Which address was last seen at which port. Sets of four entries, so that the table is bounded and every search short.</summary>
internal sealed class MacTable
{
    private const int Ways = 4;
    private const ulong Used = 1UL << 63;

    private readonly Entry[] _entries;
    private readonly int _setMask;
    private readonly long _agingNs;

    internal MacTable(int size, long agingNs)
    {
        int sets = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, size / Ways));
        _entries = new Entry[sets * Ways];
        _setMask = sets - 1;
        _agingNs = agingNs;
    }

    /// <summary>Addresses that evicted another that was still fresh.</summary>
    internal long Evictions { get; private set; }

    /// <summary>The port of an address; -1 when it is unknown or was silent for too long.</summary>
    internal int Find(ulong address, long now)
    {
        Span<Entry> set = SetOf(address);
        for (int i = 0; i < set.Length; i++)
        {
            if (set[i].Key == (address | Used))
            {
                return IsFresh(set[i], now) ? set[i].Port : -1;
            }
        }

        return -1;
    }

    /// <summary>Remembers that an address was seen at a port.</summary>
    internal void Learn(ulong address, int port, long now)
    {
        Span<Entry> set = SetOf(address);
        int oldest = 0;
        for (int i = 0; i < set.Length; i++)
        {
            if (set[i].Key == (address | Used))
            {
                oldest = i;
                break;
            }

            if (set[i].Key == 0 ? set[oldest].Key != 0 : set[oldest].Key != 0 && set[i].SeenNs < set[oldest].SeenNs)
            {
                oldest = i;
            }
        }

        ref Entry entry = ref set[oldest];
        if (entry.Key != 0 && entry.Key != (address | Used) && IsFresh(entry, now))
        {
            Evictions++;
        }

        entry = new Entry { Key = address | Used, SeenNs = now, Port = port };
    }

    /// <summary>Forgets all addresses of a port.</summary>
    internal void Forget(int port)
    {
        for (int i = 0; i < _entries.Length; i++)
        {
            if (_entries[i].Key != 0 && _entries[i].Port == port)
            {
                _entries[i] = default;
            }
        }
    }

    /// <summary>Counts the fresh entries.</summary>
    internal int Count(long now)
    {
        int count = 0;
        foreach (ref readonly Entry entry in _entries.AsSpan())
        {
            if (entry.Key != 0 && IsFresh(entry, now))
            {
                count++;
            }
        }

        return count;
    }

    private bool IsFresh(in Entry entry, long now) => now - entry.SeenNs <= _agingNs;

    private Span<Entry> SetOf(ulong address) =>
        _entries.AsSpan((int)(StableHash.Mix(address, Used) & (ulong)_setMask) * Ways, Ways);

    private struct Entry
    {
        internal ulong Key;
        internal long SeenNs;
        internal int Port;
    }
}
