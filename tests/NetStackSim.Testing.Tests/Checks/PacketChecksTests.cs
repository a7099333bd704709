using NetStackSim.Packets;
using static NetStackSim.Testing.PacketChecks;

namespace NetStackSim.Testing.Tests.Checks;

public sealed class PacketChecksTests
{
    private static readonly MacAddress Alice = MacAddress.Parse("02:00:00:00:00:01");
    private static readonly MacAddress Bob = MacAddress.Parse("02:00:00:00:00:02");
    private static readonly IpAddress A4 = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress B4 = IpAddress.Parse("10.0.0.2");
    private static readonly IpAddress A6 = IpAddress.Parse("fd00::1");
    private static readonly IpAddress B6 = IpAddress.Parse("fd00::2");

    public static TheoryData<string, byte[], PacketCheck[]> Matching()
    {
        var syn = default(TcpOptions);
        syn.SetMaximumSegmentSize(1460);
        syn.SetWindowScale(8);
        syn.SetSackPermitted();
        return new TheoryData<string, byte[], PacketCheck[]>
        {
            { "nothing said", Frame().IPv4(A4, B4).Udp(1, 2).ToArray(), [] },
            { "Ethernet", Frame().IPv4(A4, B4).Udp(1, 2).ToArray(), [Ethernet(Alice, Bob, vlan: 0)] },
            {
                "VLAN", PacketBuilder.Allocate().Ethernet(Bob, Alice, new VlanTag(7, 0, false)).IPv4(A4, B4).Udp(1, 2).ToArray(),
                [Ethernet(vlan: 7), IPv4("10.0.0.1", "10.0.0.2"), Udp(1, 2, length: 0)]
            },
            { "ARP", Frame().Arp(ArpOperation.Request, Alice, A4, Bob, B4).ToArray(padded: true), [Arp(ArpOperation.Request, "10.0.0.1", "10.0.0.2")] },
            { "IPv4 fields", Frame().IPv4(A4, B4, timeToLive: 3, flags: IPv4Flags.DontFragment).Udp(1, 2).ToArray(), [IPv4(timeToLive: 3, dontFragment: true)] },
            { "IPv6 fields", Frame().IPv6(A6, B6, hopLimit: 9).Udp(1, 2).ToArray(), [IPv6("fd00::1", "fd00::2", hopLimit: 9), Valid()] },
            { "either family", Frame().IPv6(A6, B6).Udp(1, 2).ToArray(), [IP(A6, B6)] },
            { "padding is no payload", Frame().IPv4(A4, B4).Udp(1, 2).Payload("x"u8).ToArray(padded: true), [Udp(length: 1), Payload("x"), Valid()] },
            { "TCP", Frame().IPv4(A4, B4).Tcp(1, 2, 3, 4, TcpFlags.PshAck, 5).Payload("hi"u8).ToArray(), [Tcp(TcpFlags.PshAck, 1, 2, 3, 4, 5, 2), Payload("hi")] },
            { "TCP options", Frame().IPv6(A6, B6).Tcp(1, 2, 3, 4, TcpFlags.Syn, 5, syn).ToArray(), [Options(1460, 8, sackPermitted: true, timestamps: false, sackBlocks: 0)] },
            { "ICMP", Frame().IPv4(A4, B4).Icmp4(Icmp4Type.Echo).Payload([1, 2]).ToArray(), [Icmp4(Icmp4Type.Echo, 0), Payload(1, 2)] },
            { "ICMPv6", Frame().IPv6(A6, B6).Icmp6(Icmp6Type.EchoReply).ToArray(), [Icmp6(Icmp6Type.EchoReply)] },
            { "fragment", Frame().IPv4(A4, B4, fragmentOffset: 1480, flags: IPv4Flags.MoreFragments, protocol: IpProtocol.Udp).PayloadOf(8).ToArray(), [Fragment(1480, more: true)] },
            { "IPv6 fragment", Frame().IPv6(A6, B6).Fragment(1448, false, 1, IpProtocol.Udp).PayloadOf(8).ToArray(), [Fragment(1448, more: false)] },
        };
    }

    public static TheoryData<string, byte[], PacketCheck> Differing()
    {
        byte[] udp = Frame().IPv4(A4, B4).Udp(1, 2).Payload("abc"u8).ToArray();
        byte[] tcp = Frame().IPv4(A4, B4).Tcp(1, 2, 3, 4, TcpFlags.SynAck, 5).ToArray();
        byte[] broken = Frame().IPv4(A4, B4).Udp(1, 2).Payload("abc"u8).ToArray();
        broken[^1] ^= 1;
        return new TheoryData<string, byte[], PacketCheck>
        {
            { "Ethernet source: expected 02-00-00-00-00-02, was 02-00-00-00-00-01", udp, Ethernet(source: Bob) },
            { "IPv4 destination: expected 10.0.0.3, was 10.0.0.2", udp, IPv4("10.0.0.1", "10.0.0.3") },
            { "IPv6: there is no IPv6 packet in the frame", udp, IPv6() },
            { "ARP: there is no ARP packet in the frame", udp, Arp() },
            { "TCP: there is no TCP segment in the frame", udp, Tcp() },
            { "TCP flags: expected Syn, was SynAck", tcp, Tcp(TcpFlags.Syn) },
            { "TCP acknowledgment number: expected 9, was 4", tcp, Tcp(acknowledgment: 9) },
            { "TCP MSS: there is none", tcp, Options(maximumSegmentSize: 1460) },
            { "payload: expected 2 bytes, was 3", udp, Payload("ab") },
            { "payload: differs from byte 1 on, expected 0x78, was 0x62", udp, Payload("axc") },
            { "fragment offset: expected 8, was 0", udp, Fragment(8, more: false) },
            { "validity: wrong TransportChecksum", broken, Valid() },
            { "Ethernet: the frame has 3 bytes only", [1, 2, 3], Ethernet() },
        };
    }

    [Theory]
    [MemberData(nameof(Matching))]
    public void Is_StatementsThatHold_Pass(string name, byte[] frame, PacketCheck[] checks)
    {
        frame.Is(checks);
        Assert.NotEmpty(name);
    }

    [Theory]
    [MemberData(nameof(Differing))]
    public void Is_StatementThatDoesNotHold_NamesTheFieldAndBothValues(string difference, byte[] frame, PacketCheck check)
    {
        var failure = Assert.Throws<NetworkAssertionException>(() => frame.Is(check));

        Assert.Contains(difference, failure.Message);
    }

    [Fact]
    public void Is_SeveralDifferences_AreAllInTheMessageWithTheFrameInWordsAndBytes()
    {
        byte[] frame = Frame().IPv4(A4, B4).Tcp(1, 2, 3, 4, TcpFlags.Rst, 5).ToArray();

        var failure = Assert.Throws<NetworkAssertionException>(() => frame.Is(IPv4("10.0.0.9", "10.0.0.2"), Tcp(TcpFlags.Syn, to: 80)));

        Assert.StartsWith("The frame is not IPv4(10.0.0.9 > 10.0.0.2), TCP(Syn, * > 80).\n", failure.Message);
        Assert.Contains("IPv4 source: expected 10.0.0.9, was 10.0.0.1\n", failure.Message);
        Assert.Contains("TCP flags: expected Syn, was Rst\n", failure.Message);
        Assert.Contains("TCP destination port: expected 80, was 2\n", failure.Message);
        Assert.Contains("It is: 02-00-00-00-00-01 > 02-00-00-00-00-02 ", failure.Message);
        Assert.Contains("  0000  02 00 00 00 00 02 02 00 00 00 00 01 08 00 45", failure.Message);
    }

    [Fact]
    public void Is_CheckOfAUser_ReportsThroughTheInspection()
    {
        byte[] frame = Frame().IPv4(A4, B4).Udp(53, 1).Payload([0x12, 0x34]).ToArray();

        frame.Is(new IdentifierCheck(0x1234));
        var failure = Assert.Throws<NetworkAssertionException>(() => frame.Is(new IdentifierCheck(1)));

        Assert.Contains("identifier: expected 1, was 4660", failure.Message);
    }

    [Fact]
    public void Inspection_SeededMutations_NeverThrows()
    {
        byte[] seed = Frame().IPv6(A6, B6).Fragment(0, true, 1).Tcp(1, 2, 3, 4, TcpFlags.Syn, 5).PayloadOf(20).ToArray();
        ulong state = 0x9E37_79B9_7F4A_7C15;
        for (int round = 0; round < 20_000; round++)
        {
            byte[] frame = (byte[])seed.Clone();
            for (int i = 0; i < 4; i++)
            {
                state = (state * 6364136223846793005) + 1442695040888963407;
                frame[(int)((state >> 33) % (ulong)frame.Length)] = (byte)(state >> 56);
            }

            Array.Resize(ref frame, (int)(state % (ulong)(frame.Length + 1)));
            _ = PacketMatcher.Matches(frame, [Ethernet(), Arp(), IPv4(), IPv6(), Fragment(0, true), Tcp(), Options(), Udp(), Icmp4(), Icmp6(), Payload(1), Valid()]);
        }
    }

    private static PacketBuilder Frame() => PacketBuilder.Allocate().Ethernet(Bob, Alice);

    private sealed class IdentifierCheck(int expected) : PacketCheck
    {
        public override void Inspect(PacketInspection packet) => packet.Expect("identifier", expected, (packet.Transport[8] << 8) | packet.Transport[9]);

        public override string ToString() => $"Identifier({expected})";
    }
}
