using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>What the network store shows of TCP.</summary>
public sealed class ListingTests
{
    [Fact]
    public void Endpoints_AreListedInTheOrderInWhichTheyWereMade_WithTheirStates()
    {
        var pair = new TcpPair();
        TestListener listener = pair.B.Listen(TcpPair.Port);
        TestStream first = pair.A.Connect(pair.Server);
        pair.Run(10);
        pair.B.Listen(99);
        TestStream second = pair.A.Connect(pair.Server);
        pair.Run(10);
        first.Endpoint.Disconnect(abortive: false);
        pair.Run(10);

        Assert.Equal(["Listen", "CloseWait", "Listen", "Established"], States(pair.B));
        Assert.Equal(["FinWait2", "Established"], States(pair.A));

        listener.Accepted[0].Endpoint.Disconnect(abortive: false);
        pair.Run(10);
        first.Endpoint.Close();
        Assert.Equal(["TimeWait", "Established"], States(pair.A));
        second.Endpoint.Close();
        Assert.Equal(["TimeWait"], States(pair.A));
    }

    [Fact]
    public void Statistics_FollowTheConnections()
    {
        var pair = new TcpPair();
        (TestStream client, _) = pair.Establish();
        client.Send(TcpPair.Pattern(3000));
        pair.Run(100);

        Assert.Equal(1, Value(pair.A, "tcp.active-opens"));
        Assert.Equal(1, Value(pair.B, "tcp.passive-opens"));
        Assert.Equal(1, Value(pair.A, "tcp.current-established"));
        Assert.Equal(pair.FromA.Count(), Value(pair.A, "tcp.out.segments"));
        Assert.Equal(pair.FromA.Count(), Value(pair.B, "tcp.in.segments"));

        client.Endpoint.Disconnect(abortive: true);
        pair.Run(100);
        Assert.Equal(0, Value(pair.A, "tcp.current-established"));
        Assert.Equal(1, Value(pair.A, "tcp.out.resets"));
        Assert.Equal(1, Value(pair.B, "tcp.established-resets"));
    }

    [Fact]
    public void OpenConnections_AreReportedAsLeaks()
    {
        var pair = new TcpPair();
        pair.Establish();
        var report = new LeakReport();
        pair.A.Tcp.ReportLeaks(report);
        Assert.Contains("Established", Assert.Single(report.Leaks).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void EqualSeeds_GiveEqualBytes_OthersDoNot()
    {
        Assert.Equal(Run(1), Run(1));
        Assert.NotEqual(Run(1), Run(2));

        static string Run(ulong seed)
        {
            var pair = new TcpPair(seed: seed);
            RandomStream random = pair.Loop.Random["wire"];
            pair.A.Network.Rule = _ => random.Chance(0.1) ? [] : [0L];
            TestListener listener = pair.B.Listen(TcpPair.Port);
            TestStream client = pair.A.Connect(pair.Server);
            client.Connected = stream => stream.Send(TcpPair.Pattern(100_000));
            pair.Run(20_000);
            Assert.Equal(100_000, Assert.Single(listener.Accepted).Received.Count);
            return string.Join('\n', pair.Log.Select(segment => $"{segment.TimeNs} {Convert.ToHexString(segment.Bytes.AsSpan(0, TcpHeader.Size))}"));
        }
    }

    private static List<string> States(TcpHost host)
    {
        List<EndpointRow> rows = [];
        host.Tcp.AddEndpoints(rows);
        return [.. rows.Select(row => row.State)];
    }

    private static long Value(TcpHost host, string name)
    {
        List<KeyValuePair<string, long>> rows = [];
        host.Tcp.AddStatistics(rows);
        return rows.Single(row => row.Key == name).Value;
    }
}
