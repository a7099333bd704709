using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>No sequence of segments throws, leaks, or delivers bytes that were never sent in their place.</summary>
public sealed class HostileSegmentsTests
{
    private static readonly string[] Places = ["closed", "listen", "syn-sent", "syn-received", "established", "sending", "fin-wait-1", "fin-wait-2", "close-wait", "last-ack", "closing", "time-wait"];

    public static TheoryData<string> States => [.. Places];

    [Theory]
    [MemberData(nameof(States))]
    public void EveryFlagCombination_AtEveryEdgeOfTheWindow_KeepsTheHostAlive(string place)
    {
        uint[] offsets = [0, 1, 2, 100, 65_535, 65_536, 200_000, 0x8000_0000, uint.MaxValue];
        for (int flags = 0; flags < 512; flags++)
        {
            RawPeer peer = Reach(place);
            foreach (uint seq in offsets)
            {
                foreach (uint ack in offsets)
                {
                    peer.SendRaw((TcpFlags)flags, RawPeer.PeerInitial + seq, peer.Initial + ack, flags % 3 == 0 ? [1, 2, 3] : null, (ushort)(flags * 7));
                }
            }

            End(peer);
        }
    }

    [Theory]
    [MemberData(nameof(States))]
    public void RandomSegments_WithRandomOptions_KeepTheHostAlive(string place)
    {
        RandomStream random = new EventLoop(new EventLoopOptions { Seed = 77 }).Random["fuzz." + place];
        for (int round = 0; round < 60; round++)
        {
            RawPeer peer = Reach(place);
            for (int count = 0; count < 60; count++)
            {
                peer.Host.Network.Inject(RandomSegment(peer, random), peer.Address);
                if (random.Chance(0.1))
                {
                    peer.Run(random.Next(2000));
                }
            }

            End(peer);
        }
    }

    [Fact]
    public void RandomSegments_NeverDeliverForeignBytes()
    {
        RandomStream random = new EventLoop(new EventLoopOptions { Seed = 5 }).Random["bytes"];
        byte[] stream = TcpPair.Pattern(70_000);
        for (int round = 0; round < 40; round++)
        {
            RawPeer peer = Reach("established");
            for (int count = 0; count < 400; count++)
            {
                int start = random.Next(60_000);
                int length = random.Next(1460);
                peer.Send(TcpFlags.Ack, 1 + (uint)start, 1, stream[start..(start + length)]);
            }

            Assert.True(stream.AsSpan(0, peer.Stream.Received.Count).SequenceEqual([.. peer.Stream.Received]));
            End(peer);
        }
    }

    [Fact]
    public void TinySegments_OutOfOrder_AreBounded()
    {
        RawPeer peer = Reach("established");
        for (uint place = 60_000; place > 2; place -= 2)
        {
            peer.Send(TcpFlags.Ack, 1 + place, 1, [1]);
        }

        TcpConnection connection = peer.Stream.Connection;
        Assert.Equal(StackProfile.Windows11.TcpReassemblyRuns, connection.OutOfOrder!.Count);
        Assert.True(peer.Host.Network.Peer.Network.Outstanding + peer.Host.Network.Outstanding <= StackProfile.Windows11.TcpReassemblyRuns);
        End(peer);
    }

    [Fact]
    public void TinySegments_ThatTheClientDoesNotTake_AreBounded()
    {
        var peer = new RawPeer(StackProfile.Windows11 with { TcpReceiveLists = 100 });
        TestStream stream = peer.Connect();
        stream.Reads = false;
        for (uint place = 0; place < 1000; place++)
        {
            peer.Send(TcpFlags.Ack, 1 + place, 1, [1]);
        }

        Assert.Equal(100, stream.HeldBytes);
        stream.ReleaseAll();
        peer.Send(TcpFlags.Ack, 101, 1, [1]);
        Assert.Equal(101, stream.Received.Count);
        stream.ReleaseAll();
        End(peer);
    }

    private static RawPeer Reach(string place)
    {
        var peer = new RawPeer { Port = 80 };
        switch (place)
        {
            case "closed":
                break;
            case "listen":
                peer.Host.Listen(80);
                break;
            case "syn-sent":
                peer.Host.Connect(new IpEndpoint(peer.Address, RawPeer.PeerPort));
                WireSegment syn = peer.Single();
                peer.Port = syn.Header.SourcePort;
                peer.Initial = syn.Sequence;
                break;
            case "syn-received":
                peer.Host.Listen(80);
                peer.Send(TcpFlags.Syn, 0, options: RawPeer.DefaultOptions());
                peer.Initial = peer.Single().Sequence;
                break;
            default:
                ReachSynchronised(peer, place);
                break;
        }

        peer.Sent();
        return peer;
    }

    private static void ReachSynchronised(RawPeer peer, string place)
    {
        TestStream stream = peer.Connect();
        if (place is "close-wait" or "last-ack")
        {
            peer.Send(TcpFlags.FinAck, 1, 1);
        }

        if (place == "sending")
        {
            stream.Send(TcpPair.Pattern(200_000));
        }

        if (place is "fin-wait-1" or "fin-wait-2" or "last-ack" or "closing" or "time-wait")
        {
            stream.Endpoint.Disconnect(abortive: false);
        }

        switch (place)
        {
            case "fin-wait-2":
                peer.Send(TcpFlags.Ack, 1, 2);
                break;
            case "closing":
                peer.Send(TcpFlags.FinAck, 1, 1);
                break;
            case "time-wait":
                peer.Send(TcpFlags.FinAck, 1, 2);
                break;
        }
    }

    private static byte[] RandomSegment(RawPeer peer, RandomStream random)
    {
        int options = random.Next(11) * 4;
        int payload = random.Chance(0.5) ? random.Next(1400) : 0;
        byte[] bytes = new byte[TcpHeader.Size + options + payload];
        random.NextBytes(bytes);
        var flags = (TcpFlags)random.Next(512);
        if (random.Chance(0.7))
        {
            flags = (flags | TcpFlags.Ack) & ~(TcpFlags.Rst | TcpFlags.Syn);
        }

        uint seq = RawPeer.PeerInitial + (random.Chance(0.8) ? (uint)random.Next(70_000) : random.NextUInt32());
        uint ack = peer.Initial + (random.Chance(0.8) ? (uint)random.Next(20_000) : random.NextUInt32());
        TcpHeader.Write(bytes, RawPeer.PeerPort, peer.Port, new SequenceNumber(seq), new SequenceNumber(ack), flags, (ushort)random.Next(65_536), options);
        if (options >= 12 && random.Chance(0.5))
        {
            bytes[20] = 1;
            bytes[21] = 1;
            bytes[22] = 5;
            bytes[23] = (byte)(random.Chance(0.5) ? 10 : random.Next(256));
        }

        TcpHeader.FillChecksum(bytes, peer.Address, peer.Host.Address);
        return bytes;
    }

    // Whatever happened, the client closes and everything is back after the longest quiet time.
    private static void End(RawPeer peer)
    {
        if (peer.Stream is { IsClosed: false } stream)
        {
            stream.ReleaseAll();
            stream.Endpoint.Close();
        }

        peer.Run(400_000);
        Assert.Equal(0, peer.Host.Tcp.Requests.Count);
        Assert.Equal(0, peer.Host.Tcp.TimeWaits.Count);
        Assert.Equal(0, peer.Pair.B.Network.Outstanding);
        Assert.Equal(0, peer.Host.Kernel.Mdls.Outstanding);
    }
}
