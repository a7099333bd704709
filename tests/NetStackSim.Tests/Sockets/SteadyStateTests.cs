using System.Buffers;
using System.IO.Pipelines;

namespace NetStackSim.Tests.Sockets;

/// <summary>The sockets for .NET code allocate nothing per operation once they are warm: from the caller's buffer over the wire to the reader's and back.</summary>
public sealed class SteadyStateTests
{
    private const int Warmup = 300;
    private const int Rounds = 1000;
    private const int Size = 3000;

    [Theory]
    [InlineData("adapter")]
    [InlineData("vlan")]
    [InlineData("team")]
    public void Stream_PingPong_AllocatesNothing(string over)
    {
        using TwoHosts hosts = Quiet(host => _ = over switch
        {
            "vlan" => host.Vlan(10),
            "team" => host.Adapter().Team("team0"),
            _ => host,
        });
        long allocated = -1;
        hosts.Run(async () =>
        {
            (SimTcpStream client, SimTcpStream server) = await hosts.ConnectAsync();
            Task echo = EchoAsync(server);
            byte[] buffer = new byte[Size];
            for (int i = 0; i < Warmup; i++)
            {
                await client.WriteAsync(buffer);
                await client.ReadExactlyAsync(buffer);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < Rounds; i++)
            {
                await client.WriteAsync(buffer);
                for (int read = 0; read < Size;)
                {
                    read += await client.ReadAsync(buffer.AsMemory(read));
                }
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            await client.DisposeAsync();
            await echo;
        });
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void Pipe_PingPong_AllocatesNothing()
    {
        using TwoHosts hosts = Quiet();
        long allocated = -1;
        hosts.Run(async () =>
        {
            (SimTcpPipe client, SimTcpPipe server) = await hosts.ConnectPipesAsync();
            Task echo = EchoAsync(server);
            long before = 0;
            for (int i = 0; i < Warmup + Rounds; i++)
            {
                if (i == Warmup)
                {
                    before = GC.GetAllocatedBytesForCurrentThread();
                }

                client.Output.GetSpan(Size)[..Size].Fill((byte)i);
                client.Output.Advance(Size);
                await client.Output.FlushAsync();
                for (long read = 0; read < Size;)
                {
                    ReadResult result = await client.Input.ReadAsync();
                    read += result.Buffer.Length;
                    client.Input.AdvanceTo(result.Buffer.End);
                }
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            client.Output.Complete();
            client.Input.Complete();
            await echo;
        });
        Assert.Equal(0, allocated);
    }

    private static TwoHosts Quiet(Action<SimHostBuilder>? adapters = null) => new(verifier: false, adapters: adapters);

    private static async Task EchoAsync(SimTcpStream stream)
    {
        byte[] buffer = new byte[Size];
        int count;
        while ((count = await stream.ReadAsync(buffer)) > 0)
        {
            await stream.WriteAsync(buffer.AsMemory(0, count));
        }

        await stream.DisposeAsync();
    }

    private static async Task EchoAsync(SimTcpPipe pipe)
    {
        while (true)
        {
            ReadResult result = await pipe.Input.ReadAsync();
            foreach (ReadOnlyMemory<byte> piece in result.Buffer)
            {
                pipe.Output.Write(piece.Span);
            }

            pipe.Input.AdvanceTo(result.Buffer.End);
            await pipe.Output.FlushAsync();
            if (result.IsCompleted)
            {
                break;
            }
        }

        pipe.Output.Complete();
        pipe.Input.Complete();
    }
}
