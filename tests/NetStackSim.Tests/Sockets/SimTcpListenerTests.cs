using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Tests.Sockets;

public sealed class SimTcpListenerTests
{
    [Fact]
    public void AcceptAll_ManyClients_ComeInOrderUntilTheListenerCloses()
    {
        using TwoHosts hosts = new();
        List<ushort> accepted = [];
        List<ushort> connected = [];
        hosts.Run(async () =>
        {
            SimTcpListener listener = hosts.Bob.Sockets.Listen(7);
            Task serving = ServeAsync(listener);
            for (int i = 0; i < 5; i++)
            {
                await using SimTcpStream client = await hosts.Alice.Sockets.ConnectAsync(hosts.BobAt(7, v6: i % 2 == 1));
                connected.Add(client.LocalEndpoint.Port);
            }

            await hosts.Delay(10);
            await listener.DisposeAsync();
            await serving;
        });
        Assert.Equal(connected, accepted);

        async Task ServeAsync(SimTcpListener listener)
        {
            await foreach (SimTcpStream stream in listener.AcceptAllAsync())
            {
                accepted.Add(stream.RemoteEndpoint.Port);
                await stream.DisposeAsync();
            }
        }
    }

    [Fact]
    public void Accept_CancelledOrDisposed_Ends()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            SimTcpListener listener = hosts.Bob.Sockets.Listen(0);
            Assert.NotEqual(0, listener.LocalEndpoint.Port);
            using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(5), hosts.Network.TimeProvider);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await listener.AcceptAsync(cancel.Token));
            Task<SimTcpStream> accept = listener.AcceptAsync().AsTask();
            await listener.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => accept);
            await Assert.ThrowsAsync<ObjectDisposedException>(async () => await listener.AcceptAsync());
        });
    }

    [Fact]
    public void Dispose_ConnectionsInTheBacklog_AreReset()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            SimTcpListener listener = hosts.Bob.Sockets.Listen(7);
            await using SimTcpStream client = await hosts.Alice.Sockets.ConnectAsync(hosts.BobAt(7));
            await hosts.Delay(10);
            await listener.DisposeAsync();
            IOException failure = await Assert.ThrowsAsync<IOException>(() => client.ReadAsync(new byte[1]).AsTask());
            Assert.Equal(NtStatus.ConnectionReset, ((SocketStatusException)failure.InnerException!).Status);
        });
    }

    [Fact]
    public void Listen_PortTakenOrAddressNotOurs_IsRefused()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            await using SimTcpListener listener = hosts.Bob.Sockets.Listen(7);
            Assert.Equal(NtStatus.AddressAlreadyExists, Assert.Throws<SocketStatusException>(() => hosts.Bob.Sockets.Listen(7)).Status);
            Assert.Equal(
                NtStatus.InvalidAddressComponent,
                Assert.Throws<SocketStatusException>(() => hosts.Bob.Sockets.Listen(IpEndpoint.Parse("10.0.0.99:8"))).Status);
        });
    }
}
