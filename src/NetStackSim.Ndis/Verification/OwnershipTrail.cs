using System.Globalization;
using System.Text;

namespace NetStackSim.Ndis;

/// <summary>Who had a list, and when: the last hand-overs, kept per list while the verifier is on.</summary>
internal sealed class OwnershipTrail
{
    private const int Capacity = 16;

    private readonly Entry[] _entries = new Entry[Capacity];
    private int _written;
    private string? _rentStack;

    /// <summary>The memory was filled with the poison value when the list went back to its pool.</summary>
    public bool IsPoisoned { get; set; }

    /// <summary>The frame as its originator gave it away; it must come back like that.</summary>
    public SpaceSnapshot Snapshot { get; set; }

    /// <summary>A new life of the list begins.</summary>
    public void Begin(long timeNs, string? rentStack)
    {
        _written = 0;
        _rentStack = rentStack;
        IsPoisoned = false;
        Record(timeNs, OwnershipEvent.Allocated, "its renter");
    }

    /// <summary>Adds a hand-over.</summary>
    public void Record(long timeNs, OwnershipEvent what, string who) =>
        _entries[_written++ % Capacity] = new Entry(timeNs, what, who);

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
