using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Scenarios;

/// <summary>
/// The first packet: a WSK client's message passes every layer of two Windows hosts and comes back; then a filter of the Windows Filtering
/// Platform stops the next one, which explains itself; then the filter goes and TCP repairs what was lost.
/// </summary>
public sealed class DemoScenario : Scenario
{
    /// <summary>The message whose journey is told.</summary>
    public const string FirstMessage = "Hello, Windows! This is the first packet.";

    /// <summary>The message that the filter stops.</summary>
    public const string SecondMessage = "This one does not get far.";

    private const string SubLayerName = "First packet lab";

    private static readonly string[] InspectedLayers =
    [
        "ALE_AUTH_CONNECT_V4", "ALE_AUTH_LISTEN_V4", "ALE_AUTH_RECV_ACCEPT_V4", "ALE_FLOW_ESTABLISHED_V4", "STREAM_V4",
        "OUTBOUND_TRANSPORT_V4", "INBOUND_TRANSPORT_V4", "OUTBOUND_IPPACKET_V4", "INBOUND_IPPACKET_V4",
    ];

    private static readonly Guid SubLayerKey = new("6e747373-6669-7273-7470-61636b657400");

    /// <inheritdoc/>
    public override string Name => "demo";

    /// <inheritdoc/>
    public override string Summary => "A message goes from a Winsock Kernel client through every layer to the wire and back; then a filter stops the next one and says why.";

    /// <inheritdoc/>
    public override string Topology => "alice 10.0.0.1 -- switch -- bob 10.0.0.2";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(100);

    /// <summary>Called after each message with its number, from 0; an observer looks at what happened, for example at <see cref="FilterEngine.Drops"/>.</summary>
    public Action<int, ScenarioRun>? OnMessage { get; set; }

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        Switch lan = network.AddSwitch("switch", new SwitchOptions { ForwardingDelayNs = 2_000 });
        LinkOptions cable = new() { DelayNs = 500, BitsPerSecond = 1_000_000_000 };
        network.Connect(AddHost(network, "alice", "10.0.0.1/24"), lan, cable);
        network.Connect(AddHost(network, "bob", "10.0.0.2/24"), lan, cable);
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        (SimHost alice, SimHost bob) = (run.Host("alice"), run.Host("bob"));
        await using EchoService echo = EchoService.Start(bob.Kernel);
        SimTcpStream stream = await alice.Sockets.ConnectAsync(new IpEndpoint(bob.Address, EchoService.DefaultPort));
        run.Check(await EchoAsync(stream, FirstMessage) == FirstMessage, "The first message did not come back.");
        OnMessage?.Invoke(0, run);

        // The delayed acknowledgment of the answer leaves first; the filter would stop it too.
        await Task.Delay(TimeSpan.FromMilliseconds(100), run.Network.TimeProvider);

        using EngineSession session = alice.Filters!.Open(new SessionOptions { Name = "demo", IsDynamic = true });
        run.Check(session.FilterAdd(BlockEcho(), out ulong filter).IsSuccess, "The filter was not accepted.");
        Task<string> second = EchoAsync(stream, SecondMessage);
        await Task.Delay(TimeSpan.FromMilliseconds(1), run.Network.TimeProvider);
        run.Check(alice.Filters.Drops.Count > 0 && alice.Filters.Drops[0].FilterId == filter, "No drop names the filter.");
        run.Report("filter.blocks", alice.Filters.Drops.Total);
        OnMessage?.Invoke(1, run);

        run.Check(session.FilterDeleteById(filter).IsSuccess, "The filter was not deleted.");
        run.Check(await second == SecondMessage, "The second message did not come back after the filter was gone.");
        run.Report("second.echo.ns", run.Network.NowNs);
        await stream.ShutdownSendAsync();
        run.Check(await stream.ReadAsync(new byte[1]) == 0, "The connection did not end.");
        await stream.DisposeAsync();

        // The last acknowledgment arrives before the service goes.
        await Task.Delay(TimeSpan.FromMilliseconds(1), run.Network.TimeProvider);
    }

    /// <summary>Alice's cable only: every frame passes it once.</summary>
    /// <param name="network">The network as it was built.</param>
    protected override IReadOnlyList<Link> CapturedLinks(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return [network.Links[0]];
    }

    private static SimHost AddHost(SimNetwork network, string name, string address)
    {
        SimHost host = network.AddHost(name, plan => plan
            .Address(address)
            .Filter(new LabFilterDriver(), "lab-filter")
            .Costs(new CostModel { PerIsr = 1_000, PerDpc = 1_500, PerList = 200 }));
        using EngineSession session = host.Filters!.Open(new SessionOptions { Name = "lab" });
        session.TransactionBegin();
        session.SubLayerAdd(new SubLayer { Key = SubLayerKey, Name = SubLayerName, Weight = 0x100 }, out _);
        foreach (string layer in InspectedLayers)
        {
            // A layer without filters is not asked; these let it be seen.
            session.FilterAdd(new Filter { Name = "Let " + layer + " be seen", LayerKey = LayerKey(layer), SubLayerKey = SubLayerKey, Action = FilterActionType.Permit }, out _);
        }

        session.TransactionCommit();
        return host;
    }

    private static Filter BlockEcho() => new()
    {
        Name = "Block the echo port",
        LayerKey = LayerKey("OUTBOUND_TRANSPORT_V4"),
        Action = FilterActionType.Block,
        Conditions =
        [
            new FilterCondition(FieldKeys.IpRemotePort, FwpMatchType.Equal, FwpValue.UInt16(EchoService.DefaultPort)),
            new FilterCondition(FieldKeys.IpProtocol, FwpMatchType.Equal, FwpValue.UInt8((byte)IpProtocol.Tcp)),
        ],
    };

    private static Guid LayerKey(string name) => LayerCatalog.Current.Find(name)!.Key;

    private static async Task<string> EchoAsync(SimTcpStream stream, string message)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(message);
        await stream.WriteAsync(bytes);
        byte[] answer = new byte[bytes.Length];
        await stream.ReadExactlyAsync(answer);
        return Encoding.ASCII.GetString(answer);
    }
}
