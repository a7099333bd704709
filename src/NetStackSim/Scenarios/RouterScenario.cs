using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;

namespace NetStackSim.Scenarios;

/// <summary>Two hosts with two routers between them: three networks, both families.</summary>
public sealed class RouterScenario : Scenario
{
    private const int EchoBytes = 100_000;

    /// <inheritdoc/>
    public override string Name => "router";

    /// <inheritdoc/>
    public override string Summary => "Three networks and two forwarding hosts: echo over IPv4 and IPv6, and a packet whose hop limit runs out on the way.";

    /// <inheritdoc/>
    public override string Topology => "alice 10.1.0.1 -- west -- 10.2.0.0/24 -- east -- bob 10.3.0.1 (and fd01, fd02, fd03)";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(60);

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        SimHost alice = network.AddHost("alice", host => host.Address("10.1.0.1/24").Address("fd01::1/64").Gateway("10.1.0.254").Gateway("fd01::fe"));
        SimHost west = network.AddHost("west", host => host
            .Adapter().Address("10.1.0.254/24").Address("fd01::fe/64")
            .Adapter().Address("10.2.0.1/24").Address("fd02::1/64").Gateway("10.2.0.2").Gateway("fd02::2")
            .Forwarding());
        SimHost east = network.AddHost("east", host => host
            .Adapter().Address("10.2.0.2/24").Address("fd02::2/64").Gateway("10.2.0.1").Gateway("fd02::1")
            .Adapter().Address("10.3.0.254/24").Address("fd03::fe/64")
            .Forwarding());
        SimHost bob = network.AddHost("bob", host => host.Address("10.3.0.1/24").Address("fd03::1/64").Gateway("10.3.0.254").Gateway("fd03::fe"));
        LinkOptions lan = new() { DelayNs = 100_000, BitsPerSecond = 1_000_000_000 };
        network.Connect(alice.Nic, west.Nics[0], lan);
        network.Connect(west.Nics[1], east.Nics[0], new LinkOptions { DelayNs = 5_000_000, BitsPerSecond = 50_000_000 });
        network.Connect(east.Nics[1], bob.Nic, lan);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (SimHost alice, SimHost bob) = (run.Host("alice"), run.Host("bob"));
        await using EchoService echo = EchoService.Start(bob.Kernel);
        foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
        {
            IpAddress server = bob.AddressOf(family);
            long good = await EchoClient.RunAsync(alice, new IpEndpoint(server, EchoService.DefaultPort), EchoBytes);
            run.Report($"echo.{family}.bytes", good);
            run.Check(good == EchoBytes, $"{good} of {EchoBytes} bytes came back right from {server}.");
            EchoReply expired = await alice.PingAsync(server, new EchoRequestOptions { HopLimit = 1 });
            run.Check(!expired.Status.IsSuccess && expired.Address == GatewayOf(family), $"hop limit 1 should end at {GatewayOf(family)}: {expired}.");
        }
    }

    private static IpAddress GatewayOf(IpFamily family) => IpAddress.Parse(family == IpFamily.V4 ? "10.1.0.254" : "fd01::fe");
}
