using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>Hands what commits changed to the persistent store and to subscribers. Subscribers are called from a work item, later.</summary>
internal sealed class ChangePublisher : IWorkItemTarget
{
    private readonly FilterEngine _engine;
    private readonly List<PolicySubscription> _subscriptions = [];
    private readonly WorkItem? _delivery;

    internal ChangePublisher(FilterEngine engine)
    {
        _engine = engine;
        _delivery = engine.Kernel is { } kernel ? new WorkItem(kernel, this) : null;
    }

    internal IReadOnlyList<PolicySubscription> Subscriptions => _subscriptions;

    internal void Add(PolicySubscription subscription) => _subscriptions.Add(subscription);

    internal void Remove(PolicySubscription subscription) => _subscriptions.Remove(subscription);

    /// <summary>A session of the publisher's engine ended.</summary>
    internal void RemoveAll(EngineSession session)
    {
        foreach (PolicySubscription subscription in _subscriptions.FindAll(s => s.Session == session))
        {
            subscription.Dispose();
        }
    }

    /// <summary>A transaction was committed.</summary>
    internal void Publish(EngineSession session, List<PendingChange> changes)
    {
        foreach (PendingChange pending in changes)
        {
            _engine.Persistence?.Apply(pending);
            _engine.AuditChange(pending.Change);
            foreach (PolicySubscription subscription in _subscriptions)
            {
                if (subscription.Kind == pending.Change.Kind && subscription.Session != session && MayRead(subscription, pending))
                {
                    subscription.Offer(pending, _engine.Semantics.NotificationQueueLength);
                }
            }
        }

        if (changes.Count > 0 && _subscriptions.Count > 0)
        {
            Schedule();
        }
    }

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => Deliver();

    private bool MayRead(PolicySubscription subscription, in PendingChange pending) =>
        _engine.Security.Check(subscription.Session.Options.CheckedToken, pending.Change.Kind, pending.Descriptor, EngineAccess.Read).IsSuccess;

    private void Schedule()
    {
        if (_delivery is { } delivery)
        {
            delivery.Queue();
        }
        else
        {
            Deliver();
        }
    }

    private void Deliver()
    {
        foreach (PolicySubscription subscription in _subscriptions.ToArray())
        {
            subscription.Deliver();
        }
    }
}
