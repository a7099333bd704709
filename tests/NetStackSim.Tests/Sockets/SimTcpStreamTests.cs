using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Simulation;

namespace NetStackSim.Tests.Sockets;

public sealed class SimTcpStreamTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Connect_BothFamilies_TellTheirAddresses(bool v6)
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync(v6);
            Assert.Equal(hosts.BobAt(7, v6), client.RemoteEndpoint);
            Assert.Equal(client.LocalEndpoint, server.RemoteEndpoint);
            Assert.Equal(hosts.BobAt(7, v6), server.LocalEndpoint);
            await client.DisposeAsync();
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void HalfClose_ServerAnswersAfterTheClientEnded()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            await client.WriteAsync("question"u8.ToArray());
            Task shutdown = client.ShutdownSendAsync().AsTask();
            byte[] buffer = new byte[100];
            Assert.Equal(8, await server.ReadAsync(buffer));
            Assert.Equal(0, await server.ReadAsync(buffer));
            await shutdown;
            await Assert.ThrowsAsync<InvalidOperationException>(async () => await client.WriteAsync(buffer));
            await server.WriteAsync(TwoHosts.Pattern(10_000));
            await server.DisposeAsync();
            MemoryStream answer = new();
            await client.CopyToAsync(answer);
            Assert.Equal(TwoHosts.Pattern(10_000), answer.ToArray());
            await client.DisposeAsync();
        });
        Assert.Equal(0, hosts.Resets);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.02)]
    public void Bulk_BothWaysAtOnce_KeepsTheBytes(double loss)
    {
        byte[] data = TwoHosts.Pattern(1_000_000);
        using TwoHosts hosts = new(5, new LinkOptions { DelayNs = 2_000_000, Loss = loss });
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            Task<byte[]> atServer = ReadToEndAsync(server);
            Task<byte[]> atClient = ReadToEndAsync(client);
            await Task.WhenAll(WriteAndEndAsync(client, data), WriteAndEndAsync(server, data));
            Assert.Equal(data, await atServer);
            Assert.Equal(data, await atClient);
            await client.DisposeAsync();
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void Read_Cancelled_LosesNothing()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            using CancellationTokenSource cancel = new();
            byte[] buffer = new byte[100];
            Task<int> read = server.ReadAsync(buffer, cancel.Token).AsTask();
            await hosts.Delay(5);
            await Assert.ThrowsAsync<InvalidOperationException>(() => server.ReadAsync(new byte[1]).AsTask());
            cancel.Cancel();
            OperationCanceledException canceled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
            Assert.Equal(cancel.Token, canceled.CancellationToken);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server.ReadAsync(buffer, cancel.Token).AsTask());
            await client.WriteAsync("later"u8.ToArray());
            Assert.Equal(5, await server.ReadAsync(buffer));
            await client.DisposeAsync();
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void Dispose_DuringARead_EndsIt()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            Task<int> read = client.ReadAsync(new byte[10]).AsTask();
            await hosts.Delay(5);
            await client.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => read);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => client.ReadAsync(new byte[10]).AsTask());
            Assert.Equal(0, await server.ReadAsync(new byte[10]));
            await server.DisposeAsync();
        });
        Assert.Equal(0, hosts.Resets);
    }

    [Fact]
    public void Dispose_DuringAWrite_EndsItAndSendsWhatWasBuffered()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            Task write = client.WriteAsync(TwoHosts.Pattern(20_000_000)).AsTask();
            await hosts.Delay(500);
            Assert.False(write.IsCompleted);
            await client.DisposeAsync();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => write);
            byte[] all = await ReadToEndAsync(server);
            Assert.InRange(all.Length, 64 * 1024, 19_999_999);
            Assert.Equal(TwoHosts.Pattern(20_000_000)[..all.Length], all);
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void Write_Cancelled_StopsWaitingForSpace()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            using CancellationTokenSource cancel = new();
            Task write = client.WriteAsync(new byte[20_000_000], cancel.Token).AsTask();
            await hosts.Delay(500);
            cancel.Cancel();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => write);
            client.Abort();
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void Abort_PeerSeesAReset()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            Task<int> own = client.ReadAsync(new byte[10]).AsTask();
            Task<int> read = server.ReadAsync(new byte[10]).AsTask();
            await hosts.Delay(5);
            client.Abort();
            await Assert.ThrowsAsync<ObjectDisposedException>(() => own);
            IOException failure = await Assert.ThrowsAsync<IOException>(() => read);
            Assert.Equal(NtStatus.ConnectionReset, Assert.IsType<SocketStatusException>(failure.InnerException).Status);
            await Assert.ThrowsAsync<IOException>(async () => await server.WriteAsync(new byte[10]));
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void Connect_NobodyListens_IsRefused()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            SocketStatusException refused = await Assert.ThrowsAsync<SocketStatusException>(async () => await hosts.Alice.Sockets.ConnectAsync(hosts.BobAt(81)));
            Assert.Equal(NtStatus.ConnectionRefused, refused.Status);
        });
    }

    [Fact]
    public void Connect_Cancelled_IsGivenUp()
    {
        using TwoHosts hosts = new(link: new LinkOptions { Loss = 1 });
        hosts.Run(async () =>
        {
            using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(100), hosts.Network.TimeProvider);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await hosts.Alice.Sockets.ConnectAsync(hosts.BobAt(7), cancel.Token));
            Assert.Equal(100_000_000, hosts.Network.NowNs);
        });
    }

    [Fact]
    public void Write_WithoutAwait_WorksWhileThereIsRoom()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            client.Write(TwoHosts.Pattern(1000), 0, 1000);
            Assert.Throws<NotSupportedException>(() => client.Write(new byte[10_000_000], 0, 10_000_000));
            Assert.Throws<NotSupportedException>(() => client.Read(new byte[1], 0, 1));
            byte[] buffer = new byte[1000];
            await server.ReadExactlyAsync(buffer);
            Assert.Equal(TwoHosts.Pattern(1000), buffer);
            await client.DisposeAsync();
            Assert.Equal(0, await server.ReadAsync(buffer));
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void Read_MemoryWithoutAnArray_IsCopiedThrough()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            await client.WriteAsync("native"u8.ToArray());
            using NativeMemory native = new(16);
            Assert.Equal(6, await server.ReadAsync(native.Memory));
            Assert.True(native.Memory.Span[..6].SequenceEqual("native"u8));
            Assert.Equal(6, hosts.Bob.Kernel.Copies.Bytes(CopyKind.StackOther));
            await client.DisposeAsync();
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void Copies_OfAStream_AreOneEachSide()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            Task<byte[]> reading = ReadToEndAsync(server);
            await WriteAndEndAsync(client, new byte[300_000]);
            Assert.Equal(300_000, (await reading).Length);
            await client.DisposeAsync();
            await server.DisposeAsync();
        });
        Assert.Equal(300_000, hosts.Alice.Kernel.Copies.StackBytes);
        Assert.Equal(300_000, hosts.Bob.Kernel.Copies.StackBytes);
    }

    [Fact]
    public void Write_LongFatPath_GrowsTheBufferToFillIt()
    {
        using TwoHosts hosts = new(link: new LinkOptions { DelayNs = 50_000_000, BitsPerSecond = 100_000_000 });
        byte[] data = TwoHosts.Pattern(20_000_000);
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            Task<byte[]> reading = ReadToEndAsync(server);
            await client.WriteAsync(data);
            await client.ShutdownSendAsync();
            Assert.Equal(data, await reading);
            await client.DisposeAsync();
            await server.DisposeAsync();
        });

        // A fixed buffer of 256 KiB would need 20 MB / (256 KiB / 100 ms) = 7.6 s.
        Assert.InRange(hosts.Network.Elapsed.TotalSeconds, 1.7, 5);
    }

    [Fact]
    public void Dispose_PeerNeverEnds_IsResetAfterTheLinger()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            long start = hosts.Network.NowNs;
            await client.DisposeAsync();
            Assert.Equal(0, await server.ReadAsync(new byte[1]));
            await hosts.Delay(130_000);
            Assert.False(server.Socket.IsConnected);
            Assert.True(hosts.Network.NowNs - start >= ConnectionCloser.LingerNs);
            await server.DisposeAsync();
        });
    }

    // A write that could not be sent is an exception, and the peer must see a reset: an orderly end would say that the data is whole.
    [Theory]
    [InlineData("WSK stream sends")]
    [InlineData("irp")]
    public void Write_WithoutMemory_FailsAndThePeerSeesAReset(string pool)
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            hosts.Alice.Kernel.Pools.Find(pool)!.FailRentAt(1);
            IOException error = await Assert.ThrowsAsync<IOException>(async () => await client.WriteAsync(new byte[10]));
            Assert.Equal(NtStatus.InsufficientResources, Assert.IsType<SocketStatusException>(error.InnerException).Status);
            await Assert.ThrowsAsync<IOException>(async () => await client.ShutdownSendAsync());
            await client.DisposeAsync();
            await Assert.ThrowsAsync<IOException>(async () => await ReadToEndAsync(server));
            await server.DisposeAsync();
        });
    }

    [Fact]
    public void Dispose_WithoutMemory_EndsInOrderWhenThereIsSomeAgain()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            IKernelPool irps = hosts.Alice.Kernel.Pools.Find("irp")!;
            irps.Quota = irps.Outstanding;
            await client.DisposeAsync();
            await hosts.Delay(100);
            irps.Quota = null;
            Assert.Equal(0, await server.ReadAsync(new byte[1]));
            await server.DisposeAsync();
        });
        Assert.Equal(0, hosts.Resets);
    }

    [Fact]
    public void Connect_WithoutMemory_FailsWithAStatus()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            hosts.Alice.Kernel.Pools.Find("irp")!.FailRentAt(1);
            SocketStatusException error = await Assert.ThrowsAsync<SocketStatusException>(async () => await hosts.Alice.Sockets.ConnectAsync(hosts.BobAt(7)));
            Assert.Equal(NtStatus.InsufficientResources, error.Status);
        });
    }

    private static async Task WriteAndEndAsync(SimTcpStream stream, byte[] data)
    {
        for (int at = 0; at < data.Length; at += 7000)
        {
            await stream.WriteAsync(data.AsMemory(at, Math.Min(7000, data.Length - at)));
        }

        await stream.ShutdownSendAsync();
    }

    private static async Task<byte[]> ReadToEndAsync(SimTcpStream stream)
    {
        MemoryStream all = new();
        await stream.CopyToAsync(all);
        return all.ToArray();
    }
}
