using System.Buffers;
using System.IO.Pipelines;
using NetStackSim.Kernel;
using NetStackSim.Simulation;

namespace NetStackSim.Tests.Sockets;

public sealed class SimTcpPipeTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.02)]
    public void Echo_ThroughPipes_CopiesNothingInTheStack(double loss)
    {
        byte[] data = TwoHosts.Pattern(500_000);
        using TwoHosts hosts = new(3, new LinkOptions { DelayNs = 1_000_000, Loss = loss });
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            Task echo = EchoAsync(server);
            Task<byte[]> reading = ReadToEndAsync(client.Input);
            for (int at = 0; at < data.Length; at += 10_000)
            {
                await client.Output.WriteAsync(data.AsMemory(at, 10_000));
            }

            client.Output.Complete();
            Assert.Equal(data, await reading);
            await echo;
        });
        Assert.Equal(0, hosts.Alice.Kernel.Copies.StackBytes);
        Assert.Equal(0, hosts.Bob.Kernel.Copies.StackBytes);
        Assert.Equal(0, hosts.Resets);
    }

    [Fact]
    public void Complete_OutputThenInputAtOnce_DoesNotResetTheResponse()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            await server.Output.WriteAsync(TwoHosts.Pattern(200_000));
            server.Output.Complete();
            server.Input.Complete();
            await client.Output.WriteAsync(new byte[100]);
            Assert.Equal(TwoHosts.Pattern(200_000), await ReadToEndAsync(client.Input));
            client.Output.Complete();
        });
        Assert.Equal(0, hosts.Resets);
    }

    [Fact]
    public void Complete_WithAnException_ResetsThePeer()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            Task<ReadResult> read = client.Input.ReadAsync().AsTask();
            server.Output.Complete(new InvalidDataException());
            server.Input.Complete();
            IOException failure = await Assert.ThrowsAsync<IOException>(() => read);
            Assert.Equal(NtStatus.ConnectionReset, ((SocketStatusException)failure.InnerException!).Status);
            client.Input.Complete();
            client.Output.Complete();
        });
    }

    [Fact]
    public void Read_CancelPendingRead_GivesACanceledResult()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            Task<ReadResult> read = server.Input.ReadAsync().AsTask();
            await hosts.Delay(5);
            server.Input.CancelPendingRead();
            ReadResult canceled = await read;
            Assert.True(canceled.IsCanceled);
            Assert.True(canceled.Buffer.IsEmpty);
            server.Input.AdvanceTo(canceled.Buffer.Start, canceled.Buffer.End);

            using CancellationTokenSource cancel = new(TimeSpan.FromMilliseconds(5), hosts.Network.TimeProvider);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await server.Input.ReadAsync(cancel.Token));

            await client.Output.WriteAsync(new byte[3]);
            ReadResult result = await server.Input.ReadAsync();
            Assert.Equal(3, result.Buffer.Length);
            server.Input.AdvanceTo(result.Buffer.End);
            End(client);
            End(server);
        });
    }

    [Fact]
    public void Read_NotEnough_WaitsForMoreBehindWhatWasExamined()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            await client.Output.WriteAsync(TwoHosts.Pattern(100));
            ReadResult result = await server.Input.ReadAsync();
            Assert.Equal(100, result.Buffer.Length);
            server.Input.AdvanceTo(result.Buffer.GetPosition(30), result.Buffer.End);
            Assert.False(server.Input.TryRead(out _));
            ValueTask<ReadResult> more = server.Input.ReadAsync();
            await hosts.Delay(5);
            Assert.False(more.IsCompleted);
            Assert.Throws<InvalidOperationException>(() => { _ = server.Input.ReadAsync(); });
            await client.Output.WriteAsync(TwoHosts.Pattern(50));
            result = await more;
            Assert.Equal([.. TwoHosts.Pattern(100)[30..], .. TwoHosts.Pattern(50)], result.Buffer.ToArray());
            server.Input.AdvanceTo(result.Buffer.Start);
            Assert.True(server.Input.TryRead(out result));
            Assert.Equal(120, result.Buffer.Length);
            server.Input.AdvanceTo(result.Buffer.End);
            End(client);
            End(server);
        });
    }

    [Fact]
    public void Flush_ReaderDoesNotConsume_WaitsUntilItDoes()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            Task writing = WriteAsync(client.Output, 400, 64 * 1024);
            await hosts.Delay(3000);
            Assert.False(writing.IsCompleted);
            client.Output.CancelPendingFlush();
            Task<byte[]> reading = ReadToEndAsync(server.Input);
            await writing;
            client.Output.Complete();
            Assert.Equal(400 * 64 * 1024, (await reading).Length);
            client.Input.Complete();
            server.Output.Complete();
        });

        static async Task WriteAsync(PipeWriter output, int count, int size)
        {
            for (int i = 0; i < count; i++)
            {
                output.GetSpan(size)[..size].Clear();
                output.Advance(size);
                await output.FlushAsync();
            }
        }
    }

    [Fact]
    public void Writer_PeerResets_FlushFails()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            await client.Output.WriteAsync(new byte[10]);
            server.Output.Complete(new InvalidDataException());
            server.Input.Complete();
            await hosts.Delay(20);
            await Assert.ThrowsAsync<IOException>(async () => await client.Output.WriteAsync(new byte[10]));
            End(client);
        });
    }

    [Fact]
    public void Writer_Misuse_IsRefused()
    {
        using TwoHosts hosts = new();
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            Assert.Throws<ArgumentOutOfRangeException>(() => client.Output.Advance(1));
            Assert.True(client.Output.GetMemory(50_000).Length >= 50_000);
            client.Output.Advance(7);
            Assert.Equal(7, client.Output.UnflushedBytes);
            Assert.True(client.Output.GetMemory(60_000).Length >= 60_000);
            End(client);
            Assert.Throws<InvalidOperationException>(() => { _ = client.Output.GetMemory(); });
            Assert.Throws<InvalidOperationException>(() => client.Input.TryRead(out _));
            Assert.Equal(7, (await ReadToEndAsync(server.Input)).Length);
            server.Output.Complete();
        });
    }

    private static void End(SimTcpPipe pipe)
    {
        pipe.Output.Complete();
        pipe.Input.Complete();
    }

    private static async Task EchoAsync(SimTcpPipe pipe)
    {
        while (true)
        {
            ReadResult result = await pipe.Input.ReadAsync();
            foreach (ReadOnlyMemory<byte> piece in result.Buffer)
            {
                await pipe.Output.WriteAsync(piece);
            }

            pipe.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        End(pipe);
    }

    private static async Task<byte[]> ReadToEndAsync(PipeReader reader)
    {
        List<byte> all = [];
        while (true)
        {
            ReadResult result = await reader.ReadAsync();
            all.AddRange(result.Buffer.ToArray());
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                reader.Complete();
                return [.. all];
            }
        }
    }
}
