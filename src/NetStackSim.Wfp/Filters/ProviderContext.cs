namespace NetStackSim.Wfp;

/// <summary>Policy data that filters hand to callouts (<c>FWPM_PROVIDER_CONTEXT</c>).</summary>
public sealed record ProviderContext
{
    /// <summary>The key; all zero asks the engine for one.</summary>
    public Guid Key { get; init; }

    /// <summary>Name for people; required.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Description for people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>True when it survives a reboot.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Who manages it; null for nobody.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>What the payload is.</summary>
    public ProviderContextType Type { get; init; } = ProviderContextType.General;

    /// <summary>The payload of a general context.</summary>
    public FwpBlob? Data { get; init; }

    /// <summary>Run-time id; set by the engine in contexts that it returns.</summary>
    public ulong Id { get; init; }
}
