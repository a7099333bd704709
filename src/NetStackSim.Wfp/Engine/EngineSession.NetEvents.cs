using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Net events.</content>
public sealed partial class EngineSession
{
    /// <summary>Begins an enumeration of the events in the log, oldest first. IRQL Passive.</summary>
    /// <param name="template">Which; null for all.</param>
    /// <param name="handle">The enumeration, destroyed by the caller; null on error.</param>
    /// <returns>
    /// Success; <see cref="FwpStatus.NetEventsDisabled"/> while nothing is collected; <see cref="FwpStatus.InvalidInterval"/>,
    /// <see cref="FwpStatus.ConditionNotFound"/> or <see cref="FwpStatus.DuplicateCondition"/> for a template that cannot be used; AccessDenied.
    /// </returns>
    [WindowsDdi("FwpmNetEventCreateEnumHandle0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus NetEventCreateEnumHandle(NetEventTemplate? template, out PolicyEnumeration<NetEvent>? handle)
    {
        handle = null;
        template ??= new NetEventTemplate();
        NtStatus status = CanEnumerate("FwpmNetEventCreateEnumHandle0", PolicyObjectKind.NetEvent);
        status = status.IsError ? status : template.Check();
        if (status.IsSuccess && !_engine.NetEvents.IsCollecting)
        {
            status = FwpStatus.NetEventsDisabled;
        }

        if (status.IsSuccess)
        {
            handle = new PolicyEnumeration<NetEvent>([.. _engine.NetEvents.Snapshot().Where(template.Includes)], _engine, PolicyObjectKind.NetEvent);
        }

        return status;
    }

    /// <summary>Hears of new events. Not inside a transaction. IRQL Passive.</summary>
    /// <param name="template">Which; null for all.</param>
    /// <param name="happened">Called at Passive for each event, in order, soon after it.</param>
    /// <param name="subscription">The subscription, ended by disposing it; null on error.</param>
    /// <returns>Success, AccessDenied, <see cref="FwpStatus.TransactionInProgress"/>, or an error of the template.</returns>
    [WindowsDdi("FwpmNetEventSubscribe0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus NetEventSubscribe(NetEventTemplate? template, Action<NetEvent> happened, out NetEventSubscription? subscription)
    {
        ArgumentNullException.ThrowIfNull(happened);
        subscription = null;
        template ??= new NetEventTemplate();
        NtStatus status = CanRead("FwpmNetEventSubscribe0");
        status = status.IsSuccess && IsInTransaction ? FwpStatus.TransactionInProgress : status;
        status = status.IsError ? status : template.Check();
        status = status.IsError ? status : Check(PolicyObjectKind.NetEvent, null, EngineAccess.Subscribe);
        if (status.IsSuccess)
        {
            subscription = new NetEventSubscription(_engine.NetEvents, template, happened);
            _engine.NetEvents.Add(subscription);
        }

        return status;
    }

    /// <summary>The subscriptions of all sessions to net events. IRQL Passive.</summary>
    /// <param name="subscriptions">A snapshot, oldest first; empty on error.</param>
    /// <returns>Success or AccessDenied.</returns>
    [WindowsDdi("FwpmNetEventSubscriptionsGet0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus NetEventSubscriptionsGet(out IReadOnlyList<NetEventSubscription> subscriptions)
    {
        NtStatus status = CanRead("FwpmNetEventSubscriptionsGet0");
        status = status.IsError ? status : Check(PolicyObjectKind.NetEvent, null, EngineAccess.Read);
        subscriptions = status.IsSuccess ? [.. _engine.NetEvents.Subscriptions] : [];
        return status;
    }
}
