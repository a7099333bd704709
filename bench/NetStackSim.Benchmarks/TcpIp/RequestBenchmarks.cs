using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.TcpIp;

namespace NetStackSim.Benchmarks.TcpIp;

/// <summary>Small things from one host to another and back, as .NET code does them: an echo request, a datagram, a connection from SYN to the last FIN.</summary>
[MemoryDiagnoser]
public class RequestBenchmarks
{
    private readonly byte[] _buffer = new byte[64];
    private SimNetwork _network = null!;
    private SimHost _a = null!;
    private SimHost _b = null!;
    private SimUdpSocket _sender = null!;
    private SimUdpSocket _receiver = null!;
    private DiscardService _discard = null!;

    /// <summary>The family.</summary>
    [Params(IpFamily.V4, IpFamily.V6)]
    public IpFamily Family { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _network = new SimNetwork(new SimNetworkOptions { Verifier = false, DigestFrames = false });
        bool isV4 = Family == IpFamily.V4;
        _a = _network.AddHost("a", host => host.Address(isV4 ? "10.0.0.1/24" : "fd00::1/64"));
        _b = _network.AddHost("b", host => host.Address(isV4 ? "10.0.0.2/24" : "fd00::2/64"));
        _network.Connect(_a, _b);
        _network.Run(() =>
        {
            _sender = _a.Sockets.OpenUdp(new IpEndpoint(_a.Address, 4000));
            _receiver = _b.Sockets.OpenUdp(new IpEndpoint(_b.Address, 4001));
            _discard = DiscardService.Start(_b.Kernel);
            return Task.CompletedTask;
        });
    }

    [Benchmark]
    public NtStatus Ping() => _network.Run(async () => (await _a.PingAsync(_b.Address)).Status);

    [Benchmark]
    public int Datagram() => _network.Run(async () =>
    {
        await _sender.SendToAsync(_buffer, _receiver.LocalEndpoint);
        return (await _receiver.ReceiveFromAsync(_buffer)).Bytes;
    });

    [Benchmark]
    public int ConnectAndClose() => _network.Run(async () =>
    {
        await using SimTcpStream stream = await _a.Sockets.ConnectAsync(new IpEndpoint(_b.Address, DiscardService.DefaultPort));
        await stream.ShutdownSendAsync();
        return await stream.ReadAsync(_buffer);
    });
}
