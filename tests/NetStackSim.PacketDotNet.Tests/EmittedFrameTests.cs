using System.Net.NetworkInformation;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.Testing;
using PacketDotNet;
using static NetStackSim.Testing.PacketChecks;
using Icmp4Type = NetStackSim.Packets.Icmp4Type;

namespace NetStackSim.PacketDotNet.Tests;

/// <summary>PacketDotNet reads every kind of frame that we emit as we meant it.</summary>
public sealed class EmittedFrameTests
{
    private static readonly IReadOnlyList<SeenFrame> Frames = EmittedFrames.Collect();

    public static TheoryData<string, PacketCheck[]> Kinds() => new()
    {
        { "ARP request", [Arp(NetStackSim.Packets.ArpOperation.Request)] },
        { "ARP reply", [Arp(NetStackSim.Packets.ArpOperation.Reply)] },
        { "ICMP echo", [Icmp4(Icmp4Type.Echo)] },
        { "ICMP echo reply", [Icmp4(Icmp4Type.EchoReply)] },
        { "ICMP port unreachable", [Icmp4(Icmp4Type.DestinationUnreachable, Icmp4Codes.PortUnreachable)] },
        { "ICMP time exceeded", [Icmp4(Icmp4Type.TimeExceeded)] },
        { "IPv4 fragment", [IPv4(), Fragment(1480, more: true)] },
        { "IPv6 fragment", [IPv6(), Fragment(1448, more: true)] },
        { "neighbour solicitation", [Icmp6(Icmp6Type.NeighborSolicitation)] },
        { "neighbour advertisement", [Icmp6(Icmp6Type.NeighborAdvertisement)] },
        { "ICMPv6 echo", [Icmp6(Icmp6Type.Echo)] },
        { "ICMPv6 port unreachable", [Icmp6(Icmp6Type.DestinationUnreachable)] },
        { "ICMPv6 time exceeded", [Icmp6(Icmp6Type.TimeExceeded)] },
        { "UDP over IPv4", [IPv4(), Udp()] },
        { "UDP over IPv6", [IPv6(), Udp()] },
        { "SYN with options", [Tcp(TcpFlags.Syn), Options(maximumSegmentSize: 1460, sackPermitted: true)] },
        { "SYN and ACK over IPv6", [IPv6(), Tcp(TcpFlags.SynAck)] },
        { "full segment", [Tcp(length: 1460)] },
        { "FIN", [Tcp(TcpFlags.FinAck)] },
        { "reset", [Tcp(TcpFlags.RstAck)] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Run_Kind_IsThere(string kind, PacketCheck[] checks) => Assert.True(Frames.Any(frame => frame.Matches(checks)), kind);

    [Fact]
    public void Parse_EveryFrame_HasOurAddressesLengthsAndValidChecksums() => Assert.All(Frames, Compare);

    [Fact]
    public void Parse_TaggedFrame_HasOurVlan()
    {
        using var network = new SimNetwork();
        SimHost alice = network.AddHost("alice", h => h.Adapter(new VirtualNicOptions { VlanId = 7 }).Address("10.0.0.1/24"));
        SimHost bob = network.AddHost("bob", h => h.Adapter(new VirtualNicOptions { VlanId = 7 }).Address("10.0.0.2/24"));
        FrameLog log = FrameLog.Watch(network, network.Connect(alice, bob));
        network.Run(async () => await alice.PingAsync(bob.Address));

        network.AssertNoDrops();
        SeenFrame echo = log.Single(Ethernet(vlan: 7), Icmp4(Icmp4Type.Echo));
        var tag = Packet.ParsePacket(LinkLayers.Ethernet, echo.Bytes.ToArray()).Extract<Ieee8021QPacket>();
        Assert.Equal(7, tag.VlanIdentifier);
        Assert.NotNull(tag.Extract<IcmpV4Packet>());
    }

    private static void Compare(SeenFrame frame)
    {
        byte[] bytes = frame.Bytes.ToArray();
        var ours = new Ours(bytes);
        var ethernet = (EthernetPacket)Packet.ParsePacket(LinkLayers.Ethernet, bytes);

        Assert.Equal(ours.SourceMac, ethernet.SourceHardwareAddress);
        Assert.Equal(ours.DestinationMac, ethernet.DestinationHardwareAddress);
        if (ethernet.Extract<IPPacket>() is { } ip)
        {
            Assert.Equal(ours.Source, ip.SourceAddress.ToString());
            Assert.Equal(ours.Destination, ip.DestinationAddress.ToString());
            Assert.True(ip is not IPv4Packet v4 || v4.ValidChecksum, frame.ToString());
            if (!ours.IsFragment)
            {
                CompareTransport(ip, frame);
            }
        }
        else
        {
            Assert.NotNull(ethernet.Extract<global::PacketDotNet.ArpPacket>());
        }
    }

    private static void CompareTransport(IPPacket ip, SeenFrame frame)
    {
        switch (ip.PayloadPacket)
        {
            case TcpPacket tcp:
                Assert.True(tcp.ValidChecksum, frame.ToString());
                frame.Is(Tcp((TcpFlags)tcp.Flags, tcp.SourcePort, tcp.DestinationPort, tcp.SequenceNumber, tcp.AcknowledgmentNumber, tcp.WindowSize));
                break;
            case UdpPacket udp:
                Assert.True(udp.ValidChecksum, frame.ToString());
                frame.Is(Udp(udp.SourcePort, udp.DestinationPort, udp.Length - 8));
                break;
            case IcmpV4Packet icmp:
                Assert.True(icmp.ValidIcmpChecksum, frame.ToString());
                frame.Is(Icmp4((Icmp4Type)((int)icmp.TypeCode >> 8), (byte)icmp.TypeCode));
                break;
            case IcmpV6Packet icmp:
                Assert.True(icmp.ValidIcmpChecksum, frame.ToString());
                frame.Is(Icmp6((Icmp6Type)icmp.Type, icmp.Code));
                break;
            default:
                Assert.Fail($"PacketDotNet does not see a transport in {frame}");
                break;
        }
    }

    private sealed class Ours
    {
        public Ours(byte[] bytes)
        {
            Assert.True(EthernetHeader.TryParse(bytes, out EthernetHeader ethernet));
            SourceMac = new PhysicalAddress(Bytes(ethernet.Source));
            DestinationMac = new PhysicalAddress(Bytes(ethernet.Destination));
            if (IPv4Header.TryParse(ethernet.Payload, out IPv4Header v4))
            {
                (Source, Destination, IsFragment) = (v4.Source.ToString(), v4.Destination.ToString(), v4.IsFragment);
            }
            else if (IPv6Header.TryParse(ethernet.Payload, out IPv6Header v6))
            {
                (Source, Destination, IsFragment) = (v6.Source.ToString(), v6.Destination.ToString(), v6.FindUpperLayer().IsFragment);
            }
        }

        public PhysicalAddress SourceMac { get; }

        public PhysicalAddress DestinationMac { get; }

        public string Source { get; } = "";

        public string Destination { get; } = "";

        public bool IsFragment { get; }

        private static byte[] Bytes(MacAddress address)
        {
            byte[] bytes = new byte[MacAddress.Size];
            address.CopyTo(bytes);
            return bytes;
        }
    }
}
