namespace NetStackSim.Ndis;

/// <summary>The last hand-overs of all lists of a host, newest over oldest, kept while the verifier is on. One write of a few words per list and hand-over; nothing is allocated.</summary>
/// <remarks>Loop thread only. Reading makes copies and may be done at any time between events.</remarks>
public sealed class OwnershipLog
{
    /// <summary>Entries that are kept unless <see cref="Capacity"/> says otherwise.</summary>
    public const int DefaultCapacity = 4096;

    private Entry[] _entries = new Entry[DefaultCapacity];

    /// <summary>Events written so far, also those that are overwritten.</summary>
    public long Written { get; private set; }

    /// <summary>Entries that are kept. Setting it forgets what was written; 0 switches the log off (the trail of each list stays).</summary>
    public int Capacity
    {
        get => _entries.Length;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _entries = new Entry[value];
            Written = 0;
        }
    }

    /// <summary>The entries that are kept, oldest first.</summary>
    /// <param name="newest">How many of the newest at most.</param>
    /// <returns>A copy.</returns>
    public IReadOnlyList<OwnershipRecord> Read(int newest = int.MaxValue)
    {
        int count = (int)Math.Min(Written, Math.Min(_entries.Length, newest));
        OwnershipRecord[] records = new OwnershipRecord[count];
        for (int i = 0; i < count; i++)
        {
            ref Entry entry = ref _entries[(Written - count + i) % _entries.Length];
            records[i] = new OwnershipRecord(entry.TimeNs, entry.List!.Label, entry.What, entry.Who!);
        }

        return records;
    }

    internal void Write(long timeNs, NetBufferList list, OwnershipEvent what, string who)
    {
        Entry[] entries = _entries;
        if (entries.Length == 0)
        {
            return;
        }

        entries[Written++ % entries.Length] = new Entry(timeNs, list, what, who);
    }

    private readonly record struct Entry(long TimeNs, NetBufferList? List, OwnershipEvent What, string? Who);
}
