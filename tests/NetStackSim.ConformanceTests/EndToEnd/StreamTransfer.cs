using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.EndToEnd;

/// <summary>One TCP connection that carries random bytes in random pieces both ways; what arrives must be what was sent, in order.</summary>
internal sealed class StreamTransfer(SimHost from, SimHost to, ushort port, IpFamily family, byte[] forth, byte[] back, ulong seed)
{
    /// <summary>Null when both directions arrived whole.</summary>
    public Exception? Failure { get; private set; }

    public override string ToString() => $"{from.Name}->{to.Name}:{port} {family} {forth.Length}/{back.Length} {Failure?.Message}";

    public async Task RunAsync()
    {
        try
        {
            await using SimTcpListener listener = to.Sockets.Listen(port);
            Task server = ServeAsync(listener);
            SimTcpStream client = await ConnectAsync(listener);
            try
            {
                await Task.WhenAll(SendAsync(client, forth, 1), ReceiveAsync(client, back, 2), server);
            }
            finally
            {
                await client.DisposeAsync();
            }
        }
        catch (Exception e) when (e is IOException or SocketStatusException)
        {
            Failure = e;
        }
    }

    // Who cannot connect must not leave the server waiting.
    private async Task<SimTcpStream> ConnectAsync(SimTcpListener listener)
    {
        try
        {
            return await from.Sockets.ConnectAsync(new IpEndpoint(to.AddressOf(family), port));
        }
        catch (SocketStatusException)
        {
            await listener.DisposeAsync();
            throw;
        }
    }

    private async Task ServeAsync(SimTcpListener listener)
    {
        SimTcpStream stream;
        try
        {
            stream = await listener.AcceptAsync();
        }
        catch (Exception e) when (e is SocketStatusException or ObjectDisposedException)
        {
            // Connections that nobody will accept are reset with the listener.
            Failure = e;
            await listener.DisposeAsync();
            return;
        }

        try
        {
            await Task.WhenAll(SendAsync(stream, back, 3), ReceiveAsync(stream, forth, 4));
        }
        finally
        {
            await stream.DisposeAsync();
        }
    }

    // Who cannot send any more ends the connection, else both ends would wait for each other.
    private async Task SendAsync(SimTcpStream stream, byte[] data, ulong salt)
    {
        try
        {
            await SendAllAsync(stream, data, salt);
        }
        catch (IOException)
        {
            stream.Abort();
            throw;
        }
    }

    private async Task SendAllAsync(SimTcpStream stream, byte[] data, ulong salt)
    {
        var random = new RandomStream(StableHash.Mix(seed, salt));
        for (int sent = 0; sent < data.Length;)
        {
            int count = Math.Min(data.Length - sent, 1 + random.Next(random.Chance(0.2) ? 30_000 : 3_000));
            await stream.WriteAsync(data.AsMemory(sent, count));
            sent += count;
        }

        await stream.ShutdownSendAsync();
    }

    private async Task ReceiveAsync(SimTcpStream stream, byte[] expected, ulong salt)
    {
        var random = new RandomStream(StableHash.Mix(seed, salt));
        byte[] buffer = new byte[20_000];
        int received = 0;
        while (true)
        {
            int count = await stream.ReadAsync(buffer.AsMemory(0, 1 + random.Next(buffer.Length)));
            if (count == 0)
            {
                break;
            }

            Assert.True(received + count <= expected.Length, $"{this}: more arrived than was sent.");
            Assert.True(buffer.AsSpan(0, count).SequenceEqual(expected.AsSpan(received, count)), $"{this}: bytes from {received} on differ.");
            received += count;
        }

        Assert.True(received == expected.Length, $"{this}: {received} of {expected.Length} bytes before the end.");
    }
}
