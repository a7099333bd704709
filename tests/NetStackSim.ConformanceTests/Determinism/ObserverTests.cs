using NetStackSim.ConformanceTests.Support;
using NetStackSim.Kernel;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.ConformanceTests.Determinism;

/// <summary>Equal seeds give equal runs, whoever watches; the part of the promise that one process can show.</summary>
public sealed class ObserverTests
{
    [Flags]
    public enum Watch
    {
        Nothing = 0,
        Verifier = 1,
        Trace = 2,
        WireCapture = 4,
        LayerCapture = 8,
        Cards = 16,
        Drops = 32,
        Everything = 63,
    }

    [Theory]
    [InlineData(Watch.Nothing)]
    [InlineData(Watch.Verifier)]
    [InlineData(Watch.Trace)]
    [InlineData(Watch.WireCapture)]
    [InlineData(Watch.LayerCapture)]
    [InlineData(Watch.Cards)]
    [InlineData(Watch.Drops)]
    [InlineData(Watch.Everything)]
    public void Run_WithAnyObserver_HasTheDigestOfTheUnwatchedOne(Watch watch)
    {
        foreach (ulong seed in new ulong[] { 1, 2 })
        {
            Assert.Equal(Run(seed, Watch.Nothing), Run(seed, watch));
        }
    }

    [Fact]
    public void Runs_OfDifferentSeeds_HaveDifferentDigests()
    {
        List<ulong> digests = [.. Enumerable.Range(1, 20).Select(seed => Run((ulong)seed, Watch.Nothing).Digest)];
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    private static (ulong Digest, long EndNs, long Events, string Counters) Run(ulong seed, Watch watch)
    {
        using var network = new SimNetwork(new SimNetworkOptions
        {
            Seed = seed,
            Verifier = watch.HasFlag(Watch.Verifier),
            TraceCapacity = watch.HasFlag(Watch.Trace) ? 4096 : 0,
        });
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24").Address("fd00::1/64"));
        SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24").Address("fd00::2/64"));
        SimHost carol = network.AddHost("carol", h => h.Address("10.0.0.3/24").Address("fd00::3/64"));
        Switch center = network.AddSwitch("switch");
        network.Connect(alice, center, new LinkOptions { DelayNs = 500_000, Loss = 0.02, Duplicate = 0.01, Reorder = 0.01 });
        network.Connect(bob, center, new LinkOptions { DelayNs = 300_000, BitsPerSecond = 50_000_000, QueueFrames = 40 });
        network.Connect(carol, center);
        List<IDisposable> observers = Attach(network, watch);
        network.Run(() => ProgrammeAsync(network, alice, bob, carol));
        (ulong digest, long end, long events) = (network.Digest, network.NowNs, network.Loop.EventsDispatched);
        string counters = string.Join(";", network.Hosts.SelectMany(host => host.Stack.Store.GetStatistics()).Select(row => $"{row.Key}={row.Value}"));
        observers.ForEach(observer => observer.Dispose());
        network.RunFor(TimeSpan.FromSeconds(1));
        Assert.Empty(network.Shutdown().Leaks);
        return (digest, end, events, counters);
    }

    private static List<IDisposable> Attach(SimNetwork network, Watch watch)
    {
        List<IDisposable> observers = [];
        if (watch.HasFlag(Watch.Trace))
        {
            network.Wire.Trace = new TraceRing(4096);
        }

        if (watch.HasFlag(Watch.WireCapture))
        {
            var capture = new WireCapture(network.Loop, new MemoryStream());
            foreach (Link link in network.Links)
            {
                capture.Attach(link);
                capture.Attach(link, atA: false);
            }

            observers.Add(capture);
        }

        if (watch.HasFlag(Watch.LayerCapture))
        {
            var capture = new LayerCapture(network.Loop, new MemoryStream());
            foreach (SimHost host in network.Hosts)
            {
                capture.Attach(host.Kernel, host.Ndis.CapturePoints);
            }

            observers.Add(capture);
        }

        foreach (SimHost host in network.Hosts)
        {
            host.Nic.Observer = watch.HasFlag(Watch.Cards) ? new FrameLog(WireDirection.Inbound) : null;
            host.Kernel.Drops.Observer = watch.HasFlag(Watch.Drops) ? new DropLog() : null;
        }

        return observers;
    }

    private static async Task ProgrammeAsync(SimNetwork network, SimHost alice, SimHost bob, SimHost carol)
    {
        await using EchoService echo = EchoService.Start(bob.Kernel);
        await using DiscardService discard = DiscardService.Start(carol.Kernel);
        await using SimUdpSocket udp = carol.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 53));
        Task[] work =
        [
            EchoAsync(alice, new IpEndpoint(bob.AddressOf(IpFamily.V4), 7), 60_000),
            EchoAsync(carol, new IpEndpoint(bob.AddressOf(IpFamily.V6), 7), 40_000),
            EchoAsync(alice, new IpEndpoint(bob.AddressOf(IpFamily.V6), 7), 1_000),
            DatagramsAsync(network, alice, new IpEndpoint(carol.AddressOf(IpFamily.V4), 53)),
            alice.PingAsync(carol.AddressOf(IpFamily.V6), new TcpIp.EchoRequestOptions { Size = 4000 }).AsTask(),
            bob.PingAsync(IpAddress.Parse("10.0.0.99")).AsTask(),
        ];
        await Task.WhenAll(work);
    }

    private static async Task EchoAsync(SimHost from, IpEndpoint to, int bytes)
    {
        byte[] data = new byte[bytes];
        from.Network.Loop.Random["programme"].NextBytes(data);
        byte[] back = new byte[bytes];
        await using SimTcpStream stream = await from.Sockets.ConnectAsync(to);
        Task reading = stream.ReadExactlyAsync(back).AsTask();
        await stream.WriteAsync(data);
        await reading;
        Assert.Equal(data, back);
    }

    private static async Task DatagramsAsync(SimNetwork network, SimHost from, IpEndpoint to)
    {
        await using SimUdpSocket socket = from.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 0));
        for (int i = 0; i < 20; i++)
        {
            await socket.SendToAsync(new byte[100 * i], to);
            await Task.Delay(TimeSpan.FromMilliseconds(3), network.TimeProvider);
        }
    }

    private sealed class DropLog : IDropObserver
    {
        public List<DropReason> Reasons { get; } = [];

        public void OnDrop(in DropReason reason, ulong correlationId, int bytes, ulong filterId) => Reasons.Add(reason);
    }
}
