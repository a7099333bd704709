namespace NetStackSim.Kernel;

/// <summary>Cold one-shot events of one class, as a sorted queue.</summary>
internal sealed class OneShotSource(EventLoop loop, EventClass cls) : EventSource(loop, cls, "one-shot " + cls)
{
    // The sequence is part of the priority, so the queue is stable although PriorityQueue is not.
    private readonly PriorityQueue<(IEventTarget Target, int Token), (long Due, long Sequence)> _events = new();

    public void Add(long due, IEventTarget target, int token)
    {
        _events.Enqueue((target, token), (due, Loop.NextSequence()));
        Announce();
    }

    protected internal override void RunHead()
    {
        (IEventTarget target, int token) = _events.Dequeue();
        Announce();
        target.OnEvent(token);
    }

    private void Announce()
    {
        if (_events.TryPeek(out _, out (long Due, long Sequence) key))
        {
            SetNext(key.Due, key.Sequence);
        }
    }
}
