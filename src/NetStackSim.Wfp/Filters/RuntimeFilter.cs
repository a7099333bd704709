namespace NetStackSim.Wfp;

/// <summary>
/// A filter as classification and callouts see it (<c>FWPS_FILTER</c>): compiled conditions, order, callout. Lives from the commit
/// that adds it until the last snapshot that holds it is gone.
/// </summary>
public sealed class RuntimeFilter
{
    // Among many filters each hit costs a cache line: everything that a decision reads or writes lies in one.
    private Decisive _decisive;

    internal RuntimeFilter(Filter definition, LayerSchema layer, SubLayer subLayer, RuntimeCallout? callout, ulong sequence)
    {
        Definition = definition;
        Id = definition.Id;
        _decisive.Action = definition.Action;
        Layer = layer;
        SubLayer = subLayer;
        _decisive.Callout = callout;
        Sequence = sequence;
        Context = definition.RawContext;
        IsDisabled = (definition.Flags & FilterFlags.Disabled) != 0;
        Tests = FieldTest.Compile(layer, definition.Conditions);
        Flags = RuntimeFlags(definition.Flags, Tests.Length != definition.Conditions.Count);
        _decisive.IsHard = Action == FilterActionType.Block || (Flags & FilterRuntimeFlags.ClearActionRight) != 0;
    }

    /// <summary>The filter as it was added, with its key, id and effective weight.</summary>
    public Filter Definition { get; }

    /// <summary>True when the filter is in the store but not enforced: its provider's service does not start by itself.</summary>
    public bool IsDisabled { get; internal set; }

    /// <summary>The definition as it is returned: with the flag of a disabled filter.</summary>
    internal Filter Current => IsDisabled ? Definition with { Flags = Definition.Flags | FilterFlags.Disabled } : Definition;

    /// <summary>Run-time id.</summary>
    public ulong Id { get; }

    /// <summary>Order within the sublayer, heavier first.</summary>
    public ulong Weight => Definition.EffectiveWeight;

    /// <summary>The weight of the sublayer.</summary>
    public ushort SubLayerWeight => SubLayer.Weight;

    /// <summary>What it does on a match.</summary>
    public FilterActionType Action => _decisive.Action;

    /// <summary>Flags for the callout.</summary>
    public FilterRuntimeFlags Flags { get; }

    /// <summary>The layer.</summary>
    public LayerSchema Layer { get; }

    /// <summary>The sublayer.</summary>
    public SubLayer SubLayer { get; }

    /// <summary>
    /// The context for the callout: the raw context or the id of the provider context. A callout may overwrite it when it is
    /// notified of the filter.
    /// </summary>
    public ulong Context { get; set; }

    /// <summary>The provider context; null without one.</summary>
    public ProviderContext? ProviderContext { get; internal init; }

    /// <summary>How often the filter ended the evaluation of its sublayer.</summary>
    public long Hits
    {
        get => _decisive.Hits;
        internal set => _decisive.Hits = value;
    }

    /// <summary>The callout of a callout action; null for static actions.</summary>
    internal RuntimeCallout? Callout => _decisive.Callout;

    /// <summary>Order of addition, for ties.</summary>
    internal ulong Sequence { get; }

    /// <summary>The commit that enforced the filter first; 0 before.</summary>
    internal ulong Commit { get; set; }

    /// <summary>The conditions, one test per field.</summary>
    internal FieldTest[] Tests { get; }

    /// <summary>True when no callout is asked.</summary>
    internal bool IsStatic => Callout is null;

    /// <summary>A filter's static decision is hard: every block, and a permit that clears the right.</summary>
    internal bool IsHardStatic => _decisive.IsHard;

    /// <inheritdoc/>
    public override string ToString() => $"{Id} {Definition.Name}";

    private static FilterRuntimeFlags RuntimeFlags(FilterFlags flags, bool orConditions)
    {
        FilterRuntimeFlags result = orConditions ? FilterRuntimeFlags.OrConditions : FilterRuntimeFlags.None;
        result |= (flags & FilterFlags.ClearActionRight) != 0 ? FilterRuntimeFlags.ClearActionRight : 0;
        result |= (flags & FilterFlags.PermitIfCalloutUnregistered) != 0 ? FilterRuntimeFlags.PermitIfCalloutUnregistered : 0;
        result |= (flags & FilterFlags.HasSecurityRealmProviderContext) != 0 ? FilterRuntimeFlags.HasSecurityRealmProviderContext : 0;
        result |= (flags & FilterFlags.SilentMode) != 0 ? FilterRuntimeFlags.SilentMode : 0;
        result |= (flags & FilterFlags.IpsecNoAcquireInitiate) != 0 ? FilterRuntimeFlags.IpsecNoAcquireInitiate : 0;
        return result;
    }

    private struct Decisive
    {
        internal RuntimeCallout? Callout;
        internal long Hits;
        internal FilterActionType Action;
        internal bool IsHard;
    }
}
