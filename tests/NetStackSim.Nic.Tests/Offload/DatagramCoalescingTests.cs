using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Offload;

/// <summary>UDP receive segment coalescing (URO, slot 17).</summary>
public sealed class DatagramCoalescingTests
{
    private static readonly TestFrames.Spec Base = new() { DestinationMac = NicFixture.Mac, SourceMac = 1, IsTcp = false, Payload = TestFrames.Pattern(500) };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Flow_TenDatagramsAndAShortOne_AreOneUnit(bool v6)
    {
        NicFixture nic = Uro();
        List<TestFrames.Spec> flow = [.. Enumerable.Range(0, 10).Select(i => Base with { IsV6 = v6, Payload = TestFrames.Pattern(501, i), Identification = (ushort)i })];
        flow.Add(Base with { IsV6 = v6, Payload = TestFrames.Pattern(7) });
        nic.Deliver([.. flow.Select(TestFrames.Transport)]);
        nic.Loop.RunUntilIdle();
        NicFixture.Received unit = Assert.Single(nic.Indicated);
        Assert.Equal(new UdpCoalesceInfo(11, 501), unit.UdpUnit);
        Assert.Equal(0, unit.Segments);
        Assert.True(unit.Checksum.HasFlag(ReceiveChecksumInfo.UdpChecksumSucceeded));
        Assert.Equal(TestFrames.Transport(flow[0] with { Payload = [.. flow.SelectMany(x => x.Payload)] }), unit.Bytes);
        Assert.True(TestFrames.ChecksumsAreValid(unit.Bytes, flow[0]));
        Assert.Equal(11UL, nic.Nic.Statistics.InUcastPkts);
        nic.AssertClean();
    }

    [Theory]
    [InlineData("longer", new[] { 3, 3 })]
    [InlineData("shorter", new[] { 4, 2 })]
    [InlineData("empty", new[] { 3, 0, 2 })]
    [InlineData("service", new[] { 3, 3 })]
    [InlineData("hop limit", new[] { 3, 3 })]
    [InlineData("source address", new[] { 3, 3 })]
    [InlineData("option", new[] { 3, 0, 2 })]
    [InlineData("bad checksum", new[] { 3, 0, 2 })]
    [InlineData("no checksum", new[] { 3, 0, 2 })]
    [InlineData("fragment", new[] { 5, 0 })]
    [InlineData("padded ip", new[] { 3, 0, 2 })]
    public void Unit_DatagramThatDoesNotFit_IsSplitAtTheRightPlace(string kind, int[] expected)
    {
        NicFixture nic = Uro();
        List<TestFrames.Spec> specs = [.. Enumerable.Range(0, 6).Select(i => Base with { Payload = TestFrames.Pattern(500, i) })];
        byte[][] frames = [.. specs.Select(TestFrames.Transport)];
        TestFrames.Spec odd = specs[3];
        switch (kind)
        {
            case "longer":
                frames[3] = TestFrames.Transport(odd with { Payload = TestFrames.Pattern(501) });
                frames[4] = TestFrames.Transport(odd with { Payload = TestFrames.Pattern(501) });
                frames[5] = TestFrames.Transport(odd with { Payload = TestFrames.Pattern(501) });
                break;
            case "shorter":
                frames[3] = TestFrames.Transport(odd with { Payload = TestFrames.Pattern(499) });
                break;
            case "empty":
                frames[3] = TestFrames.Transport(odd with { Payload = [] });
                break;
            case "service" or "hop limit" or "source address":
                for (int i = 3; i < 6; i++)
                {
                    frames[i] = TestFrames.Transport(kind switch
                    {
                        "service" => specs[i] with { Service = 4 },
                        "hop limit" => specs[i] with { HopLimit = 9 },
                        _ => specs[i] with { SourceMac = 3 },
                    });
                }

                break;
            case "option":
                frames[3] = TestFrames.Transport(odd with { NetworkOptions = 4 });
                break;
            case "bad checksum":
                frames[3][^1] ^= 1;
                break;
            case "no checksum":
                frames[3][40] = frames[3][41] = 0;
                break;
            case "fragment":
                frames[3][20] = 0x20;
                TestFrames.Write16(frames[3], 24, 0);
                TestFrames.Write16(frames[3], 24, TestFrames.Complement(TestFrames.Sum(frames[3].AsSpan(14, 20))));
                break;
            case "padded ip":
                TestFrames.Write16(frames[3], 38, 400);
                break;
        }

        nic.Deliver(frames);
        nic.Loop.RunUntilIdle();
        Assert.Equal(expected, nic.Indicated.Select(x => x.UdpUnit.SegmentCount));
        nic.AssertClean();
    }

    [Fact]
    public void Datagrams_WithoutChecksum_AreJoinedWithoutOne()
    {
        NicFixture nic = Uro();
        byte[] frame = TestFrames.Transport(Base);
        frame[40] = frame[41] = 0;
        nic.Deliver(frame, frame);
        nic.Loop.RunUntilIdle();
        NicFixture.Received unit = Assert.Single(nic.Indicated);
        Assert.Equal(2, unit.UdpUnit.SegmentCount);
        Assert.Equal(0, TestFrames.Read16(unit.Bytes, 40));
        Assert.Equal(1008, TestFrames.Read16(unit.Bytes, 38));
    }

    [Fact]
    public void Units_TwoDpcs_NothingIsHeldBetweenThem()
    {
        NicFixture nic = Uro();
        byte[] frame = TestFrames.Transport(Base);
        nic.Deliver(frame, frame);
        nic.Loop.RunUntilIdle();
        nic.Deliver(frame, frame, frame);
        nic.Loop.RunUntilIdle();
        Assert.Equal([2, 3], nic.Indicated.Select(x => x.UdpUnit.SegmentCount));
        nic.AssertClean();
    }

    [Fact]
    public void Unit_LongerThanAPacketMayBe_StartsAnew()
    {
        NicFixture nic = Uro(mtu: 9000);
        byte[] frame = TestFrames.Transport(Base with { Payload = TestFrames.Pattern(8900) });
        nic.Deliver([.. Enumerable.Repeat(frame, 10)]);
        nic.Loop.RunUntilIdle();
        Assert.Equal([7, 3], nic.Indicated.Select(x => x.UdpUnit.SegmentCount));
        nic.AssertClean();
    }

    [Fact]
    public void Card_ByDefault_DoesNotCoalesceUdpAndDoesOnRequest()
    {
        NicFixture nic = new();
        byte[] frame = TestFrames.Transport(Base);
        nic.Deliver(frame, frame);
        nic.Loop.RunUntilIdle();
        Assert.Equal(2, nic.Indicated.Count);
        Assert.True(nic.Binding.Attributes.HardwareOffloads.CoalesceUdp);
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.TcpOffloadParameters, new OffloadParameters { CoalesceUdp = OffloadSetting.On })));
        nic.Deliver(frame, frame);
        nic.Loop.RunUntilIdle();
        Assert.Equal(2, nic.Indicated[^1].UdpUnit.SegmentCount);
        nic.AssertClean();
    }

    [Fact]
    public void Tcp_AmongDatagrams_IsCoalescedAsEver()
    {
        NicFixture nic = Uro();
        TestFrames.Spec tcp = Base with { IsTcp = true };
        nic.Deliver(
            TestFrames.Transport(tcp), TestFrames.Transport(Base), TestFrames.Transport(tcp with { Sequence = tcp.Sequence + 500 }), TestFrames.Transport(Base));
        nic.Loop.RunUntilIdle();
        Assert.Equal([(2, 0), (0, 2)], nic.Indicated.Select(x => (x.Segments, x.UdpUnit.SegmentCount)));
        nic.AssertClean();
    }

    private static NicFixture Uro(int mtu = 1500) =>
        new(new VirtualNicOptions { Mtu = mtu, Offloads = VirtualNicOptions.AllOffloads with { CoalesceUdp = true } });
}
