namespace NetStackSim.Wfp;

/// <summary>A callout as management sees it (<c>FWPM_CALLOUT0</c>); adding it lets filters refer to it, registering lets it run.</summary>
public sealed record Callout
{
    /// <summary>The key; all zero asks the engine for one.</summary>
    public Guid Key { get; init; }

    /// <summary>Name for people; required.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Description for people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>True when it survives a reboot.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>True when filters with it must name a provider context.</summary>
    public bool UsesProviderContext { get; init; }

    /// <summary>Returned only: a driver registered it.</summary>
    public bool IsRegistered { get; init; }

    /// <summary>Who manages it; null for nobody.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>Data of the provider, opaque to the engine.</summary>
    public FwpBlob? ProviderData { get; init; }

    /// <summary>The only layer whose filters may use it.</summary>
    public Guid ApplicableLayer { get; init; }

    /// <summary>Run-time id; set by the engine in callouts that it returns.</summary>
    public uint Id { get; init; }
}
