using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Scenarios;

/// <summary>A server whose filter engine refuses one port: the connection fails, the drop names the filter, and the filter is taken away again.</summary>
public sealed class FilterScenario : Scenario
{
    private const int EchoBytes = 10_000;

    /// <inheritdoc/>
    public override string Name => "filter";

    /// <inheritdoc/>
    public override string Summary => "A filter on bob blocks the echo port at ALE_AUTH_RECV_ACCEPT; alice cannot connect until it is deleted.";

    /// <inheritdoc/>
    public override string Topology => "alice 10.0.0.1 -- bob 10.0.0.2";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(15000);

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        SimHost alice = network.AddHost("alice", host => host.Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", host => host.Address("10.0.0.2/24"));
        network.Connect(alice, bob, new LinkOptions { DelayNs = 1_000_000 });
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (SimHost alice, SimHost bob) = (run.Host("alice"), run.Host("bob"));
        IpEndpoint server = new(bob.Address, EchoService.DefaultPort);
        await using EchoService echo = EchoService.Start(bob.Kernel);
        using EngineSession session = bob.Filters!.Open(new SessionOptions { Name = "scenario", IsDynamic = true });
        run.Check(session.FilterAdd(BlockPort(EchoService.DefaultPort), out ulong filter).IsSuccess, "The filter was not accepted.");

        run.Check(!await CanConnectAsync(alice, server), "The connection was made although a filter blocks it.");
        run.Check(bob.Filters.Drops.Count > 0 && bob.Filters.Drops[0].FilterId == filter, "No drop names the filter.");
        run.Report("filter.blocks", bob.Filters.Drops.Total);

        run.Check(session.FilterDeleteById(filter).IsSuccess, "The filter was not deleted.");
        long good = await EchoClient.RunAsync(alice, server, EchoBytes);
        run.Report("echo.bytes", good);
        run.Check(good == EchoBytes, $"{good} of {EchoBytes} bytes came back right.");
    }

    private static Filter BlockPort(ushort port) => new()
    {
        Name = "Block the echo port",

        // The service listens in dual mode: ALE shows its connections at the IPv6 layer, those over IPv4 with mapped addresses.
        LayerKey = LayerCatalog.Current.Find("ALE_AUTH_RECV_ACCEPT_V6")!.Key,
        Action = FilterActionType.Block,
        Conditions = [new FilterCondition(FieldKeys.IpLocalPort, FwpMatchType.Equal, FwpValue.UInt16(port))],
    };

    private static async Task<bool> CanConnectAsync(SimHost from, IpEndpoint server)
    {
        try
        {
            await using SimTcpStream stream = await from.Sockets.ConnectAsync(server);
            return true;
        }
        catch (SocketStatusException)
        {
            return false;
        }
    }
}
