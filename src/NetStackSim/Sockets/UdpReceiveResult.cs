using NetStackSim.Packets;

namespace NetStackSim;

/// <summary>A received datagram.</summary>
/// <param name="Bytes">Bytes in the caller's buffer.</param>
/// <param name="Remote">The sender.</param>
/// <param name="IsTruncated">True when the datagram was longer than the buffer.</param>
public readonly record struct UdpReceiveResult(int Bytes, IpEndpoint Remote, bool IsTruncated);
