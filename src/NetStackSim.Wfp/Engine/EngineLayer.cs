namespace NetStackSim.Wfp;

/// <summary>A layer of a running engine: what it enforces now, and its counters.</summary>
public sealed class EngineLayer
{
    private readonly CalloutInvoker _invoker;

    internal EngineLayer(LayerSchema schema, CalloutInvoker invoker)
    {
        Schema = schema;
        _invoker = invoker;
        Snapshot = LayerSnapshot.Empty(schema);
    }

    /// <summary>The layer's description.</summary>
    public LayerSchema Schema { get; }

    /// <summary>Number of filters that are enforced.</summary>
    public int FilterCount => Snapshot.FilterCount;

    /// <summary>True when one of the filters asks a callout.</summary>
    public bool HasCallouts => Snapshot.HasCallouts;

    /// <summary>True when it asks callouts and all of them take several frames at once (<see cref="CalloutFlags.AllowL2BatchClassify"/>).</summary>
    public bool AllowsBatches
    {
        get
        {
            foreach (RuntimeCallout callout in Snapshot.Callouts)
            {
                if ((callout.Flags & CalloutFlags.AllowL2BatchClassify) == 0)
                {
                    return false;
                }
            }

            return HasCallouts;
        }
    }

    /// <summary>True when one of the callouts joins streams that exist already (<see cref="CalloutFlags.AllowMidStreamInspection"/>).</summary>
    public bool HasMidStreamCallouts
    {
        get
        {
            foreach (RuntimeCallout callout in Snapshot.Callouts)
            {
                if ((callout.Flags & CalloutFlags.AllowMidStreamInspection) != 0)
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Raised by one at each commit that changes the layer's filters.</summary>
    public ulong Epoch { get; private set; }

    /// <summary>Classifications that permitted.</summary>
    public long Permits { get; private set; }

    /// <summary>Classifications that blocked.</summary>
    public long Blocks { get; private set; }

    /// <summary>Blocks by the veto of a callout.</summary>
    public long Vetoes { get; private set; }

    /// <summary>What is enforced now.</summary>
    internal LayerSnapshot Snapshot { get; private set; }

    /// <summary>Decides about one packet, request or event. Allocates nothing. IRQL at most Dispatch.</summary>
    /// <param name="values">The field values of this layer.</param>
    /// <param name="metadata">Facts besides the fields.</param>
    /// <param name="layerData">The packet, the stream data or the writable request; null at layers without data.</param>
    /// <param name="result">The decision.</param>
    public void Classify(ClassifyValues values, ref ClassifyMetadata metadata, object? layerData, out ClassifyResult result)
    {
        if (Snapshot.FilterCount == 0)
        {
            result = default;
            result.Action = FilterActionType.Permit;
            Permits++;
            return;
        }

        Arbiter.Classify(Snapshot, _invoker, values, ref metadata, layerData, out result);
        if (result.Action == FilterActionType.Permit)
        {
            Permits++;
            return;
        }

        Blocks++;
        Vetoes += result.IsVeto ? 1 : 0;
    }

    /// <summary>Counts a permit that somebody kept and used again under the same <see cref="Epoch"/>. IRQL at most Dispatch.</summary>
    /// <param name="terminating">The filters that ended their sublayers.</param>
    public void CountPermit(ReadOnlySpan<RuntimeFilter?> terminating)
    {
        Permits++;
        foreach (RuntimeFilter? filter in terminating)
        {
            filter!.Hits++;
        }
    }

    internal void Swap(LayerSnapshot snapshot)
    {
        Snapshot = snapshot.With(Snapshot.Meter);
        Epoch++;
    }

    internal void Measure(CostMeter? meter) => Snapshot = Snapshot.With(meter);
}
