using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>Initial sequence numbers (RFC 6528): a clock of four microseconds plus a keyed hash of the connection.</summary>
/// <remarks>The key comes from a named random stream: equal for equal seeds, unpredictable from outside the simulation.</remarks>
internal sealed class IsnGenerator
{
    private const long TickNs = 4_000;

    private readonly SipHash _sequence;
    private readonly SipHash _timestamp;

    /// <summary>Takes the keys from a stream.</summary>
    public IsnGenerator(RandomStream random)
    {
        _sequence = new SipHash(random.NextUInt64(), random.NextUInt64());
        _timestamp = new SipHash(random.NextUInt64(), random.NextUInt64());
    }

    /// <summary>The initial sequence number of a connection that starts now.</summary>
    public SequenceNumber Next(in IpEndpoint local, in IpEndpoint remote, long nowNs) =>
        new((uint)(nowNs / TickNs) + (uint)Hash(_sequence, local, remote));

    /// <summary>The offset of a connection's timestamp clock (RFC 7323 section 5.4), so that it does not tell the host's age.</summary>
    public uint TimestampOffset(in IpEndpoint local, in IpEndpoint remote) => (uint)Hash(_timestamp, local, remote);

    private static ulong Hash(SipHash function, in IpEndpoint local, in IpEndpoint remote) => function.Compute(
    [
        local.Address.High,
        local.Address.Low,
        remote.Address.High,
        remote.Address.Low,
        ((ulong)local.Port << 32) | remote.Port | (local.Address.IsV4 ? 1UL << 63 : 0),
    ]);
}
