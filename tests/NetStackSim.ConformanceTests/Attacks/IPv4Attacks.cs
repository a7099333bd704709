using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group B: the IPv4 header and its options.</summary>
internal static class IPv4Attacks
{
    private const int Ip = 14;

    public static IEnumerable<Attack> All =>
    [
        new("B01", "wrong version", Versions),
        new("B02", "header length too small", rig => HeaderLengths(rig, 0, 1, 2, 3, 4)),
        new("B03", "header beyond the datagram", rig => HeaderLengths(rig, 15)),
        new("B05", "total length beyond the frame", TotalLengths),
        new("B06", "header checksum", Checksum),
        new("B07", "martian sources", Martians),
        new("B08", "loopback from the wire", rig => rig.SendQuietly("DestinationIsLoopback", rig.Frame().IPv4(AttackRig.Me4, IpAddress.LoopbackV4).Icmp4(Icmp4Type.Echo))),
        new("B09", "time to live 0 and 1", TimeToLive),
        new("B11", "option lengths", OptionLengths),
        new("B12", "source routes", SourceRoutes),
        new("B15", "timestamp and record route pointers", Pointers),
        new("B19", "all protocols", Protocols),
        new("B21", "smurf: echo to broadcast", Smurf),
        new("B22", "all option types and lengths", OptionFuzz),
    ];

    private static void Versions(AttackRig rig)
    {
        foreach (int version in new[] { 0, 5, 6, 15 })
        {
            byte[] frame = Echo(rig);
            frame[Ip] = (byte)((version << 4) | 5);
            rig.SendQuietly("BadVersion", Repaired(frame));
        }
    }

    private static void HeaderLengths(AttackRig rig, params int[] words)
    {
        foreach (int length in words)
        {
            byte[] frame = Echo(rig);
            frame[Ip] = (byte)(0x40 | length);
            for (int cut = 34; cut <= frame.Length && cut < 74; cut++)
            {
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ip + 2), (ushort)(cut - Ip));
                rig.SendQuietly(frame.AsSpan(0, cut));
            }
        }
    }

    private static void TotalLengths(AttackRig rig)
    {
        foreach (byte[] frame in new[] { Echo(rig), rig.V4().Udp(1, AttackRig.UdpPort).PayloadOf(30).ToArray(), rig.V4().Tcp(1, 7, 1, 0, TcpFlags.Syn).ToArray(padded: true) })
        {
            foreach (int length in new[] { frame.Length - Ip + 1, 1500, 32_768, 65_535 })
            {
                BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(Ip + 2), (ushort)length);
                IPv4Header.FillChecksum(frame.AsSpan(Ip, 20));
                rig.SendQuietly("LengthBeyondFrame", frame);
            }
        }
    }

    private static void Checksum(AttackRig rig)
    {
        byte[] frame = Echo(rig);
        frame[Ip + 10] ^= 0x40;
        rig.SendQuietly("BadHeaderChecksum", frame);
    }

    private static void Martians(AttackRig rig)
    {
        foreach (string source in new[] { "0.0.0.0", "127.0.0.1", "127.255.1.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "10.99.0.255", "10.99.0.2" })
        {
            var address = IpAddress.Parse(source);
            rig.SendQuietly(rig.Frame().IPv4(address, AttackRig.Dut4).Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(20).Build());
            rig.SendQuietly(rig.Frame().IPv4(address, AttackRig.Dut4).Udp(1000, AttackRig.ClosedPort).PayloadOf(20).Build());
            rig.SendQuietly(rig.Frame().IPv4(address, AttackRig.Dut4).Tcp(1000, AttackRig.OpenPort, 1, 0, TcpFlags.Syn).Build(padded: true));
        }
    }

    // RFC 1122: a host takes what is for it, however little time it had left; it never forwards.
    private static void TimeToLive(AttackRig rig)
    {
        foreach (byte limit in new byte[] { 0, 1 })
        {
            Assert.Equal((byte)Icmp4Type.EchoReply, rig.SendAnswered(rig.V4(limit).Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(20)).Type);
            rig.SendQuietly("NotLocallyDestined", rig.Frame().IPv4(AttackRig.Me4, IpAddress.Parse("10.99.0.77"), limit).Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(20));
        }
    }

    private static void OptionLengths(AttackRig rig)
    {
        foreach (byte kind in new byte[] { 7, 68, 131, 137, 148, 200 })
        {
            foreach (byte length in new byte[] { 0, 1, 9, 40, 255 })
            {
                rig.Forget();
                rig.Send(WithOptions(rig, [kind, length, 4, 0, 0, 0, 0, 0]));
                Assert.All(rig.Sent, frame => Assert.NotEqual((byte)Icmp4Type.EchoReply, frame[34]));
            }
        }

        Assert.True(rig.Drops("OptionMalformed") > 0);
    }

    private static void SourceRoutes(AttackRig rig)
    {
        foreach (byte kind in new byte[] { 131, 137 })
        {
            rig.SendQuietly("SourceRouted", WithOptions(rig, [kind, 7, 4, 10, 99, 0, 9, 0]));
            rig.SendQuietly("SourceRouted", WithOptions(rig, [kind, 7, 8, 10, 99, 0, 9, 0]));
        }
    }

    private static void Pointers(AttackRig rig)
    {
        byte[][] options =
        [
            [7, 7, 0, 0, 0, 0, 0, 0], [7, 7, 3, 0, 0, 0, 0, 0], [7, 7, 8, 0, 0, 0, 0, 0], [7, 7, 255, 0, 0, 0, 0, 0],
            [68, 8, 5, 0xF0, 0, 0, 0, 0], [68, 8, 255, 0, 0, 0, 0, 0], [68, 7, 5, 3, 0, 0, 0, 0], [68, 4, 5, 3, 0, 0, 0, 0],
        ];
        foreach (byte[] each in options)
        {
            rig.Forget();
            rig.Send(WithOptions(rig, each));
            Assert.InRange(rig.Sent.Count, 0, 1);
            rig.Forget();
        }

        // The host records nothing: what can be wrong is the length only.
        Assert.Equal((byte)Icmp4Type.ParameterProblem, rig.SendAnswered(rig.Frame().IPv4(AttackRig.Me4, AttackRig.Dut4, options: (byte[])[7, 1, 0, 0]).Icmp4(Icmp4Type.Echo, 0, 1)).Type);
        Assert.Equal(1, rig.Drops("OptionMalformed"));
    }

    private static void Protocols(AttackRig rig)
    {
        rig.Forget();
        int answers = 0;
        for (int protocol = 0; protocol < 256; protocol++)
        {
            rig.Send(rig.Frame().IPv4(AttackRig.Me4, AttackRig.Dut4, protocol: (IpProtocol)protocol).PayloadOf(8));
            answers += rig.Sent.Count(frame => frame[23] == 1 && frame[34] == 3 && frame[35] == 2);
            rig.Forget();
        }

        // Protocol unreachable, as many as the limit on errors lets through.
        Assert.InRange(answers, 1, rig.Host.Stack.Profile.IcmpErrorBurst + 2);
        Assert.True(rig.Drops("ProtocolUnreachable") > 200);
    }

    private static void Smurf(AttackRig rig)
    {
        var victim = IpAddress.Parse("10.99.0.66");
        foreach (string group in new[] { "10.99.0.255", "255.255.255.255", "10.99.0.0" })
        {
            rig.SendQuietly(PacketBuilder.Allocate().Ethernet(MacAddress.Broadcast, AttackRig.MyMac).IPv4(victim, IpAddress.Parse(group)).Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(20).Build());
        }

        rig.SendQuietly(PacketBuilder.Allocate().Ethernet(MacAddress.Broadcast, AttackRig.MyMac).IPv4(victim, AttackRig.Dut4).Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(20).Build());
    }

    private static void OptionFuzz(AttackRig rig)
    {
        for (int kind = 0; kind < 256; kind++)
        {
            for (int length = 0; length <= 40; length += 3)
            {
                byte[] options = new byte[40];
                options[0] = (byte)kind;
                options[1] = (byte)length;
                options[2] = (byte)(length * 7);
                rig.Send(WithOptions(rig, options));
                rig.Forget();
            }
        }
    }

    private static byte[] Echo(AttackRig rig) => rig.V4().Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(40).ToArray();

    private static byte[] WithOptions(AttackRig rig, byte[] options) =>
        rig.Frame().IPv4(AttackRig.Me4, AttackRig.Dut4, options: options).Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(20).ToArray();

    private static byte[] Repaired(byte[] frame)
    {
        FrameRepair.Fill(frame);
        return frame;
    }
}
