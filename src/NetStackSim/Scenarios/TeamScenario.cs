using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>A host with two adapters as one: connections are spread over both, the cable of the first is pulled under them and put back.</summary>
public sealed class TeamScenario : Scenario
{
    private const string TeamName = "team0";
    private const int Connections = 16;
    private const int BytesEach = 500_000;

    private static readonly TimeSpan UntilPulled = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Without = TimeSpan.FromMilliseconds(30);

    /// <inheritdoc/>
    public override string Name => "team";

    /// <inheritdoc/>
    public override string Summary => "Two adapters as one team: flows use both, survive a pulled cable on the other, and come back when it does.";

    /// <inheritdoc/>
    public override string Topology => "alice 10.0.0.1 == switch -- bob 10.0.0.2 (two cables to alice)";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(25);

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Switch lan = network.AddSwitch("switch", new SwitchOptions { ForwardingDelayNs = 2_000 });
        LinkOptions cable = new() { DelayNs = 50_000, BitsPerSecond = 1_000_000_000 };
        SimHost alice = network.AddHost("alice", host => host.Adapter().Adapter().Team(TeamName).Address("10.0.0.1/24").Address("fd00::1/64"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24").Address("fd00::2/64"));
        network.Connect(alice.Nics[0], lan.AddPort(), cable);
        network.Connect(alice.Nics[1], lan.AddPort(), cable);
        network.Connect(bob, lan, cable);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (SimHost alice, SimHost bob) = (run.Host("alice"), run.Host("bob"));
        (Link first, Link second) = (run.Network.Links[0], run.Network.Links[1]);
        await using EchoService echo = EchoService.Start(bob.Kernel);
        IpEndpoint server = new(bob.Address, EchoService.DefaultPort);
        Task<long>[] transfers = new Task<long>[Connections];
        for (int i = 0; i < Connections; i++)
        {
            transfers[i] = EchoClient.RunAsync(alice, server, BytesEach);
        }

        await Task.Delay(UntilPulled, run.Network.TimeProvider);
        (long usedFirst, long usedSecond) = (first.AToB.Counters.FramesOffered, second.AToB.Counters.FramesOffered);
        run.Report("before.first.frames", usedFirst);
        run.Report("before.second.frames", usedSecond);
        run.Check(usedFirst > 100 && usedSecond > 100, "Not both members carried traffic.");

        first.SetUp(false);
        run.Check(alice.Teams.PrimaryOf(TeamName) == alice.Adapters[1].Name, "The second member did not take over.");
        await Task.Delay(Without, run.Network.TimeProvider);
        run.Report("without.first.frames", first.AToB.Counters.FramesOffered - usedFirst);
        run.Report("without.second.frames", second.AToB.Counters.FramesOffered - usedSecond);
        first.SetUp(true);
        long restored = first.AToB.Counters.FramesOffered;
        run.Check(alice.Teams.PrimaryOf(TeamName) == alice.Adapters[0].Name, "The first member did not take its traffic back.");

        long good = 0;
        foreach (Task<long> transfer in transfers)
        {
            good += await transfer;
        }

        run.Report("after.first.frames", first.AToB.Counters.FramesOffered - restored);
        run.Check(first.AToB.Counters.FramesOffered - restored > 100, "The first member carries nothing after its cable was put back.");
        run.Report("frames.lost", run.Network.Wire.Drops.Total);
        run.Report("echo.bytes", good);
        run.Report("echo.bits-per-second", good * 8 * 1000 / Math.Max(1, run.Network.NowNs / 1_000_000));
        run.Check(good == (long)Connections * BytesEach, $"{good} of {Connections * BytesEach} bytes came back right.");
    }
}
