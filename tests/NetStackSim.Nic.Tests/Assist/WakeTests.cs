using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests.Assist;

/// <summary>The card while the system sleeps: wake patterns, and requests that it answers.</summary>
public sealed class WakeTests : IWakeLine
{
    private static readonly MacAddress Mine = new(NicFixture.Mac);
    private static readonly MacAddress Peer = new(0x0200_0000_0001);
    private static readonly IpAddress Host4 = IpAddress.Parse("10.0.0.2");
    private static readonly IpAddress Host6 = IpAddress.Parse("fe80::2");
    private static readonly IpAddress Second6 = IpAddress.Parse("2001:db8::2");

    private readonly NicFixture _nic = new();
    private readonly List<WakeReason> _wakes = [];

    public WakeTests() => _nic.Nic.WakeLine = this;

    public static TheoryData<string, string, bool> Cases { get; } = new()
    {
        { "magic", "magic", true },
        { "magic", "magic for another", false },
        { "magic", "magic in udp", true },
        { "magic", "ping", false },
        { "bitmap", "ping", true },
        { "bitmap", "syn", false },
        { "syn4", "syn", true },
        { "syn4", "syn ack", false },
        { "syn4", "syn6", false },
        { "syn4 port", "syn", true },
        { "syn4 other port", "syn", false },
        { "syn4 source", "syn", true },
        { "syn4 other source", "syn", false },
        { "syn6", "syn6", true },
        { "syn6", "syn", false },
        { "eapol", "eapol request", true },
        { "eapol", "eapol response", false },
        { "eapol", "eapol start", false },
        { "eapol", "ping", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sleep_PatternAndFrame_WakeOrNot(string pattern, string frame, bool wakes)
    {
        Arm(WakePacketKinds.All, ProtocolOffloadKinds.None);
        if (pattern != "magic")
        {
            Assert.Equal(NtStatus.Success, Add(PatternOf(pattern)));
        }

        Sleep();
        byte[] bytes = FrameOf(frame);
        _nic.Deliver(bytes, bytes);
        _nic.Loop.RunUntilIdle();
        Assert.Equal(wakes ? 1 : 0, _wakes.Count);
        Assert.Empty(_nic.Indicated);
        Assert.Equal(2, _nic.Kernel.Drops[NicDropReasons.Asleep]);
        Power(DevicePowerState.D0);
        Assert.Equal(wakes, _nic.Statuses.Contains(NdisStatusCode.PmWakeReason));
        if (wakes)
        {
            WakeReason reason = Assert.IsType<WakeReason>(_nic.Payloads[_nic.Statuses.IndexOf(NdisStatusCode.PmWakeReason)]);
            Assert.Equal((WakeReasonType.Packet, pattern == "magic" ? 0u : 7u), (reason.Type, reason.PatternId));
            Assert.Equal(bytes, reason.Packet.ToArray());
        }

        Power(DevicePowerState.D3);
        Power(DevicePowerState.D0);
        Assert.Equal(wakes ? 1 : 0, _nic.Statuses.Count(x => x == NdisStatusCode.PmWakeReason));
    }

    [Fact]
    public void Sleep_NothingArmed_NothingWakes()
    {
        Assert.Equal(NtStatus.Success, Add(PatternOf("bitmap")));
        Sleep();
        _nic.Deliver(FrameOf("ping"), FrameOf("magic"));
        _nic.Loop.RunUntilIdle();
        Assert.Empty(_wakes);
    }

    [Fact]
    public void Awake_AndPaused_FramesAreDroppedAsEver()
    {
        Arm(WakePacketKinds.All, ProtocolOffloadKinds.None);
        _nic.Ndis.PauseStack(_nic.Adapter);
        _nic.Loop.RunUntilIdle();
        _nic.Deliver(FrameOf("magic"));
        Assert.Empty(_wakes);
        Assert.Equal(1, _nic.Kernel.Drops[NicDropReasons.NotRunning]);
    }

    [Theory]
    [InlineData(true, WakeEvents.MediaConnect, WakeReasonType.MediaConnect)]
    [InlineData(false, WakeEvents.MediaDisconnect, WakeReasonType.MediaDisconnect)]
    public void Link_ThatChanges_WakesWhenArmed(bool up, WakeEvents armed, WakeReasonType reason)
    {
        _nic.Nic.OnLinkStateChanged(!up);
        Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.PmParameters, new PowerManagementParameters(0, 0, armed))));
        Sleep();
        _nic.Nic.OnLinkStateChanged(up);
        Assert.Equal(reason, Assert.Single(_wakes).Type);
    }

    [Fact]
    public void ArpRequest_ForTheHost_IsAnsweredByTheCard()
    {
        Arm(WakePacketKinds.None, ProtocolOffloadKinds.Arp | ProtocolOffloadKinds.NeighborSolicitation);
        Offload(new ProtocolOffload { OffloadId = 1, Kind = ProtocolOffloadKinds.Arp, HostAddress = Host4, LinkAddress = Mine });
        Sleep();
        IpAddress asker = IpAddress.Parse("10.0.0.1");
        _nic.Deliver(Arp(asker, Host4), Arp(asker, IpAddress.Parse("10.0.0.3")));
        Assert.Empty(_nic.Port.Arrivals);
        _nic.Loop.RunUntilIdle();
        byte[] expected = PacketBuilder.Allocate().Ethernet(Peer, Mine).Arp(ArpOperation.Reply, Mine, Host4, Peer, asker).ToArray(padded: true);
        Assert.Equal(expected, Assert.Single(_nic.Port.Arrivals).Bytes);
        Assert.Empty(_wakes);
        Assert.Equal(0, _nic.Frames.Outstanding);
    }

    [Theory]
    [InlineData("10.0.0.1", true)]
    [InlineData("10.0.0.9", false)]
    public void ArpRequest_OffloadForOneRemote_AnswersOnlyThatOne(string asker, bool answers)
    {
        Arm(WakePacketKinds.None, ProtocolOffloadKinds.Arp);
        Offload(new ProtocolOffload { OffloadId = 1, Kind = ProtocolOffloadKinds.Arp, HostAddress = Host4, RemoteAddress = IpAddress.Parse("10.0.0.1"), LinkAddress = Mine });
        Sleep();
        _nic.Deliver(Arp(IpAddress.Parse(asker), Host4));
        _nic.Loop.RunUntilIdle();
        Assert.Equal(answers ? 1 : 0, _nic.Port.Arrivals.Count);
    }

    [Theory]
    [InlineData("fe80::2", "fe80::1", true)]
    [InlineData("2001:db8::2", "fe80::1", true)]
    [InlineData("fe80::3", "fe80::1", false)]
    [InlineData("fe80::2", "::", true)]
    public void Solicitation_ForTheHost_IsAnsweredByTheCard(string target, string asker, bool answers)
    {
        Arm(WakePacketKinds.None, ProtocolOffloadKinds.NeighborSolicitation);
        Offload(new ProtocolOffload { OffloadId = 2, Kind = ProtocolOffloadKinds.NeighborSolicitation, HostAddress = Host6, SecondHostAddress = Second6, LinkAddress = Mine });
        Sleep();
        IpAddress from = IpAddress.Parse(asker);
        IpAddress wanted = IpAddress.Parse(target);
        _nic.Deliver(Solicitation(from, wanted, hopLimit: 255), Solicitation(from, wanted, hopLimit: 64));
        _nic.Loop.RunUntilIdle();
        if (!answers)
        {
            Assert.Empty(_nic.Port.Arrivals);
            return;
        }

        byte[] sent = Assert.Single(_nic.Port.Arrivals).Bytes;
        Assert.True(EthernetHeader.TryParse(sent, out EthernetHeader header));
        Assert.True(IPv6Header.TryParse(header.Payload, out IPv6Header ip));
        Assert.True(Icmp6Header.TryParse(ip.Payload, out Icmp6Header icmp));
        Assert.True(NeighborAdvertisement.TryParse(ip.Payload, out NeighborAdvertisement answer));
        Assert.True(icmp.IsChecksumValid(ip.Source, ip.Destination));
        Assert.Equal((wanted, !from.IsUnspecified, true, false), (answer.Target, answer.IsSolicited, answer.IsOverride, answer.IsRouter));
        Assert.Equal((byte)255, ip.HopLimit);
        Assert.Equal(from.IsUnspecified ? IpAddress.AllNodesV6 : from, ip.Destination);
        Assert.Equal(from.IsUnspecified ? MacAddress.ForMulticast(IpAddress.AllNodesV6) : Peer, header.Destination);
        Assert.Equal(Mine.Value, MacAddress.Read(answer.OptionBytes[2..]).Value);
    }

    [Fact]
    public void Lists_AddRemoveQueryAndLimits_AreKept()
    {
        for (uint i = 0; i < 16; i++)
        {
            Assert.Equal(NtStatus.Success, Add(PatternOf("bitmap") with { PatternId = i }));
        }

        Assert.Equal(NdisStatus.PmWolPatternListFull, Add(PatternOf("bitmap") with { PatternId = 99 }));
        Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.PmRemoveWolPattern, 3)));
        Assert.Equal(NdisStatus.FileNotFound, _nic.Request(OidRequest.Set(Oid.PmRemoveWolPattern, 3)));
        Assert.Equal(NdisStatus.InvalidParameter, Add(PatternOf("bitmap") with { PatternId = 4 }));
        Assert.Equal(NdisStatus.InvalidParameter, Add(PatternOf("bitmap") with { PatternId = 3, Mask = default }));
        Assert.Equal(15, Query<WakePattern[]>(Oid.PmWolPatternList).Length);

        ProtocolOffload arp = new() { OffloadId = 1, Kind = ProtocolOffloadKinds.Arp, HostAddress = Host4, LinkAddress = Mine };
        Offload(arp);
        Offload(arp with { OffloadId = 2 });
        Assert.Equal(NdisStatus.PmProtocolOffloadListFull, _nic.Request(OidRequest.Set(Oid.PmAddProtocolOffload, arp with { OffloadId = 3 })));
        Assert.Equal(NdisStatus.InvalidParameter, _nic.Request(OidRequest.Set(Oid.PmAddProtocolOffload, arp with { OffloadId = 3, HostAddress = Host6 })));
        Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.PmRemoveProtocolOffload, 1)));
        Assert.Equal(NdisStatus.FileNotFound, _nic.Request(OidRequest.Set(Oid.PmRemoveProtocolOffload, 1)));
        Assert.Equal([arp with { OffloadId = 2 }], Query<ProtocolOffload[]>(Oid.PmProtocolOffloadList));
        Assert.Equal(NdisStatus.InvalidParameter, _nic.Request(OidRequest.Set(Oid.PmParameters, new PowerManagementParameters((WakePacketKinds)0x8000, 0, 0))));
    }

    [Fact]
    public void AnyBytes_AtASleepingCard_ThrowNothing()
    {
        Arm(WakePacketKinds.All, ProtocolOffloadKinds.Arp | ProtocolOffloadKinds.NeighborSolicitation);
        foreach (string pattern in (string[])["bitmap", "syn4 port", "syn6", "eapol"])
        {
            Add(PatternOf(pattern) with { PatternId = (uint)pattern.Length + pattern[0] });
        }

        Offload(new ProtocolOffload { OffloadId = 1, Kind = ProtocolOffloadKinds.Arp, HostAddress = Host4, LinkAddress = Mine });
        Offload(new ProtocolOffload { OffloadId = 2, Kind = ProtocolOffloadKinds.NeighborSolicitation, HostAddress = Host6, LinkAddress = Mine });
        Sleep();
        Random random = new(11);
        string[] kinds = ["magic", "ping", "syn", "syn6", "eapol request"];
        for (int i = 0; i < 5000; i++)
        {
            byte[] frame = random.Next(3) switch
            {
                0 => Arp(IpAddress.Parse("10.0.0.1"), Host4),
                1 => Solicitation(IpAddress.Parse("fe80::1"), Host6, 255),
                _ => FrameOf(kinds[random.Next(kinds.Length)]),
            };
            for (int flips = random.Next(5); flips > 0; flips--)
            {
                frame[random.Next(frame.Length)] = (byte)random.Next(256);
            }

            _nic.Deliver(frame[..random.Next(1, frame.Length + 1)]);
            _nic.Loop.RunUntilIdle();
        }

        Assert.Equal(0, _nic.Frames.Outstanding);
    }

    void IWakeLine.OnWake(VirtualNic card, WakeReason reason)
    {
        Assert.Same(_nic.Nic, card);
        _wakes.Add(reason);
    }

    private static WakePattern PatternOf(string kind)
    {
        WakePattern pattern = new() { PatternId = 7 };
        return kind switch
        {
            // The EtherType and the protocol of a ping.
            "bitmap" => pattern with
            {
                Type = WakePatternType.Bitmap,
                Pattern = new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 },
                Mask = new byte[] { 0, 0b0011_0000, 0b1000_0000 },
            },
            "syn4 port" => pattern with { Type = WakePatternType.IPv4TcpSyn, DestinationPort = 80 },
            "syn4 other port" => pattern with { Type = WakePatternType.IPv4TcpSyn, DestinationPort = 81 },
            "syn4 source" => pattern with { Type = WakePatternType.IPv4TcpSyn, SourceAddress = IpAddress.Parse("10.0.0.1") },
            "syn4 other source" => pattern with { Type = WakePatternType.IPv4TcpSyn, SourceAddress = IpAddress.Parse("10.0.0.7") },
            "syn6" => pattern with { Type = WakePatternType.IPv6TcpSyn },
            "eapol" => pattern with { Type = WakePatternType.EapolRequestId },
            _ => pattern with { Type = WakePatternType.IPv4TcpSyn },
        };
    }

    private static byte[] FrameOf(string kind)
    {
        byte[] magic = [.. Enumerable.Repeat((byte)0xFF, 6), .. Enumerable.Repeat<byte[]>([2, 0, 0, 0, 0, 2], 16).SelectMany(x => x)];
        IpAddress other = IpAddress.Parse("10.0.0.1");
        PacketBuilder packet = PacketBuilder.Allocate().Ethernet(Mine, Peer);
        switch (kind)
        {
            case "magic":
                return [.. MacBytes(MacAddress.Broadcast), .. MacBytes(Peer), 8, 0x42, .. magic];
            case "magic for another":
                magic[^1] = 9;
                goto case "magic";
            case "magic in udp":
                return packet.IPv4(other, Host4).Udp(1, 9).Payload(magic).ToArray();
            case "ping":
                return packet.IPv4(other, Host4).Icmp4(Icmp4Type.Echo).ToArray();
            case "syn":
                return packet.IPv4(other, Host4).Tcp(1000, 80, 1, 0, TcpFlags.Syn).ToArray();
            case "syn ack":
                return packet.IPv4(other, Host4).Tcp(1000, 80, 1, 0, TcpFlags.Syn | TcpFlags.Ack).ToArray();
            case "syn6":
                return packet.IPv6(IpAddress.Parse("fe80::1"), Host6).Tcp(1000, 80, 1, 0, TcpFlags.Syn).ToArray();
            default:
                byte[] body = kind switch
                {
                    "eapol request" => [2, 0, 0, 5, 1, 0, 0, 5, 1],
                    "eapol response" => [2, 0, 0, 5, 2, 0, 0, 5, 1],
                    _ => [2, 1, 0, 0, 0, 0, 0, 0, 0],
                };
                return [.. MacBytes(Mine), .. MacBytes(Peer), 0x88, 0x8E, .. body];
        }
    }

    private static byte[] MacBytes(MacAddress address)
    {
        byte[] bytes = new byte[6];
        address.CopyTo(bytes);
        return bytes;
    }

    private static byte[] Arp(IpAddress asker, IpAddress target) =>
        PacketBuilder.Allocate().Ethernet(MacAddress.Broadcast, Peer).Arp(ArpOperation.Request, Peer, asker, MacAddress.None, target).ToArray(padded: true);

    private static byte[] Solicitation(IpAddress from, IpAddress target, byte hopLimit)
    {
        byte[] message = new byte[NeighborSolicitation.Size];
        NeighborSolicitation.Write(message, target);
        IpAddress group = IpAddress.FromV6(0xFF02_0000_0000_0000, 0x1_FF00_0000 | (target.Low & 0xFF_FFFF));
        return PacketBuilder.Allocate().Ethernet(MacAddress.ForMulticast(group), Peer).IPv6(from, group, hopLimit).Icmp6Message(message).ToArray();
    }

    private NtStatus Add(WakePattern pattern) => _nic.Request(OidRequest.Set(Oid.PmAddWolPattern, pattern));

    private void Offload(ProtocolOffload offload) => Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.PmAddProtocolOffload, offload)));

    private void Arm(WakePacketKinds packets, ProtocolOffloadKinds offloads) =>
        Assert.Equal(NtStatus.Success, _nic.Request(OidRequest.Set(Oid.PmParameters, new PowerManagementParameters(packets, offloads, WakeEvents.None))));

    private T Query<T>(Oid oid)
    {
        OidRequest request = OidRequest.Query(oid, 0);
        Assert.Equal(NtStatus.Success, _nic.Request(request));
        return Assert.IsType<T>(request.InformationObject);
    }

    private void Sleep()
    {
        Power(DevicePowerState.D3);
        Assert.Equal(DevicePowerState.D3, _nic.Nic.PowerState);
    }

    private void Power(DevicePowerState state)
    {
        StackOperation operation = _nic.Ndis.SetPower(_nic.Adapter, state);
        _nic.Loop.RunUntilIdle();
        Assert.Equal((true, NtStatus.Success), (operation.IsCompleted, operation.Status));
    }
}
