using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Tests.Guide;

/// <summary>The sequence diagrams of <c>docs/wfp.md</c> are recorded runs, equal in both families.</summary>
public sealed class OrderGuideTests
{
    [Fact]
    public void Guide_Tcp_FromListenToClose() => Check("order of TCP", async diagram =>
    {
        diagram.Step("server: bind, listen");
        SimTcpListener listener = diagram.B.Sockets.Listen(new IpEndpoint(diagram.Any, 7));
        ValueTask<SimTcpStream> accept = listener.AcceptAsync();
        diagram.Step("client: connect");
        SimTcpStream client = await diagram.A.Sockets.ConnectAsync(new IpEndpoint(diagram.B.Address, 7));
        SimTcpStream server = await accept;
        diagram.Step("client: send");
        await client.WriteAsync(new byte[10]);
        await server.ReadExactlyAsync(new byte[10]);
        await diagram.Settle();
        diagram.Step("both: shutdown");
        await client.ShutdownSendAsync();
        await diagram.Settle();
        await server.ShutdownSendAsync();
        await diagram.Settle();
        diagram.Step("both: close");
        await client.DisposeAsync();
        await server.DisposeAsync();
        await diagram.Settle();
        await listener.DisposeAsync();
    });

    [Fact]
    public void Guide_Udp_FirstNextAndReply() => Check("order of UDP", async diagram =>
    {
        byte[] buffer = new byte[10];
        diagram.Step("both: bind");
        await using SimUdpSocket client = diagram.A.Sockets.OpenUdp(new IpEndpoint(diagram.Any, 5000));
        await using SimUdpSocket server = diagram.B.Sockets.OpenUdp(new IpEndpoint(diagram.Any, 53));
        diagram.Step("client: first datagram to this peer");
        await client.SendToAsync(buffer, new IpEndpoint(diagram.B.Address, 53));
        await server.ReceiveFromAsync(buffer);
        diagram.Step("server: reply");
        await server.SendToAsync(buffer, new IpEndpoint(diagram.A.Address, 5000));
        await client.ReceiveFromAsync(buffer);
        diagram.Step("both: close");
        await client.DisposeAsync();
        await server.DisposeAsync();
    });

    [Fact]
    public void Guide_Ping() => Check("order of ping", async diagram => await diagram.A.PingAsync(diagram.B.Address));

    [Fact]
    public void Guide_NobodyListens() => Check("order of refusals", async diagram =>
    {
        diagram.Step("client: datagram to a port that nobody has");
        await using SimUdpSocket client = diagram.A.Sockets.OpenUdp(new IpEndpoint(diagram.A.Address, 5000));
        await client.SendToAsync(new byte[10], new IpEndpoint(diagram.B.Address, 53));
        await diagram.Settle();
    });

    [Fact]
    public void Guide_Frames() => Check(
        "order of frames",
        async diagram =>
        {
            byte[] buffer = new byte[10];
            await using SimUdpSocket client = diagram.A.Sockets.OpenUdp(new IpEndpoint(diagram.Any, 5000));
            await using SimUdpSocket server = diagram.B.Sockets.OpenUdp(new IpEndpoint(diagram.Any, 53));
            await client.SendToAsync(buffer, new IpEndpoint(diagram.B.Address, 53));
            await server.ReceiveFromAsync(buffer);
            diagram.Step("client: second datagram");
            await client.SendToAsync(buffer, new IpEndpoint(diagram.B.Address, 53));
            await server.ReceiveFromAsync(buffer);
            diagram.Step("both: close");
        },
        "INBOUND_MAC_FRAME_ETHERNET",
        "OUTBOUND_MAC_FRAME_ETHERNET",
        "INBOUND_MAC_FRAME_NATIVE",
        "OUTBOUND_MAC_FRAME_NATIVE");

    private static void Check(string name, Func<OrderDiagram, Task> run, params string[] linkLayers)
    {
        string v4 = Record(IpFamily.V4, run, linkLayers);
        string v6 = Record(IpFamily.V6, run, linkLayers);
        Assert.Equal(v4, v6);
        GuidePage.Check("docs/wfp.md", name, v4);
    }

    private static string Record(IpFamily family, Func<OrderDiagram, Task> run, string[] linkLayers)
    {
        using OrderDiagram diagram = new(family, linkLayers);
        diagram.Network.Run(async () => await run(diagram));
        return diagram.Finish();
    }
}
