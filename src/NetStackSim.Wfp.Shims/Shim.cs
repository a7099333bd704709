using NetStackSim.Kernel;
using NetStackSim.Transport;

namespace NetStackSim.Wfp.Shims;

/// <summary>
/// What all shims share: fill the layer's values from what the point shows, classify, turn the decision into a verdict, write a trace
/// event and the record of a block. Subclasses only translate.
/// </summary>
internal abstract class Shim : IInspectionHandler
{
    private readonly string _componentName;
    private ClassifyValues? _free;
    private TraceRing? _ring;
    private ushort _component;

    private protected Shim(FilterPlatform platform, EngineLayer layer)
    {
        Platform = platform;
        Layer = layer;
        _componentName = platform.Kernel.Name + "/wfp/" + layer.Schema.Name;
    }

    /// <summary>The layer.</summary>
    internal EngineLayer Layer { get; }

    /// <summary>True while the layer has to be indicated.</summary>
    internal virtual bool IsNeeded => Layer.FilterCount > 0;

    /// <summary>Slots that <see cref="Fill"/> may write beyond the fields of the layer.</summary>
    internal int FieldRoom { get; set; }

    /// <summary>The facts besides the fields that the layer may show.</summary>
    internal MetadataFields Metadata { get; set; }

    /// <summary>The connection with the stack.</summary>
    private protected FilterPlatform Platform { get; }

    /// <inheritdoc/>
    public virtual InspectionVerdict Inspect(InspectionPoint point, ref InspectionContext context)
    {
        ClassifyValues values = RentValues();
        ClassifyMetadata metadata = default;
        Fill(values, ref context);
        Describe(ref metadata, ref context);
        ClassifyContext? classification = Layer.HasCallouts ? Classification(ref context) : null;
        CompletionHandle? completion = Layer.HasCallouts && CanComplete ? Completion(ref metadata, ref context) : null;
        metadata.Present &= Metadata;
        metadata.Process ??= metadata.Has(MetadataFields.ProcessId) ? Platform.Kernel.Processes.System : null;
        metadata.Classification = classification;
        Layer.Classify(values, ref metadata, LayerData(ref context), out ClassifyResult result);
        InspectionVerdict verdict = classification is null ? Verdict(result, completion) : Conclude(classification, result);
        Observe(verdict, result, values, ref context);
        Decided(verdict, result, ref context);
        ReturnValues(values);

        if (verdict.Action == InspectionAction.Absorb && context.List is { } list)
        {
            Platform.Absorb(list, point.Layer, context.Direction);
        }

        return verdict;
    }

    /// <summary>Values to fill. A callout may send while it classifies and come back here: the inner call gets values of its own.</summary>
    internal ClassifyValues RentValues()
    {
        ClassifyValues values = _free ?? new ClassifyValues(Layer.Schema, FieldRoom);
        _free = null;
        return values;
    }

    /// <summary>Takes values back.</summary>
    internal void ReturnValues(ClassifyValues values) => _free = values;

    /// <summary>Translates the context into the layer's values. Every field of the layer is set or made empty.</summary>
    internal abstract void Fill(ClassifyValues values, ref InspectionContext context);

    /// <summary>Adds the facts besides the fields.</summary>
    internal abstract void Describe(ref ClassifyMetadata metadata, ref InspectionContext context);

    /// <summary>What callouts get to see.</summary>
    private protected virtual object? LayerData(ref InspectionContext context) => context.List;

    /// <summary>False where a block only informs.</summary>
    private protected virtual bool CanBlock => true;

    /// <summary>A decision was made.</summary>
    private protected virtual void Decided(in InspectionVerdict verdict, in ClassifyResult result, ref InspectionContext context)
    {
    }

    /// <summary>What callouts may acquire a classify handle with; null at most layers.</summary>
    private protected virtual ClassifyContext? Classification(ref InspectionContext context) => null;

    /// <summary>True where callouts get a completion handle.</summary>
    private protected virtual bool CanComplete => false;

    // A request that was acquired and not applied is blocked, whatever the callout said.
    private InspectionVerdict Conclude(ClassifyContext classification, in ClassifyResult result)
    {
        if (classification.IsPended)
        {
            return new InspectionVerdict(InspectionAction.Pend, default, result.FilterId);
        }

        return Platform.Engine.Redirection.Conclude(classification)
            ? new InspectionVerdict(InspectionAction.Block, GeneralDrop.FirewallPolicy, result.FilterId)
            : Verdict(result, completion: null);
    }

    // What is authorised again cannot wait; nor can what the stack does for itself.
    private CompletionHandle Completion(ref ClassifyMetadata metadata, ref InspectionContext context)
    {
        bool isAgain = (context.Flags & InspectionFlags.Reauthorize) != 0;
        metadata.CompletionHandle = new CompletionHandle(isAgain ? null : context.Pendable, Platform.Engine);
        metadata.Present |= MetadataFields.CompletionHandle;
        return metadata.CompletionHandle;
    }

    private InspectionVerdict Verdict(in ClassifyResult result, CompletionHandle? completion)
    {
        if (completion is { IsPended: true })
        {
            return new InspectionVerdict(InspectionAction.Pend, default, result.FilterId);
        }

        if (!result.IsBlock || !CanBlock)
        {
            return new InspectionVerdict(InspectionAction.Permit, default, result.FilterId);
        }

        return result.IsAbsorbed
            ? new InspectionVerdict(InspectionAction.Absorb, default, result.FilterId)
            : new InspectionVerdict(InspectionAction.Block, GeneralDrop.FirewallPolicy, result.FilterId);
    }

    /// <summary>Writes the trace event, and the record of a block.</summary>
    private protected void Observe(in InspectionVerdict verdict, in ClassifyResult result, ClassifyValues values, ref InspectionContext context)
    {
        SimKernel kernel = Platform.Kernel;
        ulong correlation = context.List?.CorrelationId ?? 0;
        if (kernel.Trace is { } trace)
        {
            if (trace != _ring)
            {
                _ring = trace;
                _component = trace.Component(_componentName);
            }

            ulong layerAndAction = Layer.Schema.Id | ((ulong)verdict.Action << 16);
            trace.Write(TraceEvent.At(kernel, TraceKind.Classify, _component, correlation, context.DataLength, layerAndAction, verdict.FilterId));
        }

        Platform.Engine.Recorder?.Decided(Layer, values, result, correlation);
        if (Platform.Engine.AuditsTraffic && !Layer.Schema.IsDiscard && verdict.Action is InspectionAction.Block or InspectionAction.Permit)
        {
            Platform.Engine.AuditTraffic(values, result);
        }

        if (verdict.Action == InspectionAction.Block && !Layer.Schema.IsDiscard)
        {
            Platform.Engine.Drops.Add(kernel.Now, correlation, values, result);
            Platform.Engine.NetEvents.Dropped(values, result);
        }
        else if (verdict.Action == InspectionAction.Permit && Platform.Engine.NetEvents.RecordsPermits)
        {
            Platform.Engine.NetEvents.Allowed(values, result);
        }
    }
}
