using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The 5-tuple of a datagram flow; for ICMP type and code stand in the ports.</summary>
internal readonly record struct DatagramFlowKey(IpAddress Local, IpAddress Remote, ushort LocalPort, ushort RemotePort, byte Protocol)
{
    /// <summary>The same in every process.</summary>
    public override int GetHashCode() =>
        (int)(Local.StableHash(Remote.StableHash(((ulong)LocalPort << 24) ^ ((ulong)RemotePort << 8) ^ Protocol)) >> 32);
}
