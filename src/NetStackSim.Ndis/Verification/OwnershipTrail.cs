using System.Globalization;
using System.Text;

namespace NetStackSim.Ndis;

/// <summary>What the verifier knows of one list: the last hand-overs, who has it now, and how it looked when it was given away.</summary>
internal sealed class OwnershipTrail(NetBufferList list)
{
    private const int Capacity = 16;

    private readonly Entry[] _entries = new Entry[Capacity];
    private int _written;
    private string? _rentStack;

    /// <summary>The list.</summary>
    public NetBufferList List => list;

    /// <summary>The memory was filled with the poison value when the list went back to its pool.</summary>
    public bool IsPoisoned { get; set; }

    /// <summary>The list as its originator gave it away; it must come back like that.</summary>
    public SpaceSnapshot Snapshot { get; set; }

    /// <summary>Lists derived from it before it was sent or indicated: whoever made them keeps count of them.</summary>
    public int ChildrenBefore { get; set; }

    /// <summary>Out-of-band values that mean something else in the other direction, as they were handed over last.</summary>
    public DirectionInfo Direction { get; set; }

    /// <summary>Hash of data that must not change; valid while <see cref="IsReadOnly"/>.</summary>
    public DataDigest? Digest { get; set; }

    /// <summary>The data is marked read-only for the way it is on.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>Where the list is held; null while it is with its originator or in its pool.</summary>
    public Holdings? Where { get; set; }

    /// <summary>How the holder got it.</summary>
    public OwnershipEvent How { get; set; }

    /// <summary>Since when it is there.</summary>
    public long SinceNs { get; set; }

    /// <summary>Neighbour in the list of what the holder has: older.</summary>
    public OwnershipTrail? Previous { get; set; }

    /// <summary>Neighbour in the list of what the holder has: newer.</summary>
    public OwnershipTrail? Next { get; set; }

    /// <summary>The last hand-overs, oldest first.</summary>
    public IReadOnlyList<OwnershipRecord> Records
    {
        get
        {
            int count = Math.Min(_written, Capacity);
            OwnershipRecord[] records = new OwnershipRecord[count];
            for (int i = 0; i < count; i++)
            {
                Entry entry = _entries[(_written - count + i) % Capacity];
                records[i] = new OwnershipRecord(entry.TimeNs, list.Label, entry.What, entry.Who);
            }

            return records;
        }
    }

    /// <summary>A new life of the list begins.</summary>
    public void Begin(long timeNs, string? rentStack)
    {
        _written = 0;
        _rentStack = rentStack;
        IsPoisoned = false;
        Direction = default;
        Snapshot = default;
        IsReadOnly = false;
        Record(timeNs, OwnershipEvent.Allocated, "its renter");
    }

    /// <summary>Adds a hand-over.</summary>
    public void Record(long timeNs, OwnershipEvent what, string who) =>
        _entries[_written++ % Capacity] = new Entry(timeNs, what, who);

    /// <summary>Where the list was rented, when that is recorded.</summary>
    public string? RentStack => _rentStack;

    /// <summary>The story in words, oldest first.</summary>
    public override string ToString()
    {
        StringBuilder text = new("history:");
        for (int i = Math.Max(0, _written - Capacity); i < _written; i++)
        {
            Entry entry = _entries[i % Capacity];
            text.Append(CultureInfo.InvariantCulture, $" [{entry.TimeNs} ns {entry.What} {entry.Who}]");
        }

        if (_rentStack is not null)
        {
            text.Append("\nrented at:\n").Append(_rentStack);
        }

        return text.ToString();
    }

    private readonly record struct Entry(long TimeNs, OwnershipEvent What, string Who);
}
