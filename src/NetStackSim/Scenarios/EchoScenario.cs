using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>Two hosts on a line of 1 ms; a megabyte goes to the echo service and comes back.</summary>
public class EchoScenario : Scenario
{
    /// <inheritdoc/>
    public override string Name => "echo";

    /// <inheritdoc/>
    public override string Summary => "A megabyte to the echo service and back, over 1 Gbit/s with 1 ms delay.";

    /// <inheritdoc/>
    public override string Topology => "alice 10.0.0.1 -- bob 10.0.0.2";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(20);

    /// <summary>The line between the hosts.</summary>
    protected virtual LinkOptions Line => new() { DelayNs = 1_000_000, BitsPerSecond = 1_000_000_000 };

    /// <summary>Bytes to echo.</summary>
    protected virtual int Bytes => 1_000_000;

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
        network.Connect(alice, bob, Line);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        SimHost bob = run.Host("bob");
        await using EchoService echo = EchoService.Start(bob.Kernel);
        long good = await EchoClient.RunAsync(run.Host("alice"), new IpEndpoint(bob.Address, EchoService.DefaultPort), Bytes);
        run.Report("echo.bytes", good);
        run.Check(good == Bytes, $"{good} of {Bytes} bytes came back right.");
    }
}
