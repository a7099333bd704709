using System.Net;
using System.Net.NetworkInformation;
using NetStackSim.Packets;
using NetStackSim.Testing;
using PacketDotNet;
using PacketDotNet.Utils;
using static NetStackSim.Testing.PacketChecks;
using ArpOperation = NetStackSim.Packets.ArpOperation;
using Icmp4Type = NetStackSim.Packets.Icmp4Type;

namespace NetStackSim.PacketDotNet.Tests;

/// <summary>A host answers frames that PacketDotNet built.</summary>
public sealed class FedFrameTests
{
    [Fact]
    public void Arp_Request_IsAnswered() => Play("10.0.0.1/24", "10.0.0.9", async (host, peer) =>
    {
        var arp = new global::PacketDotNet.ArpPacket(
            global::PacketDotNet.ArpOperation.Request, Zero, IPAddress.Parse("10.0.0.1"), Mac(peer.MacAddress), IPAddress.Parse("10.0.0.9"));
        peer.Send(new EthernetPacket(Mac(peer.MacAddress), Broadcast, EthernetType.Arp) { PayloadPacket = arp }.Bytes);
        await peer.ExpectAsync(Arp(ArpOperation.Reply, "10.0.0.1", "10.0.0.9"));
    }, answersResolution: false);

    [Fact]
    public void Icmp_EchoRequest_IsAnswered() => Play("10.0.0.1/24", "10.0.0.9", async (host, peer) =>
    {
        var icmp = new IcmpV4Packet(new ByteArraySegment(new byte[40])) { TypeCode = IcmpV4TypeCode.EchoRequest, Id = 7, Sequence = 1 };
        icmp.UpdateIcmpChecksum();
        peer.Send(Frame(host, peer, "10.0.0.9", icmp));
        await peer.ExpectAsync(IPv4("10.0.0.1", "10.0.0.9"), Icmp4(Icmp4Type.EchoReply, 0), Valid());
    });

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.9")]
    [InlineData("fd00::1/64", "fd00::9")]
    public void Udp_ToAClosedPort_IsPortUnreachable(string address, string from) => Play(address, from, async (host, peer) =>
    {
        var udp = new UdpPacket(4000, 4001) { PayloadData = "hello"u8.ToArray() };
        peer.Send(Frame(host, peer, from, udp));
        await peer.ExpectAsync(host.Address.IsV4 ? Icmp4(Icmp4Type.DestinationUnreachable, 3) : Icmp6(Icmp6Type.DestinationUnreachable, 4), Valid());
    });

    [Theory]
    [InlineData("10.0.0.1/24", "10.0.0.9")]
    [InlineData("fd00::1/64", "fd00::9")]
    public void Tcp_Syn_IsAnsweredByTheListener(string address, string from) => Play(address, from, async (host, peer) =>
    {
        await using EchoService echo = EchoService.Start(host.Kernel);
        var syn = new TcpPacket(4000, EchoService.DefaultPort) { Synchronize = true, SequenceNumber = 100, WindowSize = 60_000 };
        peer.Send(Frame(host, peer, from, syn));
        SeenFrame answer = await peer.ExpectAsync(Tcp(TcpFlags.SynAck, EchoService.DefaultPort, 4000, acknowledgment: 101), Valid());
        Assert.True(TcpHeader.TryParse(answer.Bytes.Span[(host.Address.IsV4 ? 34 : 54)..], out TcpHeader header));

        uint acknowledged = header.SequenceNumber.Value + 1;
        var data = new TcpPacket(4000, EchoService.DefaultPort)
        {
            Acknowledgment = true, Push = true, SequenceNumber = 101, AcknowledgmentNumber = acknowledged, WindowSize = 60_000, PayloadData = "hello"u8.ToArray(),
        };
        peer.Send(Frame(host, peer, from, data));
        await peer.ExpectAsync(Tcp(TcpFlags.PshAck, acknowledgment: 106), Payload("hello"));
        peer.Send(Frame(host, peer, from, new TcpPacket(4000, EchoService.DefaultPort) { Reset = true, SequenceNumber = 106 }));
    });

    private static readonly PhysicalAddress Broadcast = PhysicalAddress.Parse("FF-FF-FF-FF-FF-FF");
    private static readonly PhysicalAddress Zero = PhysicalAddress.Parse("00-00-00-00-00-00");

    private static void Play(string address, string from, Func<SimHost, ScriptedPeer, Task> script, bool answersResolution = true)
    {
        using var network = new SimNetwork(seed: 3);
        SimHost host = network.AddHost("host", h => h.Address(address));
        ScriptedPeer peer = ScriptedPeer.Attach(network, host, new ScriptedPeerOptions { Addresses = [from], AnswersResolution = answersResolution });
        network.Run(() => script(host, peer));
        network.AssertNoLeaks();
    }

    private static byte[] Frame(SimHost host, ScriptedPeer peer, string from, Packet transport)
    {
        bool isV4 = host.Address.IsV4;
        IPAddress source = IPAddress.Parse(from);
        IPAddress destination = IPAddress.Parse(host.Address.ToString());
        IPPacket ip = isV4 ? new IPv4Packet(source, destination) : new IPv6Packet(source, destination);
        ip.PayloadPacket = transport;
        switch (transport)
        {
            case TcpPacket tcp:
                ip.Protocol = ProtocolType.Tcp;
                tcp.UpdateTcpChecksum();
                break;
            case UdpPacket udp:
                ip.Protocol = ProtocolType.Udp;
                udp.UpdateUdpChecksum();
                break;
            default:
                ip.Protocol = ProtocolType.Icmp;
                break;
        }

        var ethernet = new EthernetPacket(Mac(peer.MacAddress), Mac(host.Nic.MacAddress), isV4 ? EthernetType.IPv4 : EthernetType.IPv6) { PayloadPacket = ip };
        ethernet.UpdateCalculatedValues();
        (ip as IPv4Packet)?.UpdateIPChecksum();
        return ethernet.Bytes;
    }

    private static PhysicalAddress Mac(MacAddress address)
    {
        byte[] bytes = new byte[MacAddress.Size];
        address.CopyTo(bytes);
        return new PhysicalAddress(bytes);
    }
}
