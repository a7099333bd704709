using System.Globalization;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>Ten hosts on one switch; each echoes with its neighbour, all at once.</summary>
public sealed class TenHostsScenario : Scenario
{
    private const int HostCount = 10;
    private const int EchoBytes = 50_000;

    /// <inheritdoc/>
    public override string Name => "ten-hosts";

    /// <inheritdoc/>
    public override string Summary => "A switch with ten hosts: every host is a server and a client of the next one, all at the same time.";

    /// <inheritdoc/>
    public override string Topology => "h1 10.0.0.1 ... h10 10.0.0.10, each on a port of switch sw";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(1);

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Switch lan = network.AddSwitch("sw");
        for (int i = 1; i <= HostCount; i++)
        {
            string address = string.Create(CultureInfo.InvariantCulture, $"10.0.0.{i}/24");
            SimHost host = network.AddHost(string.Create(CultureInfo.InvariantCulture, $"h{i}"), plan => plan.Address(address));
            network.Connect(host, lan, new LinkOptions { DelayNs = 50_000, BitsPerSecond = 1_000_000_000 });
        }
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        IReadOnlyList<SimHost> hosts = run.Network.Hosts;
        EchoService[] services = [.. hosts.Select(static host => EchoService.Start(host.Kernel))];
        var echoes = new Task<long>[hosts.Count];
        for (int i = 0; i < echoes.Length; i++)
        {
            SimHost next = hosts[(i + 1) % hosts.Count];
            echoes[i] = EchoClient.RunAsync(hosts[i], new IpEndpoint(next.Address, EchoService.DefaultPort), EchoBytes);
        }

        long[] good = await Task.WhenAll(echoes);
        run.Report("echo.bytes", good.Sum());
        run.Check(good.All(static bytes => bytes == EchoBytes), "Not every host got its bytes back.");
        foreach (EchoService service in services)
        {
            await service.DisposeAsync();
        }
    }
}
