using NetStackSim.Benchmarks.Ndis;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>
/// Two whole hosts on one cable: WSK, TCP/IP, filter engine without filters, one pass-through filter driver, NIC. The verifier is off, as on a
/// machine in production.
/// </summary>
internal sealed class TwoHosts : IDisposable
{
    public TwoHosts(int mtu = 1500, bool offloads = false, bool filters = true)
    {
        Network = new SimNetwork(new SimNetworkOptions { Seed = 1, Verifier = false, DigestFrames = false });
        A = Network.AddHost("a", host => Build(host, "10.0.0.1/24", mtu, offloads, filters ? FilterA : null));
        B = Network.AddHost("b", host => Build(host, "10.0.0.2/24", mtu, offloads, filters ? FilterB : null));
        Wire.Connect(A.Nic, B.Nic);
    }

    public SimNetwork Network { get; }

    /// <summary>The filter drivers, for the length of the chains that went through.</summary>
    public PassThroughFilterDriver FilterA { get; } = new();

    /// <inheritdoc cref="FilterA"/>
    public PassThroughFilterDriver FilterB { get; } = new();

    public SimHost A { get; }

    public SimHost B { get; }

    /// <summary>Connects A to B and returns both ends.</summary>
    public (WskConnectionSocket Client, WskConnectionSocket Server) Connect(ushort port = 9)
    {
        return Network.Run(async () =>
        {
            SimTcpListener listener = B.Sockets.Listen(port);
            Task<WskConnectionSocket> accepted = listener.AcceptSocketAsync().AsTask();
            WskConnectionSocket client = await A.Sockets.ConnectSocketAsync(new IpEndpoint(B.Address, port));
            WskConnectionSocket server = await accepted;
            await listener.DisposeAsync();
            return (client, server);
        });
    }

    public void Dispose() => Network.Dispose();

    private static void Build(SimHostBuilder host, string address, int mtu, bool offloads, PassThroughFilterDriver? filter)
    {
        host.Address(address).Mtu(mtu).Offloads(offloads ? VirtualNicOptions.AllOffloads : new OffloadCapabilities());
        if (filter is not null)
        {
            host.Filter(filter, "passthrough");
        }
    }
}
