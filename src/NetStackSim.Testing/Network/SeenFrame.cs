using System.Globalization;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.Testing;

/// <summary>A single frame as it passed a point of the wire: cut, its checksums complete.</summary>
public sealed class SeenFrame
{
    private readonly byte[] _bytes;

    internal SeenFrame(long timeNs, WireDirection direction, byte[] bytes)
    {
        TimeNs = timeNs;
        Direction = direction;
        _bytes = bytes;
    }

    /// <summary>Virtual time in nanoseconds.</summary>
    public long TimeNs { get; }

    /// <summary>Seen from the device that is watched.</summary>
    public WireDirection Direction { get; }

    /// <summary>The frame from its Ethernet header on, without check sequence.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The payload of the TCP segment or UDP datagram in it; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Payload
    {
        get
        {
            var packet = new PacketInspection(_bytes);
            int length = packet.Protocol switch
            {
                IpProtocol.Tcp when TcpHeader.TryParse(packet.Transport, out TcpHeader tcp) => tcp.Payload.Length,
                IpProtocol.Udp when UdpHeader.TryParse(packet.Transport, out UdpHeader udp) => udp.Payload.Length,
                _ => 0,
            };
            return _bytes.AsMemory(packet.TransportEnd - length, length);
        }
    }

    /// <summary>Fails when a statement does not hold, with the field, both values, and the frame in words and bytes.</summary>
    /// <param name="checks">The statements, made by <see cref="PacketChecks"/>.</param>
    /// <exception cref="NetworkAssertionException">A statement does not hold.</exception>
    public void Is(params ReadOnlySpan<PacketCheck> checks) => PacketMatcher.Require(_bytes, checks, $"seen at {Time()}\n");

    /// <summary>Tells whether all statements hold.</summary>
    /// <param name="checks">The statements.</param>
    /// <returns>True when they hold.</returns>
    public bool Matches(params ReadOnlySpan<PacketCheck> checks) => PacketMatcher.Matches(_bytes, checks);

    /// <inheritdoc/>
    public override string ToString() => $"{Time()} {(Direction == WireDirection.Outbound ? "out" : "in ")} {PacketSummary.Describe(_bytes)}";

    private string Time() => string.Create(CultureInfo.InvariantCulture, $"{TimeNs / 1_000_000_000}.{TimeNs % 1_000_000_000:d9} s");
}
