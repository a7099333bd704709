using NetStackSim.Packets;

namespace NetStackSim.ConformanceTests.BadInput;

/// <summary>
/// The frames that mutation starts from: what the peers of a victim really sent (connections of all kinds, echoes in fragments, datagrams, address
/// resolution), and beside them, with the same addresses, what a real network carries but our hosts do not send by themselves.
/// </summary>
internal sealed class FrameCorpus
{
    private const int LongestFrame = 1514;

    private readonly List<byte[]> _frames = [];
    private readonly MacAddress _to;
    private readonly MacAddress _from;
    private readonly Victim _victim;

    public FrameCorpus(Victim victim)
    {
        _victim = victim;
        _to = victim.Host.Nic.MacAddress;
        _from = victim.Alice.Nic.MacAddress;
        Capture();
        AddTcpOptions();
        AddIPv4();
        AddIPv6();
        AddIcmpErrors();
        NeighbourFrames.AddTo(_frames, victim);
        LinkFrames.AddTo(_frames, victim);
    }

    public IReadOnlyList<byte[]> Frames => _frames;

    /// <summary>The newest frames that peers sent, ready to be sent again: complete, one by one.</summary>
    public static void Refresh(List<byte[]> live, IEnumerable<byte[]> log)
    {
        live.Clear();
        foreach (byte[] frame in log)
        {
            if (frame.Length <= LongestFrame)
            {
                FrameRepair.Fill(frame);
                live.Add(frame);
            }
        }
    }

    private IpAddress V4 => _victim.Host.AddressOf(IpFamily.V4);

    private IpAddress V6 => _victim.Host.AddressOf(IpFamily.V6);

    private IpAddress Peer4 => _victim.Alice.AddressOf(IpFamily.V4);

    private IpAddress Peer6 => _victim.Alice.AddressOf(IpFamily.V6);

    // Conversations that put every protocol of the stack on the wire.
    private void Capture()
    {
        _victim.Network.Run(async () =>
        {
            foreach (SimHost peer in new[] { _victim.Alice, _victim.Bob })
            {
                await peer.PingAsync(V4, new TcpIp.EchoRequestOptions { Size = 1400 });
                await peer.PingAsync(V6, new TcpIp.EchoRequestOptions { Size = 1400 });
                await peer.PingAsync(V4, new TcpIp.EchoRequestOptions { Size = 5000 });
                await peer.PingAsync(V6, new TcpIp.EchoRequestOptions { Size = 5000 });
                await using SimUdpSocket four = peer.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 0));
                await using SimUdpSocket six = peer.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV6, 0));
                await four.SendToAsync(new byte[100], new IpEndpoint(V4, Victim.UdpPort));
                await four.SendToAsync(new byte[100], new IpEndpoint(V4, 9999));
                await six.SendToAsync(new byte[100], new IpEndpoint(V6, Victim.UdpPort));
                await six.SendToAsync(new byte[4000], new IpEndpoint(V6, Victim.UdpPort));
            }

            await _victim.Host.PingAsync(Peer4);
            await _victim.Host.PingAsync(Peer6);
        });
        _victim.Talk(4000);
        _victim.Network.RunFor(TimeSpan.FromMilliseconds(100));
        List<byte[]> captured = [];
        Refresh(captured, _victim.Received.Frames);
        _frames.AddRange(captured);
    }

    private void AddTcpOptions()
    {
        TcpOptions all = default;
        all.SetMaximumSegmentSize(1460);
        all.SetWindowScale(8);
        all.SetSackPermitted();
        all.SetTimestamps(1000, 0);
        all.SetFastOpen([1, 2, 3, 4, 5, 6, 7, 8]);
        TcpOptions reports = default;
        reports.SetTimestamps(2000, 1000);
        reports.AddSackBlock(new SackBlock(new SequenceNumber(5000), new SequenceNumber(6000)));
        reports.AddSackBlock(new SackBlock(new SequenceNumber(7000), new SequenceNumber(8000)));
        reports.AddSackBlock(new SackBlock(new SequenceNumber(9000), new SequenceNumber(9999)));
        byte[] opening = Bytes(all);
        byte[] acknowledging = Bytes(reports);
        foreach (ushort port in new ushort[] { Victim.EchoPort, 80 })
        {
            AddV4(b => b.Tcp(40000, port, 1000, 0, TcpFlags.Syn, 65535, opening));
            AddV6(b => b.Tcp(40000, port, 1000, 0, TcpFlags.Syn, 65535, opening));
            AddV4(b => b.Tcp(40001, port, 1000, 2000, TcpFlags.Ack, 65535, acknowledging).PayloadOf(100));
            AddV6(b => b.Tcp(40001, port, 1000, 2000, TcpFlags.Ack | TcpFlags.Fin, 65535, acknowledging).PayloadOf(10));
            AddV4(b => b.Tcp(40002, port, 1000, 2000, TcpFlags.Rst, 0));
            AddV4(b => b.Tcp(40003, port, 1000, 2000, TcpFlags.Syn | TcpFlags.Ack, 65535, opening));
            AddV4(b => b.Tcp(40003, port, 1000, 2000, TcpFlags.Ack | TcpFlags.Urg | TcpFlags.Ece | TcpFlags.Cwr, 100, urgentPointer: 5).PayloadOf(30));
        }
    }

    private void AddIPv4()
    {
        byte[] timestamps = [68, 12, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] record = [7, 11, 4, 0, 0, 0, 0, 0, 0, 0, 0];
        byte[] source = [131, 7, 4, 10, 0, 0, 9, 0];
        byte[] alert = [148, 4, 0, 0];
        foreach (byte[] options in new[] { timestamps, record, source, alert })
        {
            byte[] padded = options;
            Array.Resize(ref padded, (options.Length + 3) & ~3);
            Add(Begin().IPv4(Peer4, V4, options: padded).Icmp4(Icmp4Type.Echo, 0, 0x00010002).PayloadOf(32).ToArray());
        }

        Add(Begin().IPv4(Peer4, V4, identification: 77, flags: IPv4Flags.MoreFragments).Udp(1000, Victim.UdpPort).PayloadOf(40).ToArray());
        Add(Begin().IPv4(Peer4, V4, identification: 77, fragmentOffset: 48, protocol: IpProtocol.Udp).PayloadOf(24).ToArray());
        Add(Begin().IPv4(Peer4, V4, identification: 78, flags: IPv4Flags.MoreFragments, trafficClass: 3).Icmp4(Icmp4Type.Echo).PayloadOf(1024).ToArray());
        Add(Begin().IPv4(Peer4, V4, identification: 78, fragmentOffset: 1032, protocol: IpProtocol.Icmp).PayloadOf(1000).ToArray());
        Add(Begin().IPv4(Peer4, IpAddress.Parse("224.0.0.1"), timeToLive: 1, protocol: (IpProtocol)2).Payload([0x11, 100, 0, 0, 0, 0, 0, 0]).ToArray());
        foreach (Icmp4Type type in new[] { Icmp4Type.Timestamp, Icmp4Type.AddressMask, Icmp4Type.RouterAdvertisement, Icmp4Type.SourceQuench, Icmp4Type.EchoReply })
        {
            AddV4(b => b.Icmp4(type, 0, 0x00010001).PayloadOf(12));
        }
    }

    private void AddIPv6()
    {
        byte[] alert = [5, 2, 0, 0];
        byte[] unknown = [0x80, 4, 1, 2, 3, 4];
        byte[] routing = [2, 1, 0, 0, 0, 0, .. new byte[16]];
        byte[] spent = [4, 0, 0, 0, 0, 0];
        byte[] home = [0xC9, 16, .. new byte[16]];
        AddV6(b => b.Extension(IpProtocol.HopByHopOptions, alert).Icmp6(Icmp6Type.Echo, 0, 1).PayloadOf(20));
        AddV6(b => b.Extension(IpProtocol.DestinationOptions, unknown).Udp(1000, Victim.UdpPort).PayloadOf(20));
        AddV6(b => b.Extension(IpProtocol.DestinationOptions, home).Tcp(50000, Victim.EchoPort, 1, 0, TcpFlags.Syn));
        AddV6(b => b.Extension(IpProtocol.RoutingHeader, routing).Udp(1000, Victim.UdpPort).PayloadOf(9));
        AddV6(b => b.Extension(IpProtocol.HopByHopOptions, alert).Extension(IpProtocol.RoutingHeader, spent).Fragment(0, false, 99).Icmp6(Icmp6Type.Echo).PayloadOf(8));
        AddV6(b => b.Fragment(0, true, 100).Udp(1000, Victim.UdpPort).PayloadOf(40));
        AddV6(b => b.Fragment(48, false, 100, IpProtocol.Udp).PayloadOf(16));
        AddV6(b => b.Fragment(0, true, 101, IpProtocol.Tcp).PayloadOf(8));
        AddV6(b => b.Icmp6(Icmp6Type.MulticastListenerQuery, 0, 0x03E80000).Payload(new byte[16]));
        Add(Begin().IPv6(Peer6, V6, nextHeader: IpProtocol.NoNextHeader).PayloadOf(10).ToArray());
        Add(Begin().IPv6(Peer6, V6, nextHeader: (IpProtocol)200).PayloadOf(30).ToArray());
    }

    // Errors about what the victim really sent.
    private void AddIcmpErrors()
    {
        foreach (byte[] sent in _victim.Sent.Frames)
        {
            if (!EthernetHeader.TryParse(sent, out EthernetHeader header) || sent.Length > LongestFrame)
            {
                continue;
            }

            byte[] quote = header.Payload[..Math.Min(header.Payload.Length, 64)].ToArray();
            switch (header.EtherType)
            {
                case EtherTypes.IPv4:
                    AddV4(b => b.Icmp4(Icmp4Type.DestinationUnreachable, 4, 1200).Payload(quote));
                    AddV4(b => b.Icmp4(Icmp4Type.DestinationUnreachable, 1).Payload(quote));
                    AddV4(b => b.Icmp4(Icmp4Type.TimeExceeded).Payload(quote));
                    AddV4(b => b.Icmp4(Icmp4Type.Redirect, 1, 0x0A000003).Payload(quote));
                    AddV4(b => b.Icmp4(Icmp4Type.ParameterProblem).Payload(quote));
                    break;
                case EtherTypes.IPv6:
                    AddV6(b => b.Icmp6(Icmp6Type.PacketTooBig, 0, 1300).Payload(quote));
                    AddV6(b => b.Icmp6(Icmp6Type.DestinationUnreachable, 3).Payload(quote));
                    AddV6(b => b.Icmp6(Icmp6Type.ParameterProblem, 1, 6).Payload(quote));
                    break;
            }
        }
    }

    private static byte[] Bytes(in TcpOptions options)
    {
        byte[] bytes = new byte[TcpHeader.MaximumOptions];
        return bytes[..options.Write(bytes)];
    }

    private PacketBuilder Begin() => PacketBuilder.Allocate().Ethernet(_to, _from);

    private void AddV4(Layers upper) => Add(upper(Begin().IPv4(Peer4, V4)).ToArray(padded: true));

    private void AddV6(Layers upper) => Add(upper(Begin().IPv6(Peer6, V6)).ToArray(padded: true));

    private void Add(byte[] frame) => _frames.Add(frame);

    internal delegate PacketBuilder Layers(PacketBuilder lower);
}
