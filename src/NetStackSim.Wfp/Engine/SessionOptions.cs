namespace NetStackSim.Wfp;

/// <summary>What a client says when it opens a session (<c>FWPM_SESSION0</c>).</summary>
public sealed record SessionOptions
{
    /// <summary>Name for people.</summary>
    public string Name { get; init; } = string.Empty;

    /// <summary>True when objects live no longer than the session (<c>FWPM_SESSION_FLAG_DYNAMIC</c>).</summary>
    public bool IsDynamic { get; init; }

    /// <summary>True for a driver.</summary>
    public bool IsKernelMode { get; init; } = true;
}
