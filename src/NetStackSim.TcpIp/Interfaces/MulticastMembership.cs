using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>A multicast group that an interface receives, with the number of its joins.</summary>
internal sealed class MulticastMembership(in IpAddress group)
{
    private readonly IpAddress _group = group;

    /// <summary>The group.</summary>
    internal IpAddress Group => _group;

    /// <summary>Joins without a leave.</summary>
    internal int References { get; set; } = 1;
}
