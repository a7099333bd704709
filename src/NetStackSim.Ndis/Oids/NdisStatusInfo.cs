namespace NetStackSim.Ndis;

/// <summary>One row of the <see cref="NdisStatusCatalog"/>.</summary>
public sealed class NdisStatusInfo
{
    internal NdisStatusInfo(NdisStatusCode code, string name, Type? payloadType, Func<byte[], object?>? decode, bool isChecked)
    {
        Code = code;
        Name = name;
        PayloadType = payloadType;
        Decode = decode;
        IsChecked = isChecked;
    }

    /// <summary>The code.</summary>
    public NdisStatusCode Code { get; }

    /// <summary>Its name on Windows.</summary>
    public string Name { get; }

    /// <summary>The type of the payload; null: none, or, when it is not checked, any.</summary>
    public Type? PayloadType { get; }

    /// <summary>True when a payload of another type or size is bug check 0x7C/0x20.</summary>
    public bool IsChecked { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal Func<byte[], object?>? Decode { get; }
}
