using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Tells subscribers of one kind of event: in order, at Passive, from a work item, never from where it happens.</summary>
/// <typeparam name="T">The event.</typeparam>
internal sealed class EngineNotifier<T> : IWorkItemTarget
{
    private readonly List<Subscriber> _subscribers = [];
    private readonly WorkItem? _delivery;

    internal EngineNotifier(SimKernel? kernel) => _delivery = kernel is null ? null : new WorkItem(kernel, this);

    /// <summary>Adds a subscriber; disposing what is returned ends the subscription, with what waits for delivery.</summary>
    internal IDisposable Subscribe(Func<T, bool>? includes, Action<T> happened)
    {
        Subscriber subscriber = new(includes, happened);
        _subscribers.Add(subscriber);
        return new Unsubscriber(() =>
        {
            subscriber.IsCancelled = true;
            _subscribers.Remove(subscriber);
        });
    }

    /// <summary>Something happened.</summary>
    internal void Publish(T item)
    {
        bool isWanted = false;
        foreach (Subscriber subscriber in _subscribers)
        {
            if (subscriber.Includes?.Invoke(item) != false)
            {
                subscriber.Waiting.Enqueue(item);
                isWanted = true;
            }
        }

        if (isWanted && _delivery is { } delivery)
        {
            delivery.Queue();
        }
        else if (isWanted)
        {
            Deliver();
        }
    }

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => Deliver();

    private void Deliver()
    {
        foreach (Subscriber subscriber in _subscribers.ToArray())
        {
            while (!subscriber.IsCancelled && subscriber.Waiting.TryDequeue(out T? item))
            {
                subscriber.Happened(item);
            }
        }
    }

    private sealed class Subscriber(Func<T, bool>? includes, Action<T> happened)
    {
        internal Func<T, bool>? Includes { get; } = includes;

        internal Action<T> Happened { get; } = happened;

        internal Queue<T> Waiting { get; } = new();

        internal bool IsCancelled { get; set; }
    }
}
