namespace NetStackSim.Wfp;

/// <summary>A policy provider (<c>FWPM_PROVIDER0</c>); management only, classification never looks at it.</summary>
public sealed record Provider
{
    /// <summary>The key; all zero asks the engine for one.</summary>
    public Guid Key { get; init; }

    /// <summary>Name for people; required.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>Description for people.</summary>
    public string Description { get; init; } = string.Empty;

    /// <summary>True when it survives a reboot.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Returned only: its service does not start by itself, so its persistent objects are not loaded.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Data of the provider, opaque to the engine.</summary>
    public FwpBlob? ProviderData { get; init; }

    /// <summary>The service that the persistent objects depend on; empty for none.</summary>
    public string ServiceName { get; init; } = string.Empty;
}
