namespace NetStackSim.Wfp;

/// <summary>A layer: its identity, flags and ordered fields (<c>FWPM_LAYER0</c>). Immutable.</summary>
public sealed class LayerSchema
{
    private readonly FieldSchema[] _fields;
    private AutoWeightLayout? _weightLayout;

    /// <summary>Describes a layer.</summary>
    /// <param name="id">Run-time id.</param>
    /// <param name="key">Management key.</param>
    /// <param name="name">Name without <c>FWPM_LAYER_</c>.</param>
    /// <param name="flags">Properties.</param>
    /// <param name="defaultSubLayer">Sublayer of filters that name none.</param>
    /// <param name="fields">The fields in index order.</param>
    /// <param name="hasPublicName">False when Windows' tools print the key instead of a name.</param>
    public LayerSchema(
        ushort id,
        Guid key,
        string name,
        LayerFlags flags,
        Guid defaultSubLayer,
        IReadOnlyList<FieldSchema> fields,
        bool hasPublicName = true)
    {
        Id = id;
        Key = key;
        Name = name;
        Flags = flags;
        DefaultSubLayer = defaultSubLayer;
        HasPublicName = hasPublicName;
        _fields = [.. fields];
        IsDiscard = name.EndsWith("_DISCARD", StringComparison.Ordinal);
        CanAbsorb = !IsDiscard && !IsStream && !name.StartsWith("ALE_RESOURCE_RELEASE", StringComparison.Ordinal);
        IsInforming = name.StartsWith("ALE_FLOW_ESTABLISHED", StringComparison.Ordinal)
            || name.StartsWith("ALE_RESOURCE_RELEASE", StringComparison.Ordinal)
            || name.StartsWith("ALE_ENDPOINT_CLOSURE", StringComparison.Ordinal);
        IsTransport = !IsDiscard
            && (name.StartsWith("INBOUND_TRANSPORT_V", StringComparison.Ordinal) || name.StartsWith("OUTBOUND_TRANSPORT_V", StringComparison.Ordinal));
    }

    /// <summary>Run-time id (<c>FWPS_LAYER_*</c>).</summary>
    public ushort Id { get; }

    /// <summary>Management key.</summary>
    public Guid Key { get; }

    /// <summary>Name without <c>FWPM_LAYER_</c>.</summary>
    public string Name { get; }

    /// <summary>Properties.</summary>
    public LayerFlags Flags { get; }

    /// <summary>The sublayer of filters that name none.</summary>
    public Guid DefaultSubLayer { get; }

    /// <summary>False when Windows' tools print the key instead of a name.</summary>
    public bool HasPublicName { get; }

    /// <summary>The fields in index order.</summary>
    public ReadOnlySpan<FieldSchema> Fields => _fields;

    /// <summary>True for the layers that repeat what another layer dropped.</summary>
    public bool IsDiscard { get; }

    /// <summary>True for the stream layers, whose sublayers form a strict waterfall without rights.</summary>
    public bool IsStream => Name is "STREAM_V4" or "STREAM_V6";

    /// <summary>True where a callout may take the data over; elsewhere the flag is ignored. A held classification sets it, too.</summary>
    internal bool CanAbsorb { get; }

    /// <summary>True where a block means nothing, or nothing good: the flow is established, the endpoint is gone.</summary>
    internal bool IsInforming { get; }

    /// <summary>True for the layers between transport and network, where TCP holds its locks.</summary>
    internal bool IsTransport { get; }

    /// <summary>True for the link layers below the stack.</summary>
    public bool IsMacFrame => Id is >= (ushort)LayerId.InboundMacFrameEthernet and <= (ushort)LayerId.OutboundMacFrameNative;

    /// <summary>True for layers that classify in the kernel.</summary>
    public bool IsKernel => (Flags & LayerFlags.Kernel) != 0;

    /// <summary>How the fields divide the automatic weight; computed once.</summary>
    internal AutoWeightLayout WeightLayout => _weightLayout ??= AutoWeightLayout.Of(this);

    /// <summary>Finds a field by its key.</summary>
    /// <param name="key">The key.</param>
    /// <returns>The field, or null when the layer does not have it.</returns>
    public FieldSchema? FindField(Guid key)
    {
        foreach (FieldSchema field in _fields)
        {
            if (field.Key == key)
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>Finds a field by its name without <c>FWPM_CONDITION_</c>.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <returns>The field, or null when the layer does not have it.</returns>
    public FieldSchema? FindField(string name)
    {
        foreach (FieldSchema field in _fields)
        {
            if (string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return field;
            }
        }

        return null;
    }

    /// <summary>The index of a field.</summary>
    /// <param name="name">The name without <c>FWPM_CONDITION_</c>.</param>
    /// <returns>The index, or -1 when the layer does not have the field.</returns>
    public int IndexOf(string name) => FindField(name)?.Index ?? -1;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
