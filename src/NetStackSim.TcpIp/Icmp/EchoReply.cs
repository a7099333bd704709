using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>The outcome of one echo request (<c>ICMP_ECHO_REPLY</c>).</summary>
/// <param name="Status">Success; IoTimeout; or what an ICMP error said: HostUnreachable, NetworkUnreachable, HopLimitExceeded, ...</param>
/// <param name="Address">Who answered; the destination for a time-out.</param>
/// <param name="RoundTripNs">Virtual nanoseconds from request to answer.</param>
/// <param name="Bytes">Payload bytes of the reply.</param>
/// <param name="HopLimit">TTL or hop limit of the reply.</param>
public readonly record struct EchoReply(NtStatus Status, IpAddress Address, long RoundTripNs, int Bytes, byte HopLimit);
