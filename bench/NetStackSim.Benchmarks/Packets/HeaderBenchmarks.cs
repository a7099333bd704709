using BenchmarkDotNet.Attributes;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Packets;

/// <summary>Reading and writing headers in place; nothing may be allocated.</summary>
[MemoryDiagnoser]
public class HeaderBenchmarks
{
    private static readonly IpAddress From = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress To = IpAddress.Parse("10.0.0.2");

    private readonly byte[] _frame = PacketBuilder.Allocate()
        .Ethernet(MacAddress.Parse("02-00-00-00-00-02"), MacAddress.Parse("02-00-00-00-00-01"))
        .IPv4(From, To).Tcp(1, 2, 3, 4, TcpFlags.PshAck).PayloadOf(1460).ToArray();

    private readonly byte[] _scratch = new byte[1514];

    [Benchmark]
    public int ParseEthernetIPv4Tcp()
    {
        _ = EthernetHeader.TryParse(_frame, out EthernetHeader ethernet);
        _ = IPv4Header.TryParse(ethernet.Payload, out IPv4Header ip);
        _ = TcpHeader.TryParse(ip.Payload, out TcpHeader tcp);
        return tcp.Payload.Length + tcp.DestinationPort;
    }

    [Benchmark]
    public bool CheckIPv4HeaderChecksum()
    {
        _ = IPv4Header.TryParse(_frame.AsSpan(EthernetHeader.Size), out IPv4Header ip);
        return ip.IsChecksumValid;
    }

    [Benchmark]
    public int WriteIPv4Header() => IPv4Header.Write(_scratch, From, To, IpProtocol.Tcp, 1500);

    [Benchmark]
    public int WriteTcpHeader() => TcpHeader.Write(_scratch, 1, 2, new SequenceNumber(3), new SequenceNumber(4), TcpFlags.Ack, 5);

    [Benchmark]
    public int BuildSegment() => new PacketBuilder(_scratch)
        .Ethernet(MacAddress.Broadcast, MacAddress.None).IPv4(From, To).Tcp(1, 2, 3, 4, TcpFlags.Ack).Build().Length;
}
