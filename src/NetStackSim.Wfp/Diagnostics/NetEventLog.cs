using NetStackSim.Kernel;

namespace NetStackSim.Wfp;

/// <summary>
/// The newest net events of a host, and those who hear of new ones. Recording allocates nothing once the log is full; who listens is called
/// from a work item, never from where the packet is.
/// </summary>
public sealed class NetEventLog : IWorkItemTarget
{
    private const ulong Multicast = 3;
    private const ulong Broadcast = 4;
    private const ulong PacketInbound = 1;

    private readonly SimKernel? _kernel;
    private readonly WfpSemantics _semantics;
    private readonly NetEventRecord?[] _records;
    private readonly Dictionary<ushort, NetEventFields> _fields = [];
    private readonly List<NetEventSubscription> _subscriptions = [];
    private readonly WorkItem? _delivery;

    internal NetEventLog(SimKernel? kernel, WfpSemantics semantics)
    {
        _kernel = kernel;
        _semantics = semantics;
        _records = new NetEventRecord?[semantics.NetEventLogLength];
        _delivery = kernel is null ? null : new WorkItem(kernel, this);
    }

    /// <summary>True while events are recorded; on by default.</summary>
    public bool IsCollecting { get; internal set; } = true;

    /// <summary>What is recorded besides drops of unicast traffic and outbound drops.</summary>
    public NetEventKeywords Keywords { get; internal set; }

    /// <summary>Number of events that were recorded since the start of the service, with those that the log no longer holds.</summary>
    public long Total { get; private set; }

    /// <summary>Number of events in the log.</summary>
    public int Count => (int)Math.Min(Total, _records.Length);

    /// <summary>True when permits of ALE are recorded.</summary>
    public bool RecordsPermits => IsCollecting && (Keywords & (NetEventKeywords.ClassifyAllow | NetEventKeywords.CapabilityAllow)) != 0;

    /// <summary>The events in the log, oldest first.</summary>
    /// <returns>A snapshot.</returns>
    public IReadOnlyList<NetEvent> Snapshot()
    {
        List<NetEvent> events = new(Count);
        for (long i = Total - Count; i < Total; i++)
        {
            events.Add(_records[i % _records.Length]!.ToEvent(_semantics));
        }

        return events;
    }

    /// <summary>
    /// Records a block by a filter, if it is to be recorded: drops of inbound multicasts and broadcasts, suppressed answers to port scans
    /// (blocks at the discard layers) and missing capabilities by their keywords, all others always. IRQL at most Dispatch.
    /// </summary>
    /// <param name="values">The values of the classification.</param>
    /// <param name="result">Its outcome.</param>
    public void Dropped(ClassifyValues values, in ClassifyResult result)
    {
        if (!IsCollecting)
        {
            return;
        }

        NetEventFields fields = FieldsOf(values.Layer);
        if (fields.IsDiscard && _semantics.DiscardBlocksArePortScans && (Keywords & NetEventKeywords.PortScanningDrop) == 0)
        {
            return;
        }

        bool isCapability = (Keywords & NetEventKeywords.CapabilityDrop) != 0 && IsAboutCapability(fields, values, result);
        if (isCapability)
        {
            Record(NetEventType.CapabilityDrop, values, result);
        }

        if (!isCapability || !_semantics.CapabilityEventReplacesClassifyEvent)
        {
            Record(fields.IsBelowIp ? NetEventType.ClassifyDropMac : NetEventType.ClassifyDrop, values, result);
        }
    }

    /// <summary>Records a permit at a layer of ALE, if it is to be recorded. IRQL at most Dispatch.</summary>
    /// <param name="values">The values of the classification.</param>
    /// <param name="result">Its outcome.</param>
    public void Allowed(ClassifyValues values, in ClassifyResult result)
    {
        if (!RecordsPermits || FieldsOf(values.Layer) is not { IsAuthorization: true } fields)
        {
            return;
        }

        bool isCapability = (Keywords & NetEventKeywords.CapabilityAllow) != 0 && IsAboutCapability(fields, values, result);
        if (isCapability)
        {
            Record(NetEventType.CapabilityAllow, values, result);
        }

        if ((Keywords & NetEventKeywords.ClassifyAllow) != 0 && !(isCapability && _semantics.CapabilityEventReplacesClassifyEvent))
        {
            Record(NetEventType.ClassifyAllow, values, result);
        }
    }

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => Deliver();

    /// <summary>The event that a classification would be, recorded or not.</summary>
    internal NetEvent Describe(NetEventType type, ClassifyValues values, in ClassifyResult result)
    {
        NetEventFields fields = FieldsOf(values.Layer);
        NetEventRecord record = new();
        record.Set(_kernel?.Now ?? 0, type, fields, DirectionOf(fields, values), values, result);
        return record.ToEvent(_semantics);
    }

    /// <summary>Who hears of new events, oldest first.</summary>
    internal IReadOnlyList<NetEventSubscription> Subscriptions => _subscriptions;

    internal void Add(NetEventSubscription subscription) => _subscriptions.Add(subscription);

    internal void Remove(NetEventSubscription subscription) => _subscriptions.Remove(subscription);

    internal void Clear() => Total = 0;

    private void Record(NetEventType type, ClassifyValues values, in ClassifyResult result)
    {
        NetEventFields fields = FieldsOf(values.Layer);
        NetEventDirection direction = DirectionOf(fields, values);
        if (direction == NetEventDirection.In && !WantsInbound(NetEventRecord.Get(values, fields.AddressType).Number))
        {
            return;
        }

        ref NetEventRecord? record = ref _records[Total % _records.Length];
        record ??= new NetEventRecord();
        record.Set(_kernel?.Now ?? 0, type, fields, direction, values, result);
        Total++;
        if (_subscriptions.Count > 0)
        {
            Offer(record.ToEvent(_semantics));
        }
    }

    // The isolation of AppContainers decides by their capabilities.
    private static bool IsAboutCapability(NetEventFields fields, ClassifyValues values, in ClassifyResult result) =>
        result.Filter?.SubLayer.Key == SubLayerKeys.AppIsolation && NetEventRecord.Get(values, fields.User).Token is { IsAppContainer: true };

    private static NetEventDirection DirectionOf(NetEventFields fields, ClassifyValues values)
    {
        FwpValue told = NetEventRecord.Get(values, fields.PacketDirection);
        if (told.IsEmpty || fields.Direction == NetEventDirection.Forward)
        {
            return fields.Direction;
        }

        return told.Number == PacketInbound ? NetEventDirection.In : NetEventDirection.Out;
    }

    private bool WantsInbound(ulong addressType) => addressType switch
    {
        Multicast => (Keywords & NetEventKeywords.InboundMulticast) != 0,
        Broadcast => (Keywords & NetEventKeywords.InboundBroadcast) != 0,
        _ => true,
    };

    private NetEventFields FieldsOf(LayerSchema layer)
    {
        if (!_fields.TryGetValue(layer.Id, out NetEventFields? fields))
        {
            fields = new NetEventFields(layer);
            _fields.Add(layer.Id, fields);
        }

        return fields;
    }

    private void Offer(NetEvent netEvent)
    {
        foreach (NetEventSubscription subscription in _subscriptions)
        {
            subscription.Offer(netEvent);
        }

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
        foreach (NetEventSubscription subscription in _subscriptions.ToArray())
        {
            subscription.Deliver();
        }
    }
}
