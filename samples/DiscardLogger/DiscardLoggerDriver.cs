using NetStackSim.Kernel;
using NetStackSim.Wfp;

namespace DiscardLogger;

/// <summary>The data-logging callout driver: counts what was discarded, and how much of it a policy discarded. Changes nothing.</summary>
internal sealed class DiscardLoggerDriver(FilterEngine engine) : ICallout
{
    private static readonly LayerId[] Layers =
        [LayerId.InboundIpPacketV4Discard, LayerId.InboundTransportV4Discard, LayerId.AleAuthRecvAcceptV4Discard];

    private readonly List<Guid> _callouts = [];
    private readonly SortedDictionary<string, (int Total, int Policy)> _counts = new(StringComparer.Ordinal);
    private EngineSession? _session;

    /// <summary>Discards by layer: all of them, and those whose reason is FwpDiscardFirewallPolicy.</summary>
    public IReadOnlyDictionary<string, (int Total, int Policy)> Counts => _counts;

    /// <summary>DriverEntry: opens the engine; at each discard layer registers the function, adds the callout and a filter without conditions.</summary>
    public NtStatus Entry(DriverObject driver)
    {
        driver.Unload = _ => Unload();
        _session = engine.Open(new SessionOptions { Name = "discard logger", IsDynamic = true });
        _session.TransactionBegin();
        foreach (LayerId id in Layers)
        {
            LayerSchema layer = engine.Catalog.Get(id);
            Guid key = new((int)id, 0x4C6F, 0x6767, [1, 2, 3, 4, 5, 6, 7, 8]);
            _counts[layer.Name] = default;
            NtStatus status = engine.Callouts.Register(key, this, CalloutFlags.None, out _);
            if (status.IsError)
            {
                _session.Close();
                return status;
            }

            _callouts.Add(key);
            _session.CalloutAdd(new Callout { Key = key, Name = "count " + layer.Name, ApplicableLayer = layer.Key }, out _);
            _session.FilterAdd(
                new Filter { Name = "count " + layer.Name, LayerKey = layer.Key, Action = FilterActionType.CalloutInspection, CalloutKey = key }, out _);
        }

        return _session.TransactionCommit();
    }

    /// <summary>classifyFn: runs at DISPATCH_LEVEL, looks at the metadata, has no opinion.</summary>
    public void Classify(
        ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, RuntimeFilter filter, ulong flowContext, ref ClassifyOut output)
    {
        output.Continue();
        (int total, int policy) = _counts[filter.Layer.Name];
        bool byPolicy = metadata.Has(MetadataFields.DiscardReason) && metadata.DiscardReason == GeneralDrop.FirewallPolicy;
        _counts[filter.Layer.Name] = (total + 1, policy + (byPolicy ? 1 : 0));
    }

    // The session is dynamic: closing it deletes filters and callouts. The functions go last.
    private void Unload()
    {
        _session?.Close();
        foreach (Guid key in _callouts)
        {
            engine.Callouts.Unregister(key);
        }
    }
}
