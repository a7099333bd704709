using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>One route: packets for a prefix leave by an interface, directly or through a gateway.</summary>
/// <remarks>Immutable. The effective metric is <see cref="Metric"/> plus the metric of the interface, as on Windows.</remarks>
/// <param name="destination">The prefix; host bits are cleared.</param>
/// <param name="nextHop">The gateway; the unspecified address for an on-link prefix.</param>
/// <param name="outgoing">The interface to leave by.</param>
/// <param name="metric">The metric of the route alone.</param>
/// <param name="protocol">Who made it.</param>
/// <param name="expiresAtNs">Virtual time at which it stops to exist; 0 for never.</param>
public sealed class Route(IpPrefix destination, IpAddress nextHop, IpInterface outgoing, uint metric, RouteProtocol protocol, long expiresAtNs = 0)
{
    /// <summary>The prefix.</summary>
    public IpPrefix Destination { get; } = destination.Network;

    /// <summary>The gateway; unspecified when the prefix is on the link.</summary>
    public IpAddress NextHop { get; } = nextHop;

    /// <summary>The interface to leave by.</summary>
    public IpInterface Interface { get; } = outgoing;

    /// <summary>The metric without that of the interface.</summary>
    public uint Metric { get; } = metric;

    /// <summary>Who made it.</summary>
    public RouteProtocol Protocol { get; } = protocol;

    /// <summary>Virtual time in nanoseconds at which it ends; 0 for never.</summary>
    public long ExpiresAtNs { get; } = expiresAtNs;

    /// <summary>True when destinations in the prefix are neighbours.</summary>
    public bool IsOnLink => NextHop.IsUnspecified;

    /// <summary>Route metric plus interface metric.</summary>
    public ulong EffectiveMetric => (ulong)Metric + Interface.Metric;

    /// <inheritdoc/>
    public override string ToString() => IsOnLink ? $"{Destination} on {Interface.Name}" : $"{Destination} via {NextHop} on {Interface.Name}";
}
