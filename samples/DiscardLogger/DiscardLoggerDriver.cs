using NetStackSim.Kernel;
using NetStackSim.Wfp;

namespace DiscardLogger;

/// <summary>The data-logging callout driver: counts what was discarded, and how much of it a policy discarded. Changes nothing.</summary>
internal sealed class DiscardLoggerDriver(FilterEngine engine) : ICallout
{
    private static readonly LayerId[] Layers =
        [LayerId.InboundIpPacketV4Discard, LayerId.InboundTransportV4Discard, LayerId.AleAuthRecvAcceptV4Discard];

    private readonly LayerTally[] _counts = new LayerTally[Layers.Length];
    private readonly List<Guid> _callouts = [];
    private EngineSession? _session;

    /// <summary>One count for each layer.</summary>
    public IReadOnlyList<LayerTally> Counts => _counts;

    /// <summary>DriverEntry: all or nothing.</summary>
    public NtStatus Entry(DriverObject driver)
    {
        driver.Unload = _ => Unload();
        NtStatus status = Start();
        if (status.IsError)
        {
            Unload();
        }

        return status;
    }

    /// <summary>classifyFn: at most DISPATCH_LEVEL, must not wait. Looks at the metadata, has no opinion.</summary>
    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        LayerTally tally = _counts[filter.Context];
        tally.Total++;
        if (metadata.Has(MetadataFields.DiscardReason) && metadata.DiscardReason == GeneralDrop.FirewallPolicy)   // FwpDiscardFirewallPolicy
        {
            tally.Policy++;
        }

        output.Continue();   // FWP_ACTION_CONTINUE
    }

    // Opens the engine, and at each layer registers the function, adds the callout and a filter without conditions.
    private NtStatus Start()
    {
        NtStatus status = engine.TryOpen(new SessionOptions { Name = "discard logger", IsDynamic = true }, out _session);   // FwpmEngineOpen0
        if (status.IsSuccess)
        {
            status = _session!.TransactionBegin();   // FwpmTransactionBegin0
        }

        for (int i = 0; i < Layers.Length && status.IsSuccess; i++)
        {
            status = Watch(i, engine.Catalog.Get(Layers[i]));
        }

        return status.IsSuccess ? _session!.TransactionCommit() : status;   // FwpmTransactionCommit0
    }

    private NtStatus Watch(int index, LayerSchema layer)
    {
        string name = "count " + layer.Name;
        Guid key = new(layer.Id, 0x4C6F, 0x6767, [1, 2, 3, 4, 5, 6, 7, 8]);
        _counts[index] = new LayerTally(layer.Name);
        NtStatus status = engine.Callouts.Register(key, this, CalloutFlags.None, out _);   // FwpsCalloutRegister1
        if (status.IsError)
        {
            return status;
        }

        _callouts.Add(key);
        status = _session!.CalloutAdd(new Callout { Key = key, Name = name, ApplicableLayer = layer.Key }, out _);   // FwpmCalloutAdd0
        if (status.IsError)
        {
            return status;
        }

        // The raw context of the filter is what classifyFn finds as filter->context.
        Filter all = new() { Name = name, LayerKey = layer.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key, RawContext = (ulong)index };
        return _session.FilterAdd(all, out _);   // FwpmFilterAdd0
    }

    private void Unload()
    {
        // The session is dynamic: closing it deletes filters and callouts, and aborts what was not committed. The functions go last.
        _session?.Close();   // FwpmEngineClose0
        foreach (Guid key in _callouts)
        {
            engine.Callouts.Unregister(key);   // FwpsCalloutUnregisterByKey0
        }
    }
}
