using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <content>Options of the engine, and subscriptions to changes.</content>
public sealed partial class EngineSession
{
    /// <summary>Gets an option of the engine. IRQL Passive.</summary>
    /// <param name="option">Which.</param>
    /// <param name="value">Its value, a UInt32; empty on error.</param>
    /// <returns>Success, AccessDenied or <see cref="FwpStatus.InvalidEnumerator"/>.</returns>
    [WindowsDdi("FwpmEngineGetOption0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus EngineGetOption(EngineOption option, out FwpValue value)
    {
        value = default;
        NtStatus status = CanRead("FwpmEngineGetOption0");
        status = status.IsError ? status : Check(PolicyObjectKind.Engine, null, EngineAccess.Read);
        if (status.IsError)
        {
            return status;
        }

        if (!Enum.IsDefined(option))
        {
            return FwpStatus.InvalidEnumerator;
        }

        value = FwpValue.UInt32(_engine.GetOption(option));
        return NtStatus.Success;
    }

    /// <summary>Sets an option of the engine. Not inside a transaction, not from a dynamic session. IRQL Passive.</summary>
    /// <param name="option">Which.</param>
    /// <param name="value">A UInt32.</param>
    /// <returns>
    /// Success, AccessDenied, <see cref="FwpStatus.TransactionInProgress"/>, <see cref="FwpStatus.DynamicSessionInProgress"/>,
    /// <see cref="FwpStatus.InvalidEnumerator"/>, <see cref="FwpStatus.TypeMismatch"/> or <see cref="FwpStatus.OutOfBounds"/>.
    /// </returns>
    [WindowsDdi("FwpmEngineSetOption0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus EngineSetOption(EngineOption option, FwpValue value)
    {
        NtStatus status = CanRead("FwpmEngineSetOption0");
        if (status.IsError)
        {
            return status;
        }

        if (IsInTransaction)
        {
            return FwpStatus.TransactionInProgress;
        }

        if (Options.IsDynamic)
        {
            return FwpStatus.DynamicSessionInProgress;
        }

        status = Check(PolicyObjectKind.Engine, null, EngineAccess.Write);
        return status.IsError ? status : _engine.SetOption(option, value);
    }

    /// <summary>Hears of changes that other sessions commit. Not inside a transaction. IRQL Passive.</summary>
    /// <param name="kind">Provider, ProviderContext, SubLayer, Callout or Filter.</param>
    /// <param name="options">Which changes; null for all.</param>
    /// <param name="changed">Called at Passive for each change, after its commit.</param>
    /// <param name="subscription">The subscription, ended by disposing it or with the session; null on error.</param>
    /// <returns>
    /// Success, AccessDenied, <see cref="FwpStatus.TransactionInProgress"/>, <see cref="FwpStatus.InvalidEnumerator"/>, or
    /// <see cref="FwpStatus.NeverMatch"/> for options that no change can fit.
    /// </returns>
    [WindowsDdi("FwpmFilterSubscribeChanges0")]
    [WindowsDdi("FwpmCalloutSubscribeChanges0")]
    [WindowsDdi("FwpmProviderSubscribeChanges0")]
    [WindowsDdi("FwpmProviderContextSubscribeChanges0")]
    [WindowsDdi("FwpmSubLayerSubscribeChanges0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus SubscribeChanges(PolicyObjectKind kind, SubscriptionOptions? options, Action<PolicyChange> changed, out PolicySubscription? subscription)
    {
        ArgumentNullException.ThrowIfNull(changed);
        subscription = null;
        options ??= new SubscriptionOptions();
        NtStatus status = CanRead($"Fwpm{kind}SubscribeChanges0");
        if (status.IsError)
        {
            return status;
        }

        if (IsInTransaction)
        {
            return FwpStatus.TransactionInProgress;
        }

        if (kind is not (PolicyObjectKind.Provider or PolicyObjectKind.ProviderContext or PolicyObjectKind.SubLayer or PolicyObjectKind.Callout or PolicyObjectKind.Filter))
        {
            return FwpStatus.InvalidEnumerator;
        }

        status = options is { NotifiesOnAdd: false, NotifiesOnDelete: false } ? FwpStatus.NeverMatch : options.Filters?.Check(_engine.Catalog) ?? NtStatus.Success;
        status = status.IsError ? status : Check(kind, null, EngineAccess.Subscribe);
        if (status.IsSuccess)
        {
            subscription = new PolicySubscription(_engine.Changes, this, kind, options, changed);
            _engine.Changes.Add(subscription);
        }

        return status;
    }

    /// <summary>The subscriptions of all sessions of a kind. IRQL Passive.</summary>
    /// <param name="kind">The kind of objects.</param>
    /// <param name="subscriptions">A snapshot, oldest first; empty on error.</param>
    /// <returns>Success or an error of <see cref="FwpStatus"/>.</returns>
    [WindowsDdi("FwpmFilterSubscriptionsGet0")]
    [WindowsDdi("FwpmCalloutSubscriptionsGet0")]
    [WindowsDdi("FwpmProviderSubscriptionsGet0")]
    [WindowsDdi("FwpmProviderContextSubscriptionsGet0")]
    [WindowsDdi("FwpmSubLayerSubscriptionsGet0")]
    [RequiresIrql(Max = Irql.Passive)]
    public NtStatus SubscriptionsGet(PolicyObjectKind kind, out IReadOnlyList<PolicySubscription> subscriptions)
    {
        NtStatus status = CanRead($"Fwpm{kind}SubscriptionsGet0");
        subscriptions = status.IsSuccess ? Subscriptions(kind) : [];
        return status;
    }

    /// <summary>The subscriptions of all sessions of a kind, as <see cref="SubscriptionsGet"/> without failures.</summary>
    /// <param name="kind">The kind of objects.</param>
    /// <returns>A snapshot, oldest first.</returns>
    public IReadOnlyList<PolicySubscription> Subscriptions(PolicyObjectKind kind) => [.. _engine.Changes.Subscriptions.Where(s => s.Kind == kind)];
}
