using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.ConformanceTests.EndToEnd;

/// <summary>Two hosts, a stream both ways, a pipe to the echo service and a fragmented ping at the same time: a short programme that rents from nearly every pool.</summary>
internal sealed class PoolRig : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(600);

    private readonly IpFamily _family;
    private readonly SimHost _a;
    private readonly SimHost _b;
    private readonly StreamTransfer _transfer;
    private readonly PipeEcho _echo;
    private readonly EchoService _service;

    public PoolRig(IpFamily family, bool offloads)
    {
        _family = family;
        Network = new SimNetwork(new SimNetworkOptions { Seed = 4, DigestFrames = false });
        _a = AddHost("a", 1, offloads);
        _b = AddHost("b", 2, offloads);
        Network.Connect(_a, _b, new LinkOptions { DelayNs = 1_000_000, BitsPerSecond = 100_000_000 });
        byte[] forth = new byte[40_000];
        byte[] back = new byte[20_000];
        new RandomStream(8).NextBytes(forth);
        new RandomStream(9).NextBytes(back);
        _transfer = new StreamTransfer(_a, _b, 80, family, forth, back, 5);
        _service = Network.Run(() => Task.FromResult(EchoService.Start(_b.Kernel)));
        _echo = new PipeEcho(_a, new IpEndpoint(_b.AddressOf(family), EchoService.DefaultPort), forth[..15_000]);
    }

    public SimNetwork Network { get; }

    public IEnumerable<(string Name, IKernelPool Pool)> Pools()
    {
        yield return ("frames", Network.Wire.Frames);
        foreach (SimHost host in Network.Hosts)
        {
            foreach (IKernelPool pool in host.Kernel.Pools.Pools.ToArray())
            {
                yield return ($"{host.Name}:{pool.Name}", pool);
            }
        }
    }

    /// <summary>Finds a pool; one that is made when it is needed first is made now.</summary>
    public IKernelPool Find(string name)
    {
        if (!Pools().Any(entry => entry.Name == name))
        {
            Network.Run(async () => await PingAsync());
        }

        return Pools().First(entry => entry.Name == name).Pool;
    }

    /// <summary>Runs the programme and the hosts down.</summary>
    /// <returns>True when all bytes arrived.</returns>
    public bool Execute()
    {
        Network.Run(RunAsync);
        foreach ((_, IKernelPool pool) in Pools())
        {
            pool.Quota = null;
            pool.FailRentAt(0);
        }

        Network.Run(async () => await _service.DisposeAsync());
        Network.RunFor(TimeSpan.FromSeconds(2));
        LeakReport report = Network.Shutdown();
        Assert.True(report.IsClean, report.ToString());
        return _transfer.Failure is null && _echo.Failure is null;
    }

    public void Dispose() => Network.Dispose();

    private async Task RunAsync()
    {
        Task all = Task.WhenAll(_transfer.RunAsync(), _echo.RunAsync(), PingAsync());
        Task first = await Task.WhenAny(all, Task.Delay(Limit, Network.TimeProvider));
        Assert.True(first == all, $"Not done after {Limit.TotalSeconds} s.");
        await all;
    }

    private async Task PingAsync() => await _a.PingAsync(_b.AddressOf(_family), new TcpIp.EchoRequestOptions { Size = 3000 });

    private SimHost AddHost(string name, int number, bool offloads) => Network.AddHost(name, host =>
        host.Address($"10.0.0.{number}/24").Address($"fd00::{number}/64").Offloads(offloads ? VirtualNicOptions.AllOffloads : new OffloadCapabilities()));
}
