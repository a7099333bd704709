using System.Diagnostics;

namespace NetStackSim.TcpIp;

/// <summary>Entries that all wait equally long: the first to come is the first to expire, so that any number of them needs one timer and no heap.</summary>
internal sealed class DeadlineQueue(long waitNs)
{
    private TcpTimedEntry? _head;
    private TcpTimedEntry? _tail;

    /// <summary>How long entries wait.</summary>
    public long WaitNs { get; } = waitNs;

    /// <summary>Entries that wait.</summary>
    public int Count { get; private set; }

    /// <summary>The entry that expires first.</summary>
    public TcpTimedEntry? First => _head;

    /// <summary>When the first entry expires; <see cref="long.MaxValue"/> for none.</summary>
    public long DueNs => _head?.DueNs ?? long.MaxValue;

    /// <summary>Puts an entry at the end; one that waits already starts anew.</summary>
    public void Add(TcpTimedEntry entry, long nowNs)
    {
        entry.Queue?.Remove(entry);
        entry.Queue = this;
        entry.DueNs = nowNs + WaitNs;
        entry.PreviousDue = _tail;
        entry.NextDue = null;
        if (_tail is null)
        {
            _head = entry;
        }
        else
        {
            _tail.NextDue = entry;
        }

        _tail = entry;
        Count++;
    }

    /// <summary>Takes an entry out.</summary>
    public void Remove(TcpTimedEntry entry)
    {
        Debug.Assert(entry.Queue == this, "An entry waits in one queue.");
        if (entry.PreviousDue is { } previous)
        {
            previous.NextDue = entry.NextDue;
        }
        else
        {
            _head = entry.NextDue;
        }

        if (entry.NextDue is { } next)
        {
            next.PreviousDue = entry.PreviousDue;
        }
        else
        {
            _tail = entry.PreviousDue;
        }

        entry.NextDue = null;
        entry.PreviousDue = null;
        entry.Queue = null;
        Count--;
    }
}
