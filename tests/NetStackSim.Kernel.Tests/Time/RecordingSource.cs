namespace NetStackSim.Kernel.Tests;

/// <summary>A source with a FIFO of (due, tag) that writes what it runs into a shared list.</summary>
internal sealed class RecordingSource(EventLoop loop, EventClass cls, string name, List<string> log) : EventSource(loop, cls, name)
{
    private readonly Queue<(long Due, long Sequence, string Tag)> _events = new();

    public void Add(long due, string tag)
    {
        _events.Enqueue((due, Loop.NextSequence(), tag));
        if (_events.Count == 1)
        {
            Announce();
        }
    }

    public void Drop()
    {
        _events.Clear();
        SetIdle();
    }

    protected internal override void RunHead()
    {
        (long due, _, string tag) = _events.Dequeue();
        Announce();
        Assert.Equal(due, Loop.Now);
        log.Add($"{due}:{tag}");
    }

    private void Announce()
    {
        if (_events.TryPeek(out (long Due, long Sequence, string Tag) head))
        {
            SetNext(head.Due, head.Sequence);
        }
    }
}
