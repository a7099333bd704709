using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Tests.Services;

/// <summary>A client and a server on a line; the end of a test looks for leaks.</summary>
internal sealed class ServicePair : IDisposable
{
    /// <summary>Builds both.</summary>
    public ServicePair(LinkOptions? line = null, ulong seed = 1, bool verifier = true)
    {
        Network = new SimNetwork(new SimNetworkOptions { Seed = seed, Verifier = verifier });
        Client = Network.AddHost("client", host => host.Address("10.0.0.1/24").Address("fd00::1/64"));
        Server = Network.AddHost("server", host => host.Address("10.0.0.2/24").Address("fd00::2/64"));
        Network.Connect(Client, Server, line ?? new LinkOptions { DelayNs = 100_000, BitsPerSecond = 1_000_000_000 });
    }

    /// <summary>The network.</summary>
    public SimNetwork Network { get; }

    /// <summary>Who asks.</summary>
    public SimHost Client { get; }

    /// <summary>Who serves.</summary>
    public SimHost Server { get; }

    /// <summary>Connects to a port of the server.</summary>
    public ValueTask<SimTcpStream> ConnectAsync(ushort port) => Client.Sockets.ConnectAsync(new IpEndpoint(Server.Address, port));

    /// <summary>Lets time pass.</summary>
    public Task DelayAsync(int milliseconds) => Task.Delay(TimeSpan.FromMilliseconds(milliseconds), Network.TimeProvider);

    /// <summary>Shuts down; what did not come back fails the test.</summary>
    public void Dispose()
    {
        Network.RunFor(TimeSpan.FromSeconds(1));
        LeakReport leaks = Network.Shutdown();
        Network.Dispose();
        Assert.True(leaks.IsClean, leaks.ToString());
    }
}
