using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Wfp.Shims;

/// <summary>A connection, or a first datagram, that is to be explained before anybody makes it.</summary>
/// <param name="Remote">The peer.</param>
public sealed record FlowRequest(IpEndpoint Remote)
{
    /// <summary>The IP protocol.</summary>
    public byte Protocol { get; init; } = (byte)IpProtocol.Tcp;

    /// <summary>Our address and port; an unspecified address is chosen by the route, port 0 stands for any port of the dynamic range.</summary>
    public IpEndpoint Local { get; init; }

    /// <summary>Whose it is; null for the system.</summary>
    public SimProcess? Process { get; init; }

    /// <summary>True when the endpoint is an IPv6 one that IPv4 peers reach, too: ALE shows it at its IPv6 layers.</summary>
    public bool IsDualMode { get; init; }

    /// <summary>What callouts, which are not called, are taken to say.</summary>
    public CalloutAssumption Callouts { get; init; } = CalloutAssumption.AsRegistered;
}
