using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;
using NetStackSim.Wsk;

namespace NetStackSim.Tests.Sockets;

/// <summary>Scenarios of the client interfaces over the whole stack: two hosts, 1 ms each way, nothing left at the end.</summary>
public sealed class WskScenarioTests
{
    [Fact]
    public void Scenario10_OneCallConnect_NobodyListens_IsRefusedWithoutASocket()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        hosts.Run(async () =>
        {
            var wanted = new WskSocketRequest(IpFamily.V4, Transport.TransportSocketType.Stream, 6, WskSocketFlags.Connection);
            Irp irp = hosts.Alice.Kernel.Io.AllocateIrp(1, "connect");
            irp.PrepareWait();
            NtStatus call;
            using (hosts.Alice.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
            {
                call = alice.Provider.SocketConnect(wanted, new IpEndpoint(IpAddress.AnyV4, 0), hosts.BobAt(81), irp);
            }

            IoStatusBlock result = await irp.WaitAsync(call);
            irp.Free();
            Assert.Equal(NtStatus.ConnectionRefused, result.Status);
            Assert.Null(result.InformationObject);
        });
        Assert.Equal(0, alice.Provider.OpenSockets);
    }

    [Fact]
    public void Scenario11_WildcardBinding_IsCompleteAfterTheConnect()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Listen(7);
            WskConnectionSocket socket = await alice.Make<WskConnectionSocket>(WskSocketFlags.Connection);
            Assert.Equal(NtStatus.Success, await alice.Status(irp => socket.Bind(new IpEndpoint(IpAddress.AnyV4, 0), irp)));
            ushort port = socket.LocalAddress.Port;
            Assert.True(socket.LocalAddress.Address.IsUnspecified);
            Assert.InRange(port, 49152, 65535);
            Assert.Equal(NtStatus.InvalidDeviceState, await alice.Status(irp => socket.GetRemoteAddress(out _, irp)));
            Assert.Equal(NtStatus.Success, await alice.Status(irp => socket.Connect(hosts.BobAt(7), irp)));
            Assert.Equal(new IpEndpoint(hosts.Alice.Address, port), socket.LocalAddress);
            Assert.Equal(hosts.BobAt(7), socket.RemoteAddress);
            await alice.Close(socket);
            await bob.Close(listener);
        });
    }

    [Fact]
    public void Scenario13_Inheritance_ByCallbackOnByAcceptOff()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Listen(7, WskEventMask.Accept | WskEventMask.Receive | WskEventMask.Disconnect);
            WskConnectionSocket first = await alice.Connect(hosts.BobAt(7));
            await alice.Send(first, new byte[100]);
            Assert.Equal(["receive"], bob.Log);
            Task<WskConnectionSocket> accept = bob.Accept(listener);
            WskConnectionSocket second = await alice.Connect(hosts.BobAt(7));
            WskConnectionSocket accepted = await accept;
            await alice.Send(second, new byte[100]);
            Assert.Equal(["receive"], bob.Log);
            Assert.Equal(100, accepted.ReceiveBacklog);
            await alice.Close(first, second);
            await bob.Close(accepted, bob.Accepted[0], listener);
        });
    }

    [Fact]
    public void Scenario16_WaitAllAndDrain_OverTheWire()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Listen(7);
            Task<WskConnectionSocket> accept = bob.Accept(listener);
            WskConnectionSocket client = await alice.Connect(hosts.BobAt(7));
            WskConnectionSocket server = await accept;
            byte[] buffer = new byte[10_000];
            Task<IoStatusBlock> all = bob.Receive(server, buffer, WskReceiveFlags.WaitAll);
            byte[] data = TwoHosts.Pattern(14_000);
            for (int at = 0; at < 14_000; at += 2000)
            {
                await alice.Send(client, data[at..(at + 2000)]);
            }

            Assert.Equal(10_000, (int)(await all).Information);
            Assert.Equal(data[..10_000], buffer);
            Task<IoStatusBlock> cut = bob.Receive(server, buffer, WskReceiveFlags.WaitAll);
            Assert.Equal(NtStatus.Success, await alice.Disconnect(client));
            IoStatusBlock rest = await cut;
            Assert.Equal((NtStatus.Success, 4000), (rest.Status, (int)rest.Information));

            Task<IoStatusBlock> drain = alice.Receive(client, [], WskReceiveFlags.Drain);
            await bob.Send(server, new byte[5000]);
            Assert.False(drain.IsCompleted);
            await bob.Disconnect(server);
            Assert.Equal(NtStatus.Success, (await drain).Status);
            await alice.Close(client);
            await bob.Close(server, listener);
        });
        Assert.Equal(0, hosts.Resets);
    }

    [Fact]
    public void Scenario19_Graceful_DataThenFinAndThePeerStillSends()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            (WskConnectionSocket client, WskConnectionSocket server, WskListenSocket listener) = await ConnectAsync(hosts, alice, bob);
            Assert.Equal(NtStatus.Success, await alice.Disconnect(client, last: new byte[3000]));
            await hosts.Delay(5);
            Assert.Equal(3000, bob.BytesIndicated);
            Assert.Equal("disconnect", bob.Log[^1]);
            await bob.Send(server, new byte[10_000]);
            Assert.Equal(10_000, alice.BytesIndicated);
            await bob.Disconnect(server);
            await hosts.Delay(5);
            Assert.Equal("disconnect", alice.Log[^1]);

            // After both FINs a close sends nothing.
            long before = Segments(hosts);
            await alice.Close(client);
            await bob.Close(server, listener);
            await hosts.Delay(5);
            Assert.Equal(before, Segments(hosts));
        });
        Assert.Equal(0, hosts.Resets);
    }

    [Fact]
    public void Scenario19_AbortiveAndClose_SendAReset()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            (WskConnectionSocket client, WskConnectionSocket server, WskListenSocket listener) = await ConnectAsync(hosts, alice, bob);
            Task<IoStatusBlock> pending = bob.Receive(server, new byte[10]);
            Assert.Equal(NtStatus.Success, await alice.Disconnect(client, WskDisconnectFlags.Abortive));
            Assert.Equal(NtStatus.ConnectionReset, (await pending).Status);
            Assert.Equal("disconnect abortive", bob.Log[^1]);
            Assert.Equal(1, hosts.Resets);
            await alice.Close(client);
            await bob.Close(server, listener);
            Assert.Equal(1, hosts.Resets);

            (client, server, listener) = await ConnectAsync(hosts, alice, bob);
            await alice.Close(client);
            await hosts.Delay(5);
            Assert.Equal(2, hosts.Resets);
            Assert.Equal("disconnect abortive", bob.Log[^1]);
            await bob.Close(server, listener);
        });
    }

    [Fact]
    public void Scenario20_StuckDisconnect_PeerWindowClosed_AbortiveCompletesBoth()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Listen(7);
            Task<WskConnectionSocket> accept = bob.Accept(listener);
            WskConnectionSocket client = await alice.Connect(hosts.BobAt(7));
            WskConnectionSocket server = await accept;
            Task<IoStatusBlock> send = alice.Send(client, new byte[20_000_000]);
            Task<NtStatus> graceful = alice.Disconnect(client);
            await hosts.Delay(20_000);
            Assert.False(send.IsCompleted);
            Assert.False(graceful.IsCompleted);
            Assert.Equal(NtStatus.Success, await alice.Disconnect(client, WskDisconnectFlags.Abortive));
            Assert.Equal(NtStatus.ConnectionAborted, await graceful);
            Assert.Equal(NtStatus.ConnectionAborted, (await send).Status);
            await alice.Close(client);
            await bob.Close(server, listener);
        });
    }

    [Fact]
    public void ConditionalAccept_PendedThenAccepted_ConnectsThenRejected_IsRefused()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob) { Inspection = WskInspectAction.Pend };
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Listen(7, conditional: true);
            Task<WskConnectionSocket> connect = alice.Connect(hosts.BobAt(7));
            await hosts.Delay(4000);
            Assert.False(connect.IsCompleted);
            Assert.Equal(["inspect"], bob.Log);
            Assert.Equal(NtStatus.Success, await bob.Status(irp => listener.InspectComplete(bob.InspectId, WskInspectAction.Accept, irp)));
            WskConnectionSocket client = await connect;
            WskConnectionSocket server = await bob.Accept(listener);
            Assert.Equal(bob.InspectId, server.InspectId);

            bob.Inspection = WskInspectAction.Reject;
            var wanted = new WskSocketRequest(IpFamily.V4, Transport.TransportSocketType.Stream, 6, WskSocketFlags.Connection);
            NtStatus refused = await alice.Status(irp => alice.Provider.SocketConnect(wanted, new IpEndpoint(IpAddress.AnyV4, 0), hosts.BobAt(7), irp));
            Assert.Equal(NtStatus.ConnectionRefused, refused);
            await alice.Close(client);
            await bob.Close(server, listener);
        });
    }

    [Fact]
    public void Scenario25_SilentMode_NothingLeavesAnyMore()
    {
        using TwoHosts hosts = new();
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        hosts.Run(async () =>
        {
            (WskConnectionSocket client, WskConnectionSocket server, WskListenSocket listener) = await ConnectAsync(hosts, alice, bob);
            Assert.Equal(NtStatus.Success, await alice.Status(irp => client.Control(WskControlRequest.Ioctl, WskSocketOption.SetTcpSilentMode, 0, default, default, out _, irp)));
            long before = TwoHosts.Statistic(hosts.Alice, "tcp.out.segments");
            Task<IoStatusBlock> send = bob.Send(server, new byte[5000]);
            await hosts.Delay(1000);
            Assert.Equal(NtStatus.InvalidDeviceState, (await alice.Send(client, new byte[1])).Status);
            Assert.Equal(NtStatus.InvalidDeviceState, await alice.Disconnect(client));
            await alice.Close(client);
            await hosts.Delay(1000);
            Assert.Equal(before, TwoHosts.Statistic(hosts.Alice, "tcp.out.segments"));
            Assert.Empty(alice.Log);
            await bob.Close(server, listener);
            await send;
        });
    }

    [Fact]
    public void Scenario25_IdealSendBacklog_FillsALongPath()
    {
        using TwoHosts hosts = new(link: new LinkOptions { DelayNs = 25_000_000, BitsPerSecond = 100_000_000 });
        WskClient alice = new(hosts.Alice);
        WskClient bob = new(hosts.Bob);
        BacklogSender? sender = null;
        hosts.Run(async () =>
        {
            WskListenSocket listener = await bob.Listen(7, WskEventMask.Accept | WskEventMask.Receive);
            sender = new BacklogSender(hosts.Alice.Kernel, await alice.Connect(hosts.BobAt(7)));
            sender.Start();
            await hosts.Delay(3000);
            long start = bob.BytesIndicated;
            await hosts.Delay(10_000);
            double bitsPerSecond = (bob.BytesIndicated - start) * 8 / 10.0;

            // A segment of 1460 bytes takes 1538 on the wire.
            Assert.InRange(bitsPerSecond / 100_000_000, 0.95 * 1460 / 1538, 1.0);
            Assert.Equal(sender.Ideal, sender.Socket.IdealSendBacklog);
            Assert.True(sender.Ideal >= 1 << 20);
            await sender.StopAsync();
            await bob.Close(bob.Accepted[0], listener);
        });
    }

    private static long Segments(TwoHosts hosts) =>
        TwoHosts.Statistic(hosts.Alice, "tcp.out.segments") + TwoHosts.Statistic(hosts.Bob, "tcp.out.segments");

    private static async Task<(WskConnectionSocket Client, WskConnectionSocket Server, WskListenSocket Listener)> ConnectAsync(TwoHosts hosts, WskClient alice, WskClient bob)
    {
        WskListenSocket listener = await bob.Listen(7);
        Task<WskConnectionSocket> accept = bob.Accept(listener);
        WskConnectionSocket client = await alice.Connect(hosts.BobAt(7), WskEventMask.Receive | WskEventMask.Disconnect);
        WskConnectionSocket server = await accept;
        WskClient.Enable(server, WskEventMask.Receive | WskEventMask.Disconnect);
        return (client, server, listener);
    }
}
