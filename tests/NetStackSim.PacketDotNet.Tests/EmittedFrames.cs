using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.TcpIp;
using NetStackSim.Testing;

namespace NetStackSim.PacketDotNet.Tests;

/// <summary>Every kind of frame that hosts emit, taken from the wire of a run that provokes them.</summary>
internal static class EmittedFrames
{
    /// <summary>Runs both families and returns what crossed the wire.</summary>
    public static IReadOnlyList<SeenFrame> Collect()
    {
        using var network = new SimNetwork(seed: 11);
        SimHost alice = network.AddHost("alice", h => h.Address("10.0.0.1/24").Address("fd00::1/64").Gateway("10.0.0.2").Gateway("fd00::2").Offloads(VirtualNicOptions.AllOffloads));
        SimHost bob = network.AddHost("bob", h => h.Address("10.0.0.2/24").Address("fd00::2/64").Forwarding());
        FrameLog log = FrameLog.Watch(network, network.Connect(alice, bob, new LinkOptions { DelayNs = 100_000 }));
        network.Run(async () =>
        {
            await using EchoService echo = EchoService.Start(bob.Kernel);
            foreach (IpFamily family in (IpFamily[])[IpFamily.V4, IpFamily.V6])
            {
                IpAddress target = bob.AddressOf(family);
                await Pings(alice, target);
                await Datagrams(alice, bob, target);
                await Streams(alice, target);
            }
        });
        network.AssertNoLeaks();
        return log.Frames;
    }

    private static async Task Pings(SimHost alice, IpAddress target)
    {
        await alice.PingAsync(target);
        await alice.PingAsync(target, new EchoRequestOptions { Size = 4000 });
        await alice.PingAsync(IpAddress.Parse(target.IsV4 ? "203.0.113.1" : "2001:db8::1"), new EchoRequestOptions { HopLimit = 1, TimeoutNs = 100_000_000 });
    }

    private static async Task Datagrams(SimHost alice, SimHost bob, IpAddress target)
    {
        await using SimUdpSocket receiver = bob.Sockets.OpenUdp(new IpEndpoint(target, 5000));
        await using SimUdpSocket sender = alice.Sockets.OpenUdp(new IpEndpoint(alice.AddressOf(target.Family), 4000));
        await sender.SendToAsync(new byte[100], receiver.LocalEndpoint);
        await receiver.ReceiveFromAsync(new byte[100]);
        await sender.SendToAsync(new byte[10], new IpEndpoint(target, 9999));
        await Task.Delay(TimeSpan.FromMilliseconds(10), bob.Network.TimeProvider);
    }

    private static async Task Streams(SimHost alice, IpAddress target)
    {
        await using (SimTcpStream stream = await alice.Sockets.ConnectAsync(new IpEndpoint(target, EchoService.DefaultPort)))
        {
            await stream.WriteAsync(new byte[20_000]);
            await stream.ReadExactlyAsync(new byte[20_000]);
        }

        try
        {
            await alice.Sockets.ConnectAsync(new IpEndpoint(target, 81));
        }
        catch (SocketStatusException)
        {
            // Refused: the reset is what this is for.
        }
    }
}
