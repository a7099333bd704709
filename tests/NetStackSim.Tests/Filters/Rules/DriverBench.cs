using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Tests.Filters.Rules.Drivers;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>One driver on the second of two hosts, and traffic of every kind between them.</summary>
internal sealed class DriverBench : IDisposable
{
    private readonly FilterLab _lab = new();

    internal DriverBench(string kind, CalloutBug? bug = null)
    {
        _lab.B.Kernel.Verifier!.RecordsStacks = true;
        BuiltIn = Engine.Callouts.RegisteredCount;
        Driver = kind switch
        {
            nameof(Resender) => new Resender(Engine, bug),
            nameof(Holder) => new Holder(Engine, bug),
            nameof(Editor) => new Editor(Engine, bug),
            nameof(Waiter) => new Waiter(Engine, bug),
            nameof(Redirector) => new Redirector(Engine, bug),
            _ => new Keeper(Engine, bug),
        };
    }

    internal static string[] Kinds => [nameof(Resender), nameof(Holder), nameof(Editor), nameof(Waiter), nameof(Redirector), nameof(Keeper)];

    internal FilterEngine Engine => _lab.B.Filters!;

    /// <summary>Callouts that every host has.</summary>
    internal int BuiltIn { get; }

    internal LabDriver Driver { get; }

    internal PacketInjection Packets => Engine.Injection!;

    public void Dispose() => _lab.Dispose();

    /// <summary>Traffic, then the driver goes while a connection is open.</summary>
    /// <returns>What arrived where.</returns>
    internal string Run() => _lab.Network.Run(async () =>
    {
        var seen = new StringBuilder();
        await using SimTcpListener web = _lab.A.Sockets.Listen(new IpEndpoint(_lab.Any, 80));
        await using SimTcpListener shell = _lab.B.Sockets.Listen(new IpEndpoint(_lab.Any, 7));
        await Datagrams(seen);
        await Connection(web, _lab.B, new IpEndpoint(_lab.A.Address, 81), seen);
        await Connection(web, _lab.B, new IpEndpoint(_lab.A.Address, 80), seen);
        ValueTask<SimTcpStream> accept = shell.AcceptAsync();
        await using SimTcpStream client = await _lab.A.Sockets.ConnectAsync(new IpEndpoint(_lab.B.Address, 7));
        await using SimTcpStream server = await accept;
        await client.WriteAsync("abcdxyz1efg"u8.ToArray());
        await Work();
        await client.ShutdownSendAsync();
        await server.WriteAsync("back"u8.ToArray());
        await Work();
        Driver.Unload();
        return seen.ToString();
    });

    private async Task Datagrams(StringBuilder seen)
    {
        await using SimUdpSocket a = _lab.A.Sockets.OpenUdp(new IpEndpoint(_lab.A.Address, 53));
        await using SimUdpSocket b = _lab.B.Sockets.OpenUdp(new IpEndpoint(_lab.B.Address, 53));
        for (int i = 0; i < 3; i++)
        {
            await a.SendToAsync(new byte[i + 1], b.LocalEndpoint);
            await b.SendToAsync(new byte[i + 1], a.LocalEndpoint);
            await Work();
        }

        seen.Append("datagrams; ");
    }

    private async Task Connection(SimTcpListener listener, SimHost from, IpEndpoint to, StringBuilder seen)
    {
        Task<SimTcpStream> connect = from.Sockets.ConnectAsync(to).AsTask();
        await Work();
        if (!connect.IsCompletedSuccessfully)
        {
            seen.Append(connect.IsCompleted ? "refused; " : "waiting; ");
            return;
        }

        await using SimTcpStream client = await connect;
        await using SimTcpStream server = await listener.AcceptAsync();
        await client.WriteAsync("xxxxyyyy"u8.ToArray());
        await Work();
        seen.Append("connected; ");
    }

    private async Task Work()
    {
        for (int i = 0; i < 3; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(150), _lab.Network.TimeProvider);
            Driver.Work();
        }
    }
}
