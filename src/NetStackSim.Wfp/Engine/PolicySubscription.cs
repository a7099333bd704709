using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>A subscription to changes of one kind of objects. Deliveries come in the order of the commits, at Passive, never inside a commit.</summary>
public sealed class PolicySubscription : IDisposable
{
    private readonly ChangePublisher _publisher;
    private readonly Action<PolicyChange> _changed;
    private readonly Queue<PolicyChange> _queue = new();

    internal PolicySubscription(ChangePublisher publisher, EngineSession session, PolicyObjectKind kind, SubscriptionOptions options, Action<PolicyChange> changed)
    {
        _publisher = publisher;
        _changed = changed;
        Session = session;
        Kind = kind;
        Options = options;
    }

    /// <summary>The kind of objects.</summary>
    public PolicyObjectKind Kind { get; }

    /// <summary>Which changes.</summary>
    public SubscriptionOptions Options { get; }

    /// <summary>Success, or <see cref="FwpStatus.NotificationDropped"/> once the queue was full.</summary>
    public NtStatus Status { get; private set; } = NtStatus.Success;

    /// <summary>Number of changes that the full queue lost.</summary>
    public long Dropped { get; private set; }

    /// <summary>The session that subscribed: it does not hear its own changes.</summary>
    internal EngineSession Session { get; }

    internal bool IsCancelled { get; private set; }

    /// <summary>Ends the subscription; changes that wait for delivery are not delivered. IRQL Passive.</summary>
    [WindowsDdi("FwpmFilterUnsubscribeChanges0")]
    [WindowsDdi("FwpmCalloutUnsubscribeChanges0")]
    [WindowsDdi("FwpmProviderUnsubscribeChanges0")]
    [WindowsDdi("FwpmProviderContextUnsubscribeChanges0")]
    [WindowsDdi("FwpmSubLayerUnsubscribeChanges0")]
    public void Dispose()
    {
        IsCancelled = true;
        _publisher.Remove(this);
    }

    internal void Offer(in PendingChange pending, int capacity)
    {
        if (!Options.Wants(pending.Change.Type) || !Options.Includes(pending.Value))
        {
            return;
        }

        if (_queue.Count >= capacity)
        {
            Dropped++;
            Status = FwpStatus.NotificationDropped;
            return;
        }

        _queue.Enqueue(pending.Change);
    }

    internal void Deliver()
    {
        while (!IsCancelled && _queue.TryDequeue(out PolicyChange change))
        {
            _changed(change);
        }
    }
}
