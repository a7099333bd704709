using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.Scenarios;

/// <summary>Echo requests of both families, small ones and ones that travel as many fragments.</summary>
public sealed class PingScenario : Scenario
{
    private static readonly int[] Sizes = [32, 1400, 60_000];

    /// <inheritdoc/>
    public override string Name => "ping";

    /// <inheritdoc/>
    public override string Summary => "ICMP echo over IPv4 and IPv6 with 32, 1400 and 60000 bytes; the last travels as more than forty fragments.";

    /// <inheritdoc/>
    public override string Topology => "alice 10.0.0.1, fd00::1 -- bob 10.0.0.2, fd00::2";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(5);

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24").Address("fd00::1/64"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24").Address("fd00::2/64"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 500_000, BitsPerSecond = 1_000_000_000 });
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        SimHost bob = run.Host("bob");
        foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
        {
            foreach (int size in Sizes)
            {
                await PingAsync(run, bob.AddressOf(family), size);
            }
        }
    }

    private static async Task PingAsync(ScenarioRun run, IpAddress destination, int size)
    {
        long started = run.Network.NowNs;
        EchoReply reply = await run.Host("alice").PingAsync(destination, new EchoRequestOptions { Size = size });
        run.Report($"ping.{(destination.IsV4 ? "v4" : "v6")}.{size}.ns", run.Network.NowNs - started);
        run.Check(reply.Status.IsSuccess, $"{destination}: no answer to {size} bytes ({reply.Status}).");
    }
}
