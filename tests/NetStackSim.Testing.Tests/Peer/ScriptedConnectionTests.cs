using NetStackSim.Packets;
using static NetStackSim.Testing.PacketChecks;

namespace NetStackSim.Testing.Tests.Peer;

public sealed class ScriptedConnectionTests
{
    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.2")]
    [InlineData("fd00::1/64", "fd00::2")]
    public void Open_EchoService_SendsTheBytesBackAndEndsWithFin(string address, string peerAddress)
    {
        using var network = new SimNetwork(seed: 2);
        SimHost host = network.AddHost("host", h => h.Address(address));
        ScriptedPeer peer = ScriptedPeer.Attach(network, host, new ScriptedPeerOptions { Addresses = [peerAddress] });

        network.Run(async () =>
        {
            await using EchoService echo = EchoService.Start(host.Kernel);
            ScriptedConnection c = peer.Connection(host, peerAddress, 4000, EchoService.DefaultPort);
            SeenFrame answer = await c.OpenAsync();
            answer.Is(Valid(), Tcp(TcpFlags.SynAck));

            c.Send("hello");
            await c.ExpectAsync(TcpFlags.PshAck, Payload("hello"), Tcp(acknowledgment: c.SendNext));

            c.Send(TcpFlags.FinAck);
            await peer.ExpectAsync(Tcp(acknowledgment: c.SendNext, sequence: c.ReceiveNext));
            c.Send(TcpFlags.Rst);
            await Task.Delay(TimeSpan.FromMinutes(5), network.TimeProvider);
        });

        network.AssertNoLeaks();
    }

    [Fact]
    public void Send_ResetOutsideTheWindow_IsIgnored()
    {
        using var network = new SimNetwork(seed: 2);
        SimHost host = network.AddHost("host", h => h.Address("10.0.0.1/24"));
        ScriptedPeer peer = ScriptedPeer.Attach(network, host, new ScriptedPeerOptions { Addresses = ["10.0.0.2"] });

        network.Run(async () =>
        {
            await using EchoService echo = EchoService.Start(host.Kernel);
            ScriptedConnection c = peer.Connection(host, "10.0.0.2", 4000, EchoService.DefaultPort);
            await c.OpenAsync();

            c.Send(TcpFlags.Rst, sequence: c.SendNext - 100_000);
            await peer.ExpectNothingAsync(TimeSpan.FromMilliseconds(100));
            c.Send("still here");
            await c.ExpectAsync(TcpFlags.PshAck, Payload("still here"));
            c.Send(TcpFlags.Rst);
        });

        network.AssertNoLeaks();
    }

    [Fact]
    public void Accept_HostConnects_LearnsItsPortAndNumbers()
    {
        using var network = new SimNetwork(seed: 2);
        SimHost host = network.AddHost("host", h => h.Address("10.0.0.1/24"));
        ScriptedPeer peer = ScriptedPeer.Attach(network, host, new ScriptedPeerOptions { Addresses = ["10.0.0.2"] });

        network.Run(async () =>
        {
            Task<SimTcpStream> connecting = host.Sockets.ConnectAsync(IpEndpoint.Parse("10.0.0.2:80")).AsTask();
            ScriptedConnection c = peer.Connection(host, "10.0.0.2", 80, remotePort: 0);
            await c.AcceptAsync();
            await using SimTcpStream stream = await connecting;
            Assert.Equal(c.RemotePort, stream.LocalEndpoint.Port);

            await stream.WriteAsync("ping"u8.ToArray());
            await c.ExpectAsync(TcpFlags.PshAck, Payload("ping"));
            c.Send("pong");
            byte[] buffer = new byte[10];
            Assert.Equal(4, await stream.ReadAsync(buffer));
            stream.Abort();
            await peer.SkipToAsync(Tcp(TcpFlags.RstAck));
        });

        network.AssertNoLeaks();
    }
}
