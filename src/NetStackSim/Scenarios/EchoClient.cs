using NetStackSim.Packets;

namespace NetStackSim.Scenarios;

/// <summary>A client of the echo service that sends <see cref="BytePattern"/> and compares what comes back.</summary>
internal static class EchoClient
{
    private const int ChunkSize = 16 * 1024;

    /// <summary>Sends bytes and reads them back, both at once, then ends the connection gracefully.</summary>
    /// <returns>Bytes that came back right before the first wrong one or the end.</returns>
    public static async Task<long> RunAsync(SimHost host, IpEndpoint server, long bytes)
    {
        await using SimTcpStream stream = await host.Sockets.ConnectAsync(server);
        Task sending = SendAsync(stream, bytes);
        long good = await ReadAsync(stream, bytes);
        await sending;
        return good;
    }

    private static async Task SendAsync(SimTcpStream stream, long bytes)
    {
        byte[] chunk = new byte[ChunkSize];
        for (long sent = 0; sent < bytes;)
        {
            int count = (int)Math.Min(chunk.Length, bytes - sent);
            BytePattern.Fill(sent, chunk.AsSpan(0, count));
            await stream.WriteAsync(chunk.AsMemory(0, count));
            sent += count;
        }

        await stream.ShutdownSendAsync();
    }

    private static async Task<long> ReadAsync(SimTcpStream stream, long bytes)
    {
        byte[] chunk = new byte[ChunkSize];
        long received = 0;
        while (received <= bytes)
        {
            int count = await stream.ReadAsync(chunk);
            if (count == 0)
            {
                break;
            }

            int wrong = BytePattern.FindDifference(received, chunk.AsSpan(0, count));
            if (wrong >= 0)
            {
                return received + wrong;
            }

            received += count;
        }

        return received;
    }
}
