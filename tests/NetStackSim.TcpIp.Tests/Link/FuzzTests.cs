using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

/// <summary>Mutations of real frames into a host: nothing is thrown, nothing leaks, every frame is accounted for.</summary>
public sealed class FuzzTests
{
    private static readonly MacAddress Ours = new(0x0200_0000_0101);

    private static List<byte[]> Corpus()
    {
        List<byte[]> corpus =
        [
            Frames.Arp(ArpOperation.Request, Frames.PeerMac, "10.0.0.2", MacAddress.None, "10.0.0.1"),
            Frames.Arp(ArpOperation.Reply, Frames.PeerMac, "10.0.0.2", Ours, "10.0.0.1", Ours),
        ];
        foreach (IpFamily family in Enum.GetValues<IpFamily>())
        {
            string peer = Frames.PeerOf(family);
            string ours = Frames.OursOf(family);
            corpus.Add(Frames.IpFrame(Ours, Frames.Echo(peer, ours, 1, 2, Frames.Pattern(64))));
            corpus.Add(Frames.IpFrame(Ours, Frames.Udp(peer, 5, ours, 9, Frames.Pattern(100))));
            corpus.Add(Frames.IpFrame(Ours, Frames.Udp(peer, 5, ours, 1000, Frames.Pattern(100))));
            corpus.Add(Frames.IpFrame(Ours, Frames.Ip(peer, ours, (IpProtocol)99, Frames.Pattern(40))));
            corpus.AddRange(ReassemblyTests.Cut(family, Ours, Frames.Pattern(1200), 400));
            byte[] error = [(byte)(family == IpFamily.V4 ? 3 : 1), 1, 0, 0, 0, 0, 0, 0, .. Frames.Udp(ours, 9, peer, 5, new byte[8])];
            corpus.Add(Frames.IpFrame(Ours, Frames.Ip(peer, ours, Frames.IcmpOf(ours), error)));
        }

        corpus.Add(Frames.IpFrame(Ours, Frames.Nd("fd00::2", "fd00::1", Frames.Solicitation("fd00::1", Frames.PeerMac))));
        corpus.Add(Frames.IpFrame(Ours, Frames.Nd("fd00::2", "fd00::1", Frames.Advertisement("fd00::2", Frames.PeerMac))));
        corpus.Add(Frames.IpFrame(Ours, Frames.Ip("fd00::2", "fd00::1", IpProtocol.HopByHopOptions, [60, 0, 5, 2, 0, 0, 1, 0, 43, 0, 1, 4, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 0, 9, 0, 9, 0, 8, 0, 0])));
        return corpus;
    }

    private static void RepairChecksums(byte[] frame)
    {
        if (frame.Length < 34 || frame[12] != 8 || frame[13] != 0 || frame[14] >> 4 != 4)
        {
            return;
        }

        int header = (frame[14] & 0xF) * 4;
        if (header < 20 || 14 + header > frame.Length)
        {
            return;
        }

        IPv4Header.FillChecksum(frame.AsSpan(14, header));
        int total = Math.Min((frame[16] << 8) | frame[17], frame.Length - 14);
        if (frame[23] == 1 && total >= header + 8)
        {
            Icmp4Header.FillChecksum(frame.AsSpan(14 + header, total - header));
        }
    }

    private static void Mutate(byte[] frame, RandomStream random)
    {
        int changes = 1 + random.Next(3);
        for (int i = 0; i < changes; i++)
        {
            // Mostly headers: that is where decisions are made.
            int at = random.Next(Math.Min(frame.Length, 90));
            frame[at] = random.Next(4) switch
            {
                0 => 0,
                1 => 0xFF,
                2 => (byte)(frame[at] ^ (1 << random.Next(8))),
                _ => (byte)random.NextUInt32(),
            };
        }

        if (random.Next(4) != 0)
        {
            Ours.CopyTo(frame);
        }
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Receive_MutatedFrames_NeitherThrowsNorLeaks(ulong seed, bool forwarding)
    {
        TestHost host = new();
        (TestNic nic, IpInterface on) = host.AddNic(1500, null, "10.0.0.1/24", "fd00::1/64");
        (TestNic second, IpInterface other) = host.AddNic(1300, null, "10.9.0.1/24", "fd09::1/64");
        on.V4.Forwarding = forwarding;
        on.V6.Forwarding = forwarding;
        host.Stack.AddDefaultGateway(IpAddress.Parse("10.9.0.2"), other);
        host.Stack.AddDefaultGateway(IpAddress.Parse("fd09::2"), other);
        UdpClient server = new(host, "0.0.0.0:9");
        UdpClient server6 = new(host, "[::]:9");
        RandomStream random = new(seed);
        List<byte[]> corpus = Corpus();

        for (int round = 0; round < 1_500; round++)
        {
            byte[][] frames = new byte[1 + random.Next(16)][];
            for (int i = 0; i < frames.Length; i++)
            {
                frames[i] = [.. corpus[random.Next(corpus.Count)]];
                Mutate(frames[i], random);
                if (random.Next(2) == 0)
                {
                    RepairChecksums(frames[i]);
                }

                if (random.Next(20) == 0)
                {
                    frames[i] = frames[i][..(14 + random.Next(frames[i].Length - 14))];
                }
            }

            switch (random.Next(10))
            {
                case 0:
                    nic.ReceiveOnLoan(frames);
                    break;
                case 1 when frames[0].Length > 30:
                    nic.ReceiveScattered(frames[0], 3, 15, 29);
                    break;
                default:
                    nic.Receive(frames);
                    break;
            }

            host.Loop.RunFor(20_000_000);
            nic.Sent.Clear();
            second.Sent.Clear();
        }

        Assert.True(host.Kernel.Drops.Snapshot().Count >= 50, $"{host.Kernel.Drops.Snapshot().Count}: {host.Drops()}");
        nic.Receive(Frames.IpFrame(nic.Mac, Frames.Udp("10.0.0.3", 5, "10.0.0.1", 9, [0x77])));
        Assert.Equal(0x77, server.Received[^1].Data[0]);
        server.Endpoint.Close();
        server6.Endpoint.Close();
        host.Dispose();
    }
}
