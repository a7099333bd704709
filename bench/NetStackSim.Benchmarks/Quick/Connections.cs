using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Connect, accept, close, in thousands per CPU-second; and what an idle connection costs.</summary>
internal static class Connections
{
    private const int Batch = 4_000;
    private const int Idle = 2_000;

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        using var hosts = new TwoHosts();
        SimTcpListener listener = hosts.Network.Run(() => Task.FromResult(hosts.B.Sockets.Listen(9)));

        double Run()
        {
            hosts.Network.Run(async () =>
            {
                for (int i = 0; i < Batch; i++)
                {
                    Task<SimTcpStream> accepted = listener.AcceptAsync().AsTask();
                    SimTcpStream client = await hosts.A.Sockets.ConnectAsync(new IpEndpoint(hosts.B.Address, 9));
                    SimTcpStream server = await accepted;
                    client.Dispose();
                    server.Dispose();
                }
            });

            // Ports in TIME_WAIT come back after four minutes of virtual time.
            hosts.Network.RunFor(TimeSpan.FromMinutes(5));
            return Batch / 1e3;
        }

        yield return new("tcp.connections", CpuMeter.Rate(Run, samples: 3), "k/s");
    }

    public static IEnumerable<QuickResult> MeasureMemory(QuickOptions options)
    {
        using var hosts = new TwoHosts();
        SimTcpListener listener = hosts.Network.Run(() => Task.FromResult(hosts.B.Sockets.Listen(9)));
        Open(hosts, listener, 100);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        List<object> open = Open(hosts, listener, Idle);
        long after = GC.GetTotalMemory(forceFullCollection: true);
        yield return new("memory.idle-connection", (after - before) / (2.0 * Idle), "bytes");
        GC.KeepAlive(open);
    }

    private static List<object> Open(TwoHosts hosts, SimTcpListener listener, int count) => hosts.Network.Run(async () =>
    {
        var open = new List<object>(count * 2);
        for (int i = 0; i < count; i++)
        {
            var accepted = listener.AcceptSocketAsync().AsTask();
            open.Add(await hosts.A.Sockets.ConnectSocketAsync(new IpEndpoint(hosts.B.Address, 9)));
            open.Add(await accepted);
        }

        return open;
    });
}
