using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests.Offload;

/// <summary>The rules of checksum offload beside the sums themselves: tunnels, fragments, options, and requests that mean nothing.</summary>
public sealed class ChecksumRuleTests
{
    private static readonly IpAddress A = IpAddress.Parse("10.0.0.1");
    private static readonly IpAddress B = IpAddress.Parse("10.0.0.2");

    [Fact]
    public void Tunnel_Transmit_OnlyTheOuterHeaderIsSummed()
    {
        byte[] complete = Tunnel();
        byte[] request = [.. complete];
        request[24] = request[25] = 0;
        request[44] = request[45] = 0;
        NicFixture nic = new();
        NetBufferList list = nic.List(request);
        list.TransmitChecksum = TransmitChecksumInfo.ForIPv4Header();
        nic.SendAndRun(list);
        byte[] sent = Assert.Single(nic.Port.Arrivals).Bytes;
        Assert.Equal(complete[..44], sent[..44]);
        Assert.Equal(0, TestFrames.Read16(sent, 44));
    }

    [Fact]
    public void Tunnel_Received_HasNoVerdictOnWhatIsInside()
    {
        NicFixture nic = new();
        byte[] broken = Tunnel();
        broken[^1] ^= 1;
        nic.Deliver(broken);
        nic.Loop.RunUntilIdle();
        Assert.Equal(ReceiveChecksumInfo.IpChecksumSucceeded, Assert.Single(nic.Indicated).Checksum);
    }

    [Theory]
    [InlineData(0x2000)]
    [InlineData(0x00B9)]
    [InlineData(0x20B9)]
    public void Fragment_Received_HasNoVerdictOnItsTransport(int flags)
    {
        byte[] frame = TestFrames.Transport(new TestFrames.Spec { DestinationMac = NicFixture.Mac, IsTcp = false, Payload = TestFrames.Pattern(100) });
        TestFrames.Write16(frame, 20, flags);
        TestFrames.Write16(frame, 24, 0);
        TestFrames.Write16(frame, 24, TestFrames.Complement(TestFrames.Sum(frame.AsSpan(14, 20))));
        NicFixture nic = new();
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        Assert.Equal(ReceiveChecksumInfo.IpChecksumSucceeded, Assert.Single(nic.Indicated).Checksum);
        Assert.Equal(NblFlags.IsIPv4, nic.Indicated[0].Truths & (NblFlags.IsIPv4 | NblFlags.IsUdp));
    }

    [Theory]
    [InlineData(false, 8, 0, ChecksumOffloads.ReceiveIPv4Options, ReceiveChecksumInfo.None)]
    [InlineData(true, 8, 0, ChecksumOffloads.ReceiveIPv6Extensions, ReceiveChecksumInfo.None)]
    [InlineData(false, 0, 12, ChecksumOffloads.ReceiveTcpOptions, ReceiveChecksumInfo.IpChecksumSucceeded)]
    [InlineData(true, 0, 12, ChecksumOffloads.ReceiveTcpOptions, ReceiveChecksumInfo.None)]
    public void Options_CardThatDoesNotSeeThroughThem_LeavesThePacketToTheStack(bool v6, int network, int tcp, ChecksumOffloads missing, ReceiveChecksumInfo expected)
    {
        byte[] frame = TestFrames.Transport(
            new TestFrames.Spec { DestinationMac = NicFixture.Mac, IsV6 = v6, NetworkOptions = network, TcpOptions = tcp, Payload = TestFrames.Pattern(100) });
        NicFixture with = new();
        NicFixture without = new(new VirtualNicOptions { Offloads = new OffloadCapabilities { Checksum = ChecksumOffloads.All & ~missing } });
        with.Deliver(frame);
        with.Loop.RunUntilIdle();
        without.Deliver(frame);
        without.Loop.RunUntilIdle();
        Assert.Equal((v6 ? 0 : ReceiveChecksumInfo.IpChecksumSucceeded) | ReceiveChecksumInfo.TcpChecksumSucceeded, with.Indicated[0].Checksum);
        Assert.Equal(expected, without.Indicated[0].Checksum);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UdpTransmit_SumOfZero_IsSentAsAllOnes(bool v6)
    {
        TestFrames.Spec spec = new() { IsV6 = v6, IsTcp = false, Payload = [0, 0] };
        byte[] frame = TestFrames.Transport(spec);
        int transport = 14 + spec.NetworkHeaderSize;

        // A payload that makes the sum come out as zero: the complement of what it is without.
        TestFrames.Write16(frame, transport + 6, 0);
        ushort rest = TestFrames.Complement(TestFrames.Sum(frame.AsSpan(transport)) + TestFrames.Pseudo(frame, 14, transport, spec));
        spec = spec with { Payload = [(byte)(rest >> 8), (byte)rest] };
        byte[] complete = TestFrames.Transport(spec);
        Assert.Equal(0xFFFF, TestFrames.Read16(complete, transport + 6));
        NicFixture nic = new();
        NetBufferList list = nic.List(TestFrames.Request(complete, spec));
        list.TransmitChecksum = TransmitChecksumInfo.ForUdp(!v6, transport, ipHeaderChecksum: !v6);
        nic.SendAndRun(list);
        Assert.Equal(complete, nic.Port.Arrivals[0].Bytes[..complete.Length]);
    }

    [Fact]
    public void Request_WithoutIpVersion_DoesNothing()
    {
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(100) };
        byte[] request = TestFrames.Request(TestFrames.Transport(spec), spec);
        NicFixture nic = new();
        NetBufferList list = nic.List(request);
        list.TransmitChecksum = new TransmitChecksumInfo(TransmitChecksumInfo.ForTcp(isIPv4: true, 34, ipHeaderChecksum: true).Value & ~3UL);
        nic.SendAndRun(list);
        Assert.Equal(request, Assert.Single(nic.Port.Arrivals).Bytes);
    }

    [Fact]
    public void Request_AfterTheOffloadWasSwitchedOff_IsStillDone()
    {
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(100) };
        byte[] complete = TestFrames.Transport(spec);
        NicFixture nic = new();
        nic.Request(OidRequest.Set(Oid.TcpOffloadParameters, new OffloadParameters { TcpIPv4Checksum = ChecksumSetting.Off, IPv4Checksum = ChecksumSetting.Off }));
        NetBufferList list = nic.List(TestFrames.Request(complete, spec));
        list.TransmitChecksum = TransmitChecksumInfo.ForTcp(isIPv4: true, 34, ipHeaderChecksum: true);
        nic.SendAndRun(list);
        Assert.Equal(complete, Assert.Single(nic.Port.Arrivals).Bytes);
    }

    private static byte[] Tunnel() => PacketBuilder.Allocate().Ethernet(new MacAddress(NicFixture.Mac), new MacAddress(1))
        .IPv4(A, B).IPv4(B, A).Udp(1, 2).PayloadOf(40).ToArray();
}
