namespace NetStackSim.Kernel;

/// <summary>Posted callbacks of user code, first in first out.</summary>
internal sealed class UserWorkQueue(EventLoop loop) : EventSource(loop, EventClass.User, "user")
{
    private readonly Queue<Item> _items = new();

    public void Enqueue(in UserWork work)
    {
        Item item = new(work, Loop.Now, Loop.NextSequence());
        _items.Enqueue(item);
        if (_items.Count == 1)
        {
            SetNext(item.Due, item.Sequence);
        }
    }

    protected internal override void RunHead()
    {
        Item item = _items.Dequeue();
        if (_items.TryPeek(out Item next))
        {
            SetNext(next.Due, next.Sequence);
        }

        Loop.InvokeUser(item.Work.Callback, item.Work.State);
    }

    private readonly record struct Item(UserWork Work, long Due, long Sequence);
}
