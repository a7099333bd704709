using FsCheck;
using FsCheck.Fluent;
using NetStackSim.Kernel;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Whatever the wire does, each side gets exactly what the other sent, and nothing is left afterwards.</summary>
public sealed class ImpairedWireTests
{
    [Theory]
    [InlineData(0.02, 0.0, 0.0)]
    [InlineData(0.0, 0.1, 0.0)]
    [InlineData(0.0, 0.0, 0.2)]
    [InlineData(0.05, 0.05, 0.1)]
    [InlineData(0.2, 0.0, 0.0)]
    public void Exchange_OverImpairedWire_DeliversEveryByteBothWays(double loss, double duplicate, double reorder)
    {
        for (ulong seed = 1; seed <= 12; seed++)
        {
            RunExchange(seed, loss, duplicate, reorder, StackProfile.Windows11);
        }
    }

    [Theory]
    [InlineData("sack off")]
    [InlineData("timestamps")]
    [InlineData("newreno")]
    [InlineData("ack inside batch")]
    [InlineData("no sack, newreno, timestamps")]
    [InlineData("small buffer")]
    public void Exchange_WithOtherProfiles_DeliversEveryByteBothWays(string name)
    {
        StackProfile profile = name switch
        {
            "sack off" => StackProfile.Windows11 with { TcpSack = false },
            "timestamps" => StackProfile.Windows11 with { TcpOfferTimestamps = true },
            "newreno" => StackProfile.Windows11 with { TcpCongestion = CongestionAlgorithm.NewReno },
            "ack inside batch" => StackProfile.Windows11 with { TcpAckPerBatch = false },
            "small buffer" => StackProfile.Windows11 with { TcpInitialReceiveBuffer = 4096, TcpReceiveBuffer = 4096, TcpSynWindow = 4096, TcpSynAckWindow = 4096 },
            _ => StackProfile.Windows11 with { TcpSack = false, TcpCongestion = CongestionAlgorithm.NewReno, TcpOfferTimestamps = true },
        };

        for (ulong seed = 100; seed < 110; seed++)
        {
            RunExchange(seed, 0.05, 0.05, 0.1, profile);
        }
    }

    [Fact]
    public void Exchange_OverAnyWire_DeliversEveryByteBothWays()
    {
        Gen<(int Seed, int Loss, int Duplicate, int Reorder)> cases =
            from seed in Gen.Choose(1, 1_000_000)
            from loss in Gen.Choose(0, 12)
            from duplicate in Gen.Choose(0, 20)
            from reorder in Gen.Choose(0, 30)
            select (seed, loss, duplicate, reorder);

        Prop.ForAll(
            cases.ToArbitrary(),
            wire => RunExchange((ulong)wire.Seed, wire.Loss / 100.0, wire.Duplicate / 100.0, wire.Reorder / 100.0, StackProfile.Windows11))
            .QuickCheckThrowOnFailure();
    }

    private static void RunExchange(ulong seed, double loss, double duplicate, double reorder, StackProfile profile)
    {
        // Enough patience for any unlucky seed; giving up is tested elsewhere.
        profile = profile with { TcpDataRetransmissions = 15, TcpSynRetransmissions = 10, TcpSynAckRetransmissions = 8 };
        var pair = new TcpPair(profile, seed: seed);
        pair.A.Network.Rule = Impair(pair.Loop.Random["wire.a"], loss, duplicate, reorder);
        pair.B.Network.Rule = Impair(pair.Loop.Random["wire.b"], loss, duplicate, reorder);
        pair.A.Network.SplitReceives = seed % 3 == 0;
        pair.B.Network.Coalesce = seed % 2 == 0;
        byte[] up = TcpPair.Pattern(120_000 + (int)(seed % 1460), 1);
        byte[] down = TcpPair.Pattern(50_000 + (int)(seed % 77), 2);

        TestListener listener = pair.B.Listen(TcpPair.Port);
        TestStream? server = null;
        listener.OnAccepted = stream =>
        {
            server = stream;
            stream.Connected = accepted =>
            {
                accepted.Send(down);
                accepted.Endpoint.Disconnect(abortive: false);
            };
        };
        TestStream client = pair.A.Connect(pair.Server);
        client.Connected = stream =>
        {
            foreach (byte[] piece in up.Chunk(30_011))
            {
                stream.Send(piece);
            }

            stream.Endpoint.Disconnect(abortive: false);
        };

        pair.Run(1_200_000);

        Assert.NotNull(server);
        Assert.True(up.AsSpan().SequenceEqual([.. server.Received]), $"seed {seed}: {server.Received.Count} of {up.Length} bytes up{Environment.NewLine}{Tail(pair)}");
        Assert.True(down.AsSpan().SequenceEqual([.. client.Received]), $"seed {seed}: {client.Received.Count} of {down.Length} bytes down{Environment.NewLine}{Tail(pair)}");
        Assert.Contains("disconnected STATUS_SUCCESS", client.Events);
        Assert.Contains("disconnected STATUS_SUCCESS", server.Events);
        Assert.All(client.Completed, send => Assert.Equal(NtStatus.Success, send.Status));
        client.Endpoint.Close();
        server.Endpoint.Close();
        listener.Listener.Close();
        pair.Run(400_000);
        Assert.True(client.IsClosed && server.IsClosed, $"seed {seed}: not closed");
        pair.AssertNothingLeft();
        Assert.Equal(0, pair.Loop.ArmedTimers);
    }

    private static string Tail(TcpPair pair) => string.Join(Environment.NewLine, pair.Log.TakeLast(30));

    private static Func<WireSegment, IEnumerable<long>> Impair(RandomStream random, double loss, double duplicate, double reorder) => _ =>
    {
        if (random.Chance(loss))
        {
            return [];
        }

        long first = random.Chance(reorder) ? random.Next(5_000_000) : 0;
        return random.Chance(duplicate) ? [first, random.Next(8_000_000)] : [first];
    };
}
