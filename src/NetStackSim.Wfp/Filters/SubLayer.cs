namespace NetStackSim.Wfp;

/// <summary>A sublayer (<c>FWPM_SUBLAYER0</c>): every layer asks all sublayers, heaviest first. Immutable.</summary>
public sealed record SubLayer
{
    /// <summary>The key; all zero asks the engine for one.</summary>
    public Guid Key { get; init; }

    /// <summary>Name for people; required.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Description for people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>True when it survives a reboot (<c>FWPM_SUBLAYER_FLAG_PERSISTENT</c>).</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Who manages it; null for nobody.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>Data of the provider, opaque to the engine.</summary>
    public FwpBlob? ProviderData { get; init; }

    /// <summary>Order among sublayers; 0xFFFF is asked first.</summary>
    public ushort Weight { get; init; }
}
