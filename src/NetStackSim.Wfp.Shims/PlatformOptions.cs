namespace NetStackSim.Wfp.Shims;

/// <summary>Facts about the host that classifications show and the stack does not know.</summary>
public sealed record PlatformOptions
{
    /// <summary>The network category of all interfaces: 0 none yet, 1 public, 2 private, 3 domain.</summary>
    public uint NetworkProfile { get; init; } = 1;

    /// <summary>The quarantine epoch of all interfaces.</summary>
    public ulong QuarantineEpoch { get; init; }
}
