using System.Buffers;
using System.IO.Pipelines;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.EndToEnd;

/// <summary>A pipe to the echo service of another host: what comes back is a prefix of what was sent, and all of it unless something failed.</summary>
internal sealed class PipeEcho(SimHost from, IpEndpoint service, byte[] data)
{
    public Exception? Failure { get; private set; }

    public async Task RunAsync()
    {
        try
        {
            SimTcpPipe pipe = await from.Sockets.ConnectPipeAsync(service);
            await TalkAsync(pipe);
        }
        catch (Exception e) when (e is IOException or SocketStatusException)
        {
            Failure = e;
        }
    }

    private async Task TalkAsync(SimTcpPipe pipe)
    {
        Exception? error = null;
        try
        {
            await pipe.Output.WriteAsync(data);
            await pipe.Output.CompleteAsync();
            await ReadAsync(pipe.Input);
        }
        catch (IOException e)
        {
            error = e;
            throw;
        }
        finally
        {
            await pipe.Output.CompleteAsync(error);
            await pipe.Input.CompleteAsync(error);
        }
    }

    private async Task ReadAsync(PipeReader reader)
    {
        int received = 0;
        while (true)
        {
            ReadResult result = await reader.ReadAsync();
            byte[] bytes = result.Buffer.ToArray();
            Assert.True(received + bytes.Length <= data.Length && bytes.AsSpan().SequenceEqual(data.AsSpan(received, bytes.Length)), $"Echoed bytes from {received} on differ.");
            received += bytes.Length;
            reader.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted)
            {
                break;
            }
        }

        Assert.True(received == data.Length, $"{received} of {data.Length} bytes were echoed before the end.");
    }
}
