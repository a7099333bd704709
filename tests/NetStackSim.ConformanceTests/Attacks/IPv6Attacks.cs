using System.Buffers.Binary;
using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.Attacks;

/// <summary>Group F: the IPv6 header and extension headers.</summary>
internal static class IPv6Attacks
{
    private static readonly byte[] Padding = [1, 4, 0, 0, 0, 0];

    public static IEnumerable<Attack> All =>
    [
        new("F01", "payload length beyond the frame", Lengths),
        new("F02", "payload length zero without jumbo", ZeroLength),
        new("F04", "hop-by-hop not first, or twice", HopByHopMisplaced),
        new("F05", "header towers", Towers),
        new("F07", "option lengths", OptionLengths),
        new("F08", "extension beyond the packet", ExtensionBeyond),
        new("F09", "routing header 0", RoutingHeader),
        new("F12", "no next header", rig => rig.SendQuietly("NoNextHeader", rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, nextHeader: IpProtocol.NoNextHeader).PayloadOf(40))),
        new("F14", "AH and ESP without association", Ipsec),
        new("F15", "bad sources", BadSources),
        new("F16", "interface-local from the wire", InterfaceLocal),
        new("F17", "home address option", HomeAddress),
        new("F19", "UDP without checksum", UdpWithoutChecksum),
        new("F20", "tunnels", Tunnels),
        new("F22", "all next headers", AllNextHeaders),
        new("F24", "to all nodes with bad lengths", AllNodes),
        new("F25", "hop-by-hop flood", HopByHopFlood),
    ];

    private static void Lengths(AttackRig rig)
    {
        byte[] frame = rig.V6().Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(40).ToArray();
        foreach (int length in new[] { frame.Length - 54 + 1, 1500, 65_535 })
        {
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), (ushort)length);
            rig.SendQuietly("LengthBeyondFrame", frame);
        }
    }

    private static void ZeroLength(AttackRig rig)
    {
        byte[] frame = rig.V6().Tcp(1000, AttackRig.OpenPort, 1, 0, TcpFlags.Syn).ToArray();
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(18), 0);
        rig.SendQuietly(frame);
    }

    private static void HopByHopMisplaced(AttackRig rig)
    {
        Assert.Equal((4, 1, 40u), rig.SendAnswered(rig.V6().Extension(IpProtocol.DestinationOptions, Padding).Extension(IpProtocol.HopByHopOptions, Padding).Udp(1, 2).PayloadOf(8)));
        Assert.Equal((4, 1, 40u), rig.SendAnswered(rig.V6().Extension(IpProtocol.HopByHopOptions, Padding).Extension(IpProtocol.HopByHopOptions, Padding).Udp(1, 2).PayloadOf(8)));
        Assert.Equal(2, rig.Drops("HopByHopMisplaced"));
    }

    private static void Towers(AttackRig rig)
    {
        foreach (int count in new[] { 20, 128, 170 })
        {
            byte[] headers = [.. Enumerable.Repeat<byte[]>([60, 0, 1, 4, 0, 0, 0, 0], count).SelectMany(header => header)];
            headers[^8] = 59;
            rig.SendQuietly(rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, nextHeader: IpProtocol.DestinationOptions).Payload(headers).Build());
        }

        Assert.True(rig.Drops("TooManyExtensions") > 0);
    }

    private static void OptionLengths(AttackRig rig)
    {
        foreach (IpProtocol kind in new[] { IpProtocol.HopByHopOptions, IpProtocol.DestinationOptions })
        {
            for (int length = 0; length < 256; length += 5)
            {
                byte[] body = [1, (byte)length, 0, 0, 0, 0, 0x1E, (byte)length, 0, 0, 0, 0, 0, 0];
                rig.Send(rig.V6().Extension(kind, body).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8));
            }

            rig.Send(rig.V6().Extension(kind, new byte[1022]).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8));
        }

        Assert.True(rig.Drops("OptionTruncated") > 0);
    }

    private static void ExtensionBeyond(AttackRig rig)
    {
        foreach (IpProtocol kind in new[] { IpProtocol.DestinationOptions, IpProtocol.RoutingHeader })
        {
            rig.SendQuietly("ExtensionTruncated", rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, nextHeader: kind).Payload([17, 255, 0, 0, 0, 0, 0, 0]));
        }

        rig.Send(rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, nextHeader: IpProtocol.HopByHopOptions).Payload([17, 255, 0, 0, 0, 0, 0, 0]));
        Assert.Equal(3, rig.Drops("ExtensionTruncated"));
    }

    private static void RoutingHeader(AttackRig rig)
    {
        byte[] left = [0, 1, 0, 0, 0, 0, .. new byte[16]];
        byte[] spent = [0, 0, 0, 0, 0, 0, .. new byte[16]];
        Assert.Equal((4, 0, 42u), rig.SendAnswered(rig.V6().Extension(IpProtocol.RoutingHeader, left).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8)));
        Assert.Equal((byte)Icmp6Type.EchoReply, rig.SendAnswered(rig.V6().Extension(IpProtocol.RoutingHeader, spent).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8)).Type);
    }

    private static void Ipsec(AttackRig rig)
    {
        foreach (byte next in new byte[] { 50, 51 })
        {
            foreach (int length in new[] { 0, 1, 7, 8, 40 })
            {
                rig.Send(rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, nextHeader: (IpProtocol)next).Payload([17, 255, .. new byte[length]]));
                Assert.All(rig.Sent, frame => Assert.Equal((byte)Icmp6Type.ParameterProblem, frame[54]));
                rig.Forget();
            }
        }
    }

    private static void BadSources(AttackRig rig)
    {
        foreach (string source in new[] { "ff02::1", "::", "::1", "::ffff:10.99.0.1", "fd99::2" })
        {
            rig.SendQuietly(rig.Frame().IPv6(IpAddress.Parse(source), AttackRig.Dut6).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8).Build());
            rig.SendQuietly(rig.Frame().IPv6(IpAddress.Parse(source), AttackRig.Dut6).Tcp(1000, AttackRig.OpenPort, 1, 0, TcpFlags.Syn).Build());
        }
    }

    private static void InterfaceLocal(AttackRig rig)
    {
        foreach (string destination in new[] { "::1", "ff01::1", "ff00::1", "::", "::ffff:10.99.0.2" })
        {
            rig.SendQuietly(rig.Frame().IPv6(AttackRig.Me6, IpAddress.Parse(destination)).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8).Build());
        }
    }

    private static void HomeAddress(AttackRig rig)
    {
        byte[] home = [0xC9, 16, .. new byte[16]];
        Assert.Equal((4, 2, 42u), rig.SendAnswered(rig.V6().Extension(IpProtocol.DestinationOptions, home).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8)));
    }

    private static void UdpWithoutChecksum(AttackRig rig)
    {
        byte[] frame = rig.V6().Udp(1000, AttackRig.UdpPort).PayloadOf(20).ToArray();
        frame[60] = frame[61] = 0;
        rig.SendQuietly("ZeroChecksum", frame);
    }

    private static void Tunnels(AttackRig rig)
    {
        byte[] six = [.. rig.V6().Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(8).ToArray()[14..]];
        byte[] four = [.. rig.V4().Icmp4(Icmp4Type.Echo, 0, 1).PayloadOf(8).ToArray()[14..]];
        foreach (byte protocol in new byte[] { 4, 41, 47 })
        {
            rig.Send(rig.Frame().IPv4(AttackRig.Me4, AttackRig.Dut4, protocol: (IpProtocol)protocol).Payload(protocol == 4 ? four : six));
            rig.Send(rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, nextHeader: (IpProtocol)protocol).Payload(protocol == 4 ? four : six));
        }

        rig.Send(rig.V4().Udp(3544, 3544).Payload(six));
        Assert.DoesNotContain(rig.Sent, frame => frame[12] == 0x08 ? frame[34] == (byte)Icmp4Type.EchoReply : frame[54] == (byte)Icmp6Type.EchoReply);
    }

    private static void AllNextHeaders(AttackRig rig)
    {
        for (int next = 0; next < 256; next++)
        {
            foreach (int length in new[] { 0, 1, 8, 40 })
            {
                rig.Send(rig.Frame().IPv6(AttackRig.Me6, AttackRig.Dut6, nextHeader: (IpProtocol)next).PayloadOf(length));
            }
        }

        // Parameter problems, as many as the limit lets through.
        Assert.InRange(rig.Sent.Count, 1, rig.Host.Stack.Profile.IcmpErrorBurst + 6);
    }

    private static void AllNodes(AttackRig rig)
    {
        var all = IpAddress.Parse("ff02::1");
        for (int length = 0; length < 40; length++)
        {
            byte[] frame = PacketBuilder.Allocate().Ethernet(MacAddress.ForMulticast(all), AttackRig.MyMac).IPv6(AttackRig.Me6, all, nextHeader: IpProtocol.Udp).PayloadOf(length).ToArray();
            rig.SendQuietly(frame);
        }
    }

    private static void HopByHopFlood(AttackRig rig)
    {
        byte[] many = new byte[1022];
        byte[] unknown = [.. Enumerable.Repeat<byte[]>([0x1E, 0], 120).SelectMany(option => option), .. new byte[6]];
        for (int i = 0; i < 5_000; i++)
        {
            rig.Put(rig.V6().Extension(IpProtocol.HopByHopOptions, (i & 1) == 0 ? many : unknown).Udp(1, 9999).PayloadOf(8));
            if (i % 1000 == 999)
            {
                rig.Wait(0.001);
            }
        }

        // Port unreachable and nothing else, within the limit.
        Assert.InRange(rig.Sent.Count, 0, rig.Host.Stack.Profile.IcmpErrorBurst + 10);
        rig.Forget();
    }
}
