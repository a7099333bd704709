using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>One TCP connection or listener, or UDP endpoint (<c>MIB_TCPROW_OWNER_PID</c> and its siblings).</summary>
/// <param name="Protocol">6 TCP, 17 UDP.</param>
/// <param name="Local">Local address.</param>
/// <param name="Remote">Remote address; unspecified for listeners and UDP.</param>
/// <param name="State">TCP state as <c>MIB_TCP_STATE</c> names it; empty for UDP.</param>
/// <param name="ProcessId">Owner.</param>
public sealed record EndpointRow(byte Protocol, IpEndpoint Local, IpEndpoint Remote, string State, int ProcessId)
{
    /// <summary>The endpoint's handle, unique among the endpoints of its protocol; a connection that waits to be accepted has its listener's.</summary>
    public ulong Handle { get; init; }

    /// <summary>True for an IPv6 endpoint that IPv4 peers reach, too.</summary>
    public bool IsDualMode { get; init; }
}
