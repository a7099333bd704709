using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Tests.Sockets;

/// <summary>Two hosts on one cable of 1 ms; at the end nothing may be outstanding on either.</summary>
internal sealed class TwoHosts : IDisposable
{
    private bool _isDone;

    public TwoHosts(ulong seed = 1, LinkOptions? link = null, bool verifier = true, Action<SimHostBuilder>? adapters = null)
    {
        Network = new SimNetwork(new SimNetworkOptions { Seed = seed, Verifier = verifier });
        Alice = Network.AddHost("alice", h => Begin(h).Address("10.0.0.1/24").Address("fd00::1/64"));
        Bob = Network.AddHost("bob", h => Begin(h).Address("10.0.0.2/24").Address("fd00::2/64"));
        Link = Network.Connect(Alice, Bob, link ?? new LinkOptions { DelayNs = 1_000_000 });

        SimHostBuilder Begin(SimHostBuilder host)
        {
            adapters?.Invoke(host);
            return host;
        }
    }

    public SimNetwork Network { get; }

    public SimHost Alice { get; }

    public SimHost Bob { get; }

    public Link Link { get; }

    public IpEndpoint BobAt(ushort port, bool v6 = false) => new(Bob.AddressOf(v6 ? IpFamily.V6 : IpFamily.V4), port);

    /// <summary>Segments with RST that either host sent.</summary>
    public long Resets => Statistic(Alice, "tcp.out.resets") + Statistic(Bob, "tcp.out.resets");

    /// <summary>Runs a programme, then shuts both hosts down and looks for leaks.</summary>
    public void Run(Func<Task> programme)
    {
        Network.Run(programme);
        _isDone = true;
    }

    /// <summary>A connection from Alice to Bob.</summary>
    public async Task<(SimTcpStream Client, SimTcpStream Server)> ConnectAsync(bool v6 = false)
    {
        await using SimTcpListener listener = Bob.Sockets.Listen(7);
        ValueTask<SimTcpStream> accept = listener.AcceptAsync();
        SimTcpStream client = await Alice.Sockets.ConnectAsync(BobAt(7, v6));
        return (client, await accept);
    }

    public async Task<(SimTcpPipe Client, SimTcpPipe Server)> ConnectPipesAsync()
    {
        await using SimTcpListener listener = Bob.Sockets.Listen(7);
        ValueTask<SimTcpPipe> accept = listener.AcceptPipeAsync();
        SimTcpPipe client = await Alice.Sockets.ConnectPipeAsync(BobAt(7));
        return (client, await accept);
    }

    public Task Delay(double milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Network.TimeProvider);

    public static long Statistic(SimHost host, string name) => host.Stack.Store.GetStatistics().Single(row => row.Key == name).Value;

    public static byte[] Pattern(int size)
    {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++)
        {
            bytes[i] = (byte)(i * 31 + (i >> 8));
        }

        return bytes;
    }

    public void Dispose()
    {
        if (_isDone)
        {
            LeakReport report = Network.Shutdown();
            Assert.True(report.IsClean, report.ToString());
        }

        Network.Dispose();
    }
}
