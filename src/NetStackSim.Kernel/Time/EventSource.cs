namespace NetStackSim.Kernel;

/// <summary>A queue of events with a head. The loop merges the heads of all its sources and runs one source as long as it stays first.</summary>
/// <remarks>
/// A source keeps its events in whatever structure fits them (a FIFO for a link direction, a wheel for timers) and tells the loop only about the first.
/// Loop thread only.
/// </remarks>
public abstract class EventSource
{
    private readonly ulong _classBits;

    /// <summary>Makes a source without events.</summary>
    /// <param name="loop">The loop that will run it.</param>
    /// <param name="cls">Class of its events.</param>
    /// <param name="name">Name in reports and for steppers.</param>
    protected EventSource(EventLoop loop, EventClass cls, string name)
    {
        ArgumentNullException.ThrowIfNull(loop);
        Loop = loop;
        Name = name;
        _classBits = (ulong)cls << EventLoop.SequenceBits;
        Ordinal = loop.NextOrdinal();
    }

    /// <summary>The loop that runs this source.</summary>
    public EventLoop Loop { get; }

    /// <summary>Name in reports.</summary>
    public string Name { get; }

    /// <summary>Number of the source, by age; part of the digest.</summary>
    public int Ordinal { get; }

    /// <summary>True for a source whose announcement may be too early and must be confirmed before time jumps to it.</summary>
    internal bool VerifiesHead { get; private protected init; }

    /// <summary>Index in the loop's heap; -1 while no head is announced.</summary>
    internal int HeapIndex { get; set; } = -1;

    /// <summary>Runs exactly the head event. The loop has already taken the announcement back, so a source with more events announces the next one.</summary>
    protected internal abstract void RunHead();

    /// <summary>Checks an announcement that has come first. A source that announced too early announces anew (or goes idle) and says false.</summary>
    /// <returns>True when the announced event exists.</returns>
    internal virtual bool ConfirmHead() => true;

    /// <summary>Announces the head event, or replaces the announcement.</summary>
    /// <param name="dueNs">When it is due.</param>
    /// <param name="sequence">Its place among events of the same due time and class: <see cref="EventLoop.NextSequence"/>, taken when the event was created.</param>
    protected void SetNext(long dueNs, long sequence) => Loop.Sources.Announce(this, dueNs, _classBits | (ulong)sequence);

    /// <summary>Takes the announcement back: there is no event.</summary>
    protected void SetIdle() => Loop.Sources.Withdraw(this);

    private protected void SetNext(long dueNs, EventClass cls, long sequence) =>
        Loop.Sources.Announce(this, dueNs, ((ulong)cls << EventLoop.SequenceBits) | (ulong)sequence);
}
