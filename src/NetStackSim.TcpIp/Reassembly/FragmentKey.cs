using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What fragments of one datagram have in common (RFC 791 section 3.2; RFC 8200 section 4.5, where the protocol is not part of it).</summary>
/// <param name="Source">Source address.</param>
/// <param name="Destination">Destination address.</param>
/// <param name="Identification">16 bits for IPv4, 32 for IPv6.</param>
/// <param name="Protocol">IPv4: the protocol; IPv6: 0.</param>
/// <param name="InterfaceIndex">The interface that they came in on.</param>
internal readonly record struct FragmentKey(IpAddress Source, IpAddress Destination, uint Identification, byte Protocol, uint InterfaceIndex)
{
    /// <summary>The same in every process.</summary>
    public override int GetHashCode() =>
        (int)(Source.StableHash(Destination.StableHash(((ulong)Identification << 16) ^ ((ulong)Protocol << 8) ^ InterfaceIndex)) >> 32);
}
