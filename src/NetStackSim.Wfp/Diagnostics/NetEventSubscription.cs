using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>A subscription to net events. Deliveries come in order, at Passive.</summary>
public sealed class NetEventSubscription : IDisposable
{
    private const int Capacity = 1024;

    private readonly NetEventLog _log;
    private readonly Action<NetEvent> _happened;
    private readonly Queue<NetEvent> _queue = new();
    private bool _isCancelled;

    internal NetEventSubscription(NetEventLog log, NetEventTemplate template, Action<NetEvent> happened)
    {
        _log = log;
        _happened = happened;
        Template = template;
    }

    /// <summary>Which events.</summary>
    public NetEventTemplate Template { get; }

    /// <summary>Number of events that the full queue lost.</summary>
    public long Dropped { get; private set; }

    /// <summary>Ends the subscription; events that wait for delivery are not delivered. IRQL Passive.</summary>
    [WindowsDdi("FwpmNetEventUnsubscribe0")]
    public void Dispose()
    {
        _isCancelled = true;
        _log.Remove(this);
    }

    internal void Offer(NetEvent netEvent)
    {
        if (!Template.Includes(netEvent))
        {
            return;
        }

        if (_queue.Count >= Capacity)
        {
            Dropped++;
            return;
        }

        _queue.Enqueue(netEvent);
    }

    internal void Deliver()
    {
        while (!_isCancelled && _queue.TryDequeue(out NetEvent? netEvent))
        {
            _happened(netEvent);
        }
    }
}
