using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Bulk data through <see cref="SimTcpStream"/>: one copy into the send buffer, one out of the received lists.</summary>
internal static class StreamBulk
{
    private const int WriteSize = 64 * 1024;

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        using var hosts = new TwoHosts();
        (SimTcpStream client, SimTcpStream server) = hosts.Network.Run(async () =>
        {
            SimTcpListener listener = hosts.B.Sockets.Listen(9);
            Task<SimTcpStream> accepted = listener.AcceptAsync().AsTask();
            SimTcpStream connected = await hosts.A.Sockets.ConnectAsync(new IpEndpoint(hosts.B.Address, 9));
            return (connected, await accepted);
        });
        byte[] source = new byte[WriteSize];
        byte[] target = new byte[WriteSize];
        long bytes = Math.Min(options.Bytes, 256L << 20);

        double Transfer()
        {
            hosts.Network.Run(async () =>
            {
                Task reading = ReadAsync(server, target, bytes);
                for (long left = bytes; left > 0; left -= WriteSize)
                {
                    await client.WriteAsync(source.AsMemory(0, (int)Math.Min(WriteSize, left)));
                }

                await reading;
            });
            return bytes * 8 / 1e9;
        }

        yield return new("tcp.bulk.1460.stream", CpuMeter.Rate(Transfer), "Gbit/s");
    }

    private static async Task ReadAsync(SimTcpStream stream, byte[] buffer, long bytes)
    {
        while (bytes > 0)
        {
            bytes -= await stream.ReadAsync(buffer);
        }
    }
}
