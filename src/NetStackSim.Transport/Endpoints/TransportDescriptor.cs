using NetStackSim.Packets;

namespace NetStackSim.Transport;

/// <summary>One (family, type, protocol) triple that a transport provider serves (<c>WSK_TRANSPORT</c>).</summary>
/// <param name="Family">The address family.</param>
/// <param name="SocketType">The socket type.</param>
/// <param name="Protocol">The IP protocol number: 6 TCP, 17 UDP; 0 any (raw).</param>
public readonly record struct TransportDescriptor(IpFamily Family, TransportSocketType SocketType, byte Protocol);
