using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wsk;

namespace NetStackSim.Tests.Sockets;

/// <summary>AF_INET6 sockets with IPV6_V6ONLY = 0: IPv4 peers as ::ffff:a.b.c.d.</summary>
public sealed class DualModeTests
{
    private static readonly IpEndpoint Any = new(IpAddress.AnyV6, 0);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Listen_BothFamilies_ShowsV4PeersMapped(bool v6)
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Make<WskListenSocket>(WskSocketFlags.Listen, IpFamily.V6);
            await bob.SetOption(listener, WskSocketOption.Ipv6Only, 0, WskSocketOption.LevelIpv6);
            Assert.Equal(NtStatus.Success, await bob.Status(irp => listener.Bind(Any.WithPort(7), irp)));
            Task<WskConnectionSocket> accept = bob.Accept(listener);
            WskConnectionSocket client = await alice.Connect(hosts.BobAt(7, v6));
            WskConnectionSocket server = await accept;
            Assert.Equal(hosts.Alice.AddressOf(v6 ? IpFamily.V6 : IpFamily.V4).MapToV6(), server.RemoteAddress.Address);
            Assert.Equal(hosts.BobAt(7, v6).Address.MapToV6(), server.LocalAddress.Address);
            await alice.Close(client);
            await bob.Close(server, listener);
        });
    }

    [Fact]
    public void Listen_V6Only_RefusesV4()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Make<WskListenSocket>(WskSocketFlags.Listen, IpFamily.V6);
            Assert.Equal(NtStatus.Success, await bob.Status(irp => listener.Bind(Any.WithPort(7), irp)));
            var wanted = new WskSocketRequest(IpFamily.V4, Transport.TransportSocketType.Stream, 6, WskSocketFlags.Connection);
            NtStatus status = await alice.Status(irp => alice.Provider.SocketConnect(wanted, new IpEndpoint(IpAddress.AnyV4, 0), hosts.BobAt(7), irp));
            Assert.Equal(NtStatus.ConnectionRefused, status);
            await bob.Close(listener);
        });
    }

    [Fact]
    public void Connect_ToAMappedAddress_GoesOverV4()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Listen(7);
            Task<WskConnectionSocket> accept = bob.Accept(listener);
            WskConnectionSocket client = await alice.Make<WskConnectionSocket>(WskSocketFlags.Connection, IpFamily.V6);
            await alice.SetOption(client, WskSocketOption.Ipv6Only, 0, WskSocketOption.LevelIpv6);
            Assert.Equal(NtStatus.Success, await alice.Status(irp => client.Bind(Any, irp)));
            var mapped = new IpEndpoint(hosts.Bob.AddressOf(IpFamily.V4).MapToV6(), 7);
            Assert.Equal(NtStatus.Success, await alice.Status(irp => client.Connect(mapped, irp)));
            WskConnectionSocket server = await accept;
            Assert.Equal(mapped, client.RemoteAddress);
            Assert.Equal(hosts.Alice.AddressOf(IpFamily.V4).MapToV6(), client.LocalAddress.Address);
            Assert.Equal(hosts.Alice.AddressOf(IpFamily.V4), server.RemoteAddress.Address);
            Task<IoStatusBlock> receive = bob.Receive(server, new byte[10]);
            await alice.Send(client, new byte[5]);
            Assert.Equal(5, (int)(await receive).Information);
            await alice.Close(client);
            await bob.Close(server, listener);
        });
    }

    [Fact]
    public void Datagram_DualMode_TalksToBothFamilies()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        hosts.Run(async () =>
        {
            await using SimUdpSocket four = hosts.Bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 53));
            await using SimUdpSocket six = hosts.Bob.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV6, 53));
            WskDatagramSocket socket = await alice.Make<WskDatagramSocket>(WskSocketFlags.Datagram, IpFamily.V6);
            await alice.SetOption(socket, WskSocketOption.Ipv6Only, 0, WskSocketOption.LevelIpv6);
            Assert.Equal(NtStatus.Success, await alice.Status(irp => socket.Bind(Any, irp)));
            foreach (bool v6 in (bool[])[false, true])
            {
                SimUdpSocket server = v6 ? six : four;
                var target = new IpEndpoint(hosts.BobAt(53, v6).Address.MapToV6(), 53);
                await alice.Status(irp => socket.SendTo(new WskBuffer(Mdl.Over(new byte[9]), 0, 9), target, irp));
                UdpReceiveResult question = await server.ReceiveFromAsync(new byte[20]);
                await server.SendToAsync(new byte[4], question.Remote);
                WskAddressBuffer from = new();
                IoStatusBlock answer = await alice.Call(irp => socket.ReceiveFrom(new WskBuffer(Mdl.Over(new byte[9]), 0, 9), from, irp));
                Assert.Equal((NtStatus.Success, 4, target), (answer.Status, (int)answer.Information, from.Address));
            }

            await alice.Close(socket);
        });
    }

}
