namespace NetStackSim.Wfp;

/// <summary>One classifiable field of a layer (<c>FWPM_FIELD0</c>).</summary>
public sealed class FieldSchema
{
    /// <summary>Describes a field.</summary>
    /// <param name="index">Run-time index in the layer.</param>
    /// <param name="key">Its key.</param>
    /// <param name="name">Its name without <c>FWPM_CONDITION_</c>, or the key in braces when it has none.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="dataType">Its data type.</param>
    public FieldSchema(int index, Guid key, string name, FieldKind kind, FwpDataType dataType)
    {
        Index = index;
        Key = key;
        Name = name;
        Kind = kind;
        DataType = dataType;
    }

    /// <summary>Run-time index in the layer (<c>FWPS_FIELD_*</c>).</summary>
    public int Index { get; }

    /// <summary>The key that conditions name.</summary>
    public Guid Key { get; }

    /// <summary>The name without <c>FWPM_CONDITION_</c>.</summary>
    public string Name { get; }

    /// <summary>What it holds.</summary>
    public FieldKind Kind { get; }

    /// <summary>The type of its values.</summary>
    public FwpDataType DataType { get; }

    /// <inheritdoc/>
    public override string ToString() => $"{Name}:{DataType}";
}
