using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>
/// The 5-tuple of a datagram flow; for ICMP type and code of the request stand in the ports, and an echo has its identifier. A raw endpoint has flows of its own.
/// </summary>
internal readonly record struct DatagramFlowKey(IpAddress Local, IpAddress Remote, ushort LocalPort, ushort RemotePort, byte Protocol, ushort EchoId = 0, ulong RawHandle = 0)
{
    /// <summary>The same in every process.</summary>
    public override int GetHashCode() =>
        (int)(Local.StableHash(Remote.StableHash(((ulong)EchoId << 40) ^ ((ulong)LocalPort << 24) ^ ((ulong)RemotePort << 8) ^ (RawHandle << 12) ^ Protocol)) >> 32);
}
