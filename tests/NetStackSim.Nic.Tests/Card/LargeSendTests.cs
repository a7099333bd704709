using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

/// <summary>Acceptance scenario 37: LSO and USO.</summary>
public sealed class LargeSendTests
{
    [Theory]
    [InlineData(false, 1460, 65536)]
    [InlineData(true, 1440, 65536)]
    [InlineData(false, 1460, 14600)]
    [InlineData(true, 1000, 3333)]
    public void LsoV2_ToAWireOfSingleFrames_IsCutLikeTheNaiveTwin(bool v6, int mss, int payload)
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { IsV6 = v6, Payload = TestFrames.Pattern(payload), Identification = 0x7FFE, Flags = 0x99 };
        nic.SendAndRun(nic.LsoV2(spec, mss));
        List<byte[]> expected = NaiveSegmenter.Cut(spec, mss);
        Assert.Equal(expected.Count, nic.Port.Arrivals.Count);
        Assert.Equal(expected, nic.Port.Arrivals.Select(x => x.Bytes));
        LargeSendInfo completion = Assert.Single(nic.Completions).LargeSend;
        Assert.Equal(LargeSendInfo.Version2Complete(), completion);
        Assert.Equal((ulong)expected.Count, nic.Nic.Statistics.OutUcastPkts);
        Assert.Equal((ulong)expected.Sum(x => x.Length), nic.Nic.Statistics.OutOctets);
        nic.AssertClean();
    }

    [Fact]
    public void LsoV2_64K_IdentificationsWrapAndFlagsAreWhereTheyBelong()
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(65536), Identification = 0x7FFE, Flags = 0x99 };
        nic.SendAndRun(nic.LsoV2(spec, 1460));
        Assert.Equal([0x7FFE, 0x7FFF, 0, 1], nic.Port.Arrivals.Take(4).Select(x => (int)TestFrames.Read16(x.Bytes, 18)));
        Assert.Equal(65536, nic.Port.Arrivals.Sum(x => x.Bytes.Length - 54));
        Assert.Equal(0x90, nic.Port.Arrivals[0].Bytes[47]);
        Assert.All(nic.Port.Arrivals.Skip(1).SkipLast(1), x => Assert.Equal(0x10, x.Bytes[47]));
        Assert.Equal(0x19, nic.Port.Arrivals[^1].Bytes[47]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LsoV2_ToAWireThatTakesIt_CrossesAsOneFrameWithVnetMetadata(bool v6)
    {
        NicFixture nic = new(wire: WireCapabilities.Everything);
        TestFrames.Spec spec = new() { IsV6 = v6, Payload = TestFrames.Pattern(20_000) };
        nic.SendAndRun(nic.LsoV2(spec, 1400));
        RecordingPort.Arrival sent = Assert.Single(nic.Port.Arrivals);
        Frame expected = TestFrames.Large(nic.Frames, spec, 1400);
        Assert.Equal(expected.Data.ToArray(), sent.Bytes);
        Assert.Equal(expected.Wire, sent.Wire);
        expected.Release();
        Assert.Equal(15UL, nic.Nic.Statistics.OutUcastPkts);
    }

    [Fact]
    public void LsoV2_PayloadOfOneSegment_IsAnOrdinaryFrame()
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(900) };
        nic.SendAndRun(nic.LsoV2(spec, 1460));
        Assert.Equal(TestFrames.Transport(spec), Assert.Single(nic.Port.Arrivals).Bytes);
    }

    [Fact]
    public void LsoV1_Completion_ReportsThePayload()
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(5000) };
        byte[] frame = TestFrames.Request(TestFrames.Transport(spec), spec, withLength: false);
        NetBufferList list = nic.List(frame);
        list.LargeSend = LargeSendInfo.Version1(1460, 34);
        nic.SendAndRun(list);
        Assert.Equal(NaiveSegmenter.Cut(spec, 1460), nic.Port.Arrivals.Select(x => x.Bytes));
        Assert.Equal(5000, Assert.Single(nic.Completions).LargeSend.CompletedPayload);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Uso_ToAWireOfSingleFrames_IsCutIntoDatagrams(bool v6)
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { IsV6 = v6, IsTcp = false, Payload = TestFrames.Pattern(4500), Identification = 0xFFFE };
        nic.SendAndRun(Uso(nic, spec, 1000));
        Assert.Equal(NaiveSegmenter.Cut(spec, 1000), nic.Port.Arrivals.Select(x => x.Bytes));
        Assert.Equal(5UL, nic.Nic.Statistics.OutUcastPkts);
        nic.AssertClean();
    }

    [Fact]
    public void Uso_ZeroChecksumField_DatagramsCarryNone()
    {
        NicFixture nic = new(wire: WireCapabilities.Everything);
        TestFrames.Spec spec = new() { IsTcp = false, Payload = TestFrames.Pattern(2500) };
        NetBufferList list = Uso(nic, spec, 1000);
        Assert.Equal(2, list.FirstNetBuffer.CopyFrom(40, new byte[2]));
        nic.SendAndRun(list);
        Assert.Equal([1000, 1000, 500], nic.Port.Arrivals.Select(x => TestFrames.Read16(x.Bytes, 38) - 8));
        Assert.All(nic.Port.Arrivals, x => Assert.Equal(0, TestFrames.Read16(x.Bytes, 40)));
    }

    [Fact]
    public void OffloadSwitchedOff_ListWithOldRequest_FailsWithoutCrash()
    {
        NicFixture nic = new();
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.TcpOffloadParameters, new OffloadParameters { LargeSendV2IPv4 = OffloadSetting.Off })));
        Assert.Contains(NdisStatusCode.TaskOffloadCurrentConfig, nic.Statuses);
        Assert.False(nic.Binding.Attributes.Offloads.LargeSendV2IPv4.IsSupported);
        nic.SendAndRun(nic.LsoV2(new TestFrames.Spec { Payload = TestFrames.Pattern(5000) }, 1460));
        Assert.False(Assert.Single(nic.Completions).Status.IsSuccess);
        Assert.Empty(nic.Port.Arrivals);
        Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.BadOffloadRequest]);
        nic.AssertClean();
    }

    [Theory]
    [InlineData("header beyond the frame")]
    [InlineData("not tcp")]
    [InlineData("wrong version")]
    [InlineData("too much payload")]
    [InlineData("two net buffers")]
    public void LsoV2_RequestThatDoesNotFit_FailsWithoutCrash(string flaw)
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(flaw == "too much payload" ? 65_600 : 5000) };
        NetBufferList list = flaw switch
        {
            "two net buffers" => nic.ListOfMany(TestFrames.Transport(spec), TestFrames.Transport(spec)),
            "not tcp" => nic.List(TransmitTests.Plain(5000, 0xF0)),
            _ => nic.LsoV2(spec, 1460),
        };
        list.LargeSend = LargeSendInfo.Version2(1460, flaw == "header beyond the frame" ? 120 : 34, isIPv6: flaw == "wrong version");
        nic.SendAndRun(list);
        Assert.False(Assert.Single(nic.Completions).Status.IsSuccess);
        Assert.Empty(nic.Port.Arrivals);
        nic.AssertClean();
    }

    private static NetBufferList Uso(NicFixture nic, TestFrames.Spec spec, int mss)
    {
        byte[] frame = TestFrames.Request(TestFrames.Transport(spec), spec, withLength: false);
        NetBufferList list = nic.List(frame);
        list.UdpSegmentation = new UdpSegmentationInfo(mss, 14 + spec.NetworkHeaderSize, spec.IsV6);
        return list;
    }
}
