using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp;

/// <summary>A connection that IPsec secures, as its keying module reports it.</summary>
/// <param name="Local">The local address.</param>
/// <param name="Remote">The remote address.</param>
[WindowsDdi("FWPM_CONNECTION0")]
public sealed record EngineConnection(IpAddress Local, IpAddress Remote)
{
    /// <summary>Its id; given by the engine.</summary>
    public ulong Id { get; init; }

    /// <summary>Whose policy it follows; null when that is not known.</summary>
    public Guid? ProviderKey { get; init; }

    /// <summary>How its traffic is secured.</summary>
    public IpsecTrafficMode Mode { get; init; }

    /// <summary>Who negotiated its keys.</summary>
    public KeyModuleType KeyModule { get; init; }

    /// <summary>Bytes received; 0 unless they were asked for.</summary>
    public ulong BytesIn { get; init; }

    /// <summary>Bytes sent; 0 unless they were asked for.</summary>
    public ulong BytesOut { get; init; }

    /// <summary>Bytes both ways.</summary>
    public ulong BytesTotal => BytesIn + BytesOut;

    /// <summary>Since when, in nanoseconds of virtual time; given by the engine.</summary>
    public long StartNs { get; init; }
}
