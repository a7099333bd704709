using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Scenarios;

/// <summary>Requests to the http service over one connection that stays open, and over one that does not.</summary>
public sealed class HttpScenario : Scenario
{
    private const int DownloadBytes = 1_000_000;

    /// <inheritdoc/>
    public override string Name => "http";

    /// <inheritdoc/>
    public override string Summary => "Pages and a megabyte from the http service, over IPv6 with 20 ms round trip: keep-alive, HEAD, and what is answered to bad requests.";

    /// <inheritdoc/>
    public override string Topology => "client fd00::1 -- server fd00::2";

    /// <inheritdoc/>
    public override TimeSpan? InspectAt => TimeSpan.FromMilliseconds(150);

    /// <inheritdoc/>
    protected override void Build(SimNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        SimHost client = network.AddHost("client", host => host.Address("fd00::1/64"));
        SimHost server = network.AddHost("server", host => host.Address("fd00::2/64"));
        network.Connect(client, server, new LinkOptions { DelayNs = 10_000_000, BitsPerSecond = 100_000_000 });
    }

    /// <inheritdoc/>
    protected override async Task RunAsync(ScenarioRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        SimHost server = run.Host("server");
        await using HttpService http = HttpService.Start(server.Kernel, server.Stack.Store);
        await using SimTcpStream stream = await run.Host("client").Sockets.ConnectAsync(new IpEndpoint(server.Address, HttpService.DefaultPort));
        HttpClientConnection client = new(stream);
        await RequestAsync(run, client, "GET", "/", 200);
        await RequestAsync(run, client, "HEAD", "/bytes/10", 200);
        await RequestAsync(run, client, "GET", $"/bytes/{DownloadBytes}", 200);
        await RequestAsync(run, client, "GET", "/nothing", 404);
        await RequestAsync(run, client, "POST", "/", 405);
        run.Report("http.bytes", client.PatternBytes);
        run.Check(client.PatternBytes == DownloadBytes, $"{client.PatternBytes} of {DownloadBytes} bytes were right.");
    }

    private static async Task RequestAsync(ScenarioRun run, HttpClientConnection client, string method, string path, int expected)
    {
        int status = await client.RequestAsync(method, path);
        run.Check(status == expected, $"{method} {path} was answered with {status}, not {expected}.");
    }
}
