using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Wsk;

namespace NetStackSim.ConformanceTests.Support;

/// <summary>Two whole hosts with one connection that carries bulk data through WSK, from memory of the client to memory of the client.</summary>
internal sealed class BulkPair : IDisposable
{
    private const ushort Port = 9;

    private readonly BulkSettings _settings;
    private readonly BulkSource _forth;
    private readonly BulkSource? _back;
    private readonly IBulkSink _sink;
    private readonly IBulkSink? _backSink;
    private readonly WskConnectionSocket _client;
    private readonly WskConnectionSocket _server;
    private long _expected;

    public BulkPair(BulkSettings settings)
    {
        _settings = settings;
        Network = new SimNetwork(new SimNetworkOptions { Seed = settings.Seed, Verifier = settings.Verifier, DigestFrames = false });
        A = AddHost("a", "10.0.0.1/24", "fd00::1/64", settings.SenderOffloads, null);
        B = AddHost("b", "10.0.0.2/24", "fd00::2/64", settings.ReceiverOffloads, settings.ReceiverNic);
        if (settings.Link is { } link)
        {
            Link = Network.Connect(A, B, link);
        }
        else
        {
            Wire.Connect(A.Nic, B.Nic);
        }

        (_client, _server) = Network.Run(ConnectAsync);
        _forth = new BulkSource(_client, A.Kernel, settings.OutstandingSends);
        _sink = Sink(_server, B.Kernel);
        if (settings.BothWays)
        {
            _back = new BulkSource(_server, B.Kernel, settings.OutstandingSends);
            _backSink = Sink(_client, A.Kernel);
        }
    }

    public SimNetwork Network { get; }

    public SimHost A { get; }

    public SimHost B { get; }

    /// <summary>The link; null for a bare cable.</summary>
    public Simulation.Link? Link { get; }

    /// <summary>A hash of everything that host B received, in order.</summary>
    public ulong ReceivedHash => _sink.Hash;

    /// <summary>Segments that TCP of a host handed down.</summary>
    public static long SegmentsOut(SimHost host) => Statistic(host, "tcp.out.segments");

    /// <summary>A counter of a host.</summary>
    public static long Statistic(SimHost host, string name) => host.Stack.Store.GetStatistics().Single(row => row.Key == name).Value;

    /// <summary>Moves bytes in every direction that is switched on and stops at the instant in which the last byte arrives.</summary>
    public void Transfer(long bytes)
    {
        _expected += bytes;
        _forth.Start(bytes);
        _back?.Start(bytes);
        EventLoop loop = Network.Loop;
        while (_sink.Bytes < _expected || (_backSink is { } sink && sink.Bytes < _expected))
        {
            if (!loop.RunOne())
            {
                throw new InvalidOperationException($"{_sink.Bytes} of {_expected} bytes arrived and nothing is pending.");
            }
        }
    }

    /// <summary>Closes the connection and shuts both hosts down.</summary>
    public LeakReport Stop()
    {
        Network.RunFor(TimeSpan.FromSeconds(2));
        Network.Run(async () =>
        {
            _sink.Stop();
            _backSink?.Stop();
            await CloseAsync(A, _client);
            await CloseAsync(B, _server);
            _forth.Free();
            _back?.Free();
        });
        return Network.Shutdown();
    }

    public void Dispose() => Network.Dispose();

    private static async Task CloseAsync(SimHost host, WskConnectionSocket socket)
    {
        Irp irp = host.Kernel.Io.AllocateIrp(1, "close");
        irp.PrepareWait();
        await irp.WaitAsync(socket.Close(irp));
        irp.Free();
    }

    private SimHost AddHost(string name, string v4, string v6, Ndis.OffloadCapabilities offloads, VirtualNicOptions? nic) => Network.AddHost(name, host =>
    {
        host.Adapter(nic).Address(v4).Address(v6).Offloads(offloads).Profile(_settings.Profile with { TcpOfferTimestamps = _settings.Timestamps });
        if (!_settings.FilterEngine)
        {
            host.WithoutFilterEngine();
        }
    });

    private IBulkSink Sink(WskConnectionSocket socket, SimKernel kernel) =>
        _settings.CopyingReceive ? new CopyingSink(socket, kernel, _settings.Hashing) : new RetainingSink(socket, _settings.Hashing);

    private async Task<(WskConnectionSocket Client, WskConnectionSocket Server)> ConnectAsync()
    {
        await using SimTcpListener listener = B.Sockets.Listen(Port);
        Task<WskConnectionSocket> accepted = listener.AcceptSocketAsync().AsTask();
        WskConnectionSocket client = await A.Sockets.ConnectSocketAsync(new IpEndpoint(B.AddressOf(_settings.Family), Port));
        return (client, await accepted);
    }
}
