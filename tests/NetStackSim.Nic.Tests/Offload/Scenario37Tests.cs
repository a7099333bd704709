using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Offload;

/// <summary>Acceptance scenario 37: LSO and USO.</summary>
public sealed class Scenario37Tests
{
    private static readonly TestFrames.Spec Large = new() { Payload = TestFrames.Pattern(65536), Identification = 0x7FFE, Flags = 0x99 };

    [Fact]
    public void Scenario37_LsoV2_64KiloBytes_WrapsIn15BitsKeepsItsFlagsAndCompletes()
    {
        NicFixture nic = new();
        nic.SendAndRun(nic.LsoV2(Large, 1460));
        List<byte[]> segments = [.. nic.Port.Arrivals.Select(x => x.Bytes)];
        Assert.Equal([0x7FFE, 0x7FFF, 0x0000, 0x0001], segments.Take(4).Select(x => (int)TestFrames.Read16(x, 18)));
        Assert.Equal([0x90, .. Enumerable.Repeat(0x10, segments.Count - 2), 0x19], segments.Select(x => (int)x[47]));
        Assert.Equal(Large.Payload, segments.SelectMany(x => x[54..]));
        Assert.All(segments, x => Assert.True(TestFrames.ChecksumsAreValid(x, Large)));
        LargeSendInfo completion = Assert.Single(nic.Completions).LargeSend;
        Assert.Equal((true, 0UL), (completion.IsVersion2, completion.Value & 0x3FFF_FFFF));
    }

    [Fact]
    public void Scenario37_Uso_WrapsIn16Bits()
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { IsTcp = false, Payload = TestFrames.Pattern(4500), Identification = 0xFFFE };
        nic.SendAndRun(NaiveTwinTests.Request(nic, new TwinFrames(1), spec, 1000));
        Assert.Equal([0xFFFE, 0xFFFF, 0, 1, 2], nic.Port.Arrivals.Select(x => (int)TestFrames.Read16(x.Bytes, 18)));
        Assert.Equal(spec.Payload, nic.Port.Arrivals.SelectMany(x => x.Bytes[42..]));
    }

    [Fact]
    public void Scenario37_LsoSwitchedOffByOid_OldRequestsFailAndNothingCrashes()
    {
        NicFixture nic = new();
        nic.Request(OidRequest.Set(Oid.TcpOffloadParameters, new OffloadParameters { LargeSendV1 = OffloadSetting.Off, LargeSendV2IPv4 = OffloadSetting.Off, UdpSegmentationIPv4 = OffloadSetting.Off }));
        NetBufferList v1 = nic.LsoV2(Large with { Payload = TestFrames.Pattern(5000) }, 1460);
        v1.LargeSend = LargeSendInfo.Version1(1460, 34);
        nic.SendAndRun(
            nic.LsoV2(Large, 1460), v1, NaiveTwinTests.Request(nic, new TwinFrames(1), new TestFrames.Spec { IsTcp = false, Payload = TestFrames.Pattern(3000) }, 1000));
        Assert.Equal(3, nic.Completions.Count);
        Assert.All(nic.Completions, x => Assert.False(x.Status.IsSuccess));
        Assert.Empty(nic.Port.Arrivals);
        Assert.Equal(3, nic.Kernel.Drops[NicDropReasons.BadOffloadRequest]);
        Assert.Equal(3UL, nic.Nic.Statistics.OutErrors);
        nic.AssertClean();
    }

    [Fact]
    public void Scenario37_LsoSwitchedOffUnderTraffic_EverySendIsCutOrFailed()
    {
        NicFixture nic = new(new VirtualNicOptions { TransmitDescriptors = 2 });
        nic.Send([.. Enumerable.Range(0, 6).Select(_ => nic.LsoV2(Large with { Payload = TestFrames.Pattern(5000) }, 1460))]);
        Assert.Equal(4, nic.Nic.WaitingSends);
        nic.Binding.OidRequest(OidRequest.Set(Oid.TcpOffloadParameters, new OffloadParameters { LargeSendV2IPv4 = OffloadSetting.Off }));
        nic.Loop.RunUntilIdle();
        Assert.Equal([true, true, false, false, false, false], nic.Completions.Select(x => x.Status.IsSuccess));
        Assert.Equal(8, nic.Port.Arrivals.Count);
        nic.AssertClean();
    }

    [Fact]
    public void Scenario37_LsoV1_CompletionReportsTheTcpPayload()
    {
        NicFixture nic = new();
        NetBufferList list = nic.LsoV2(Large with { Payload = TestFrames.Pattern(5000) }, 1460);
        list.LargeSend = LargeSendInfo.Version1(1460, 34);
        nic.SendAndRun(list);
        Assert.Equal((false, 5000), (nic.Completions[0].LargeSend.IsVersion2, nic.Completions[0].LargeSend.CompletedPayload));
    }

    [Theory]
    [InlineData("header of 130 bytes", false)]
    [InlineData("header of 122 bytes", true)]
    [InlineData("fragment", false)]
    [InlineData("ip options where none may be", false)]
    [InlineData("tcp options where none may be", false)]
    [InlineData("uso of one segment", false)]
    [InlineData("uso with a short last one where none may be", false)]
    [InlineData("uso with a full last one", true)]
    public void Scenario37_Request_OutsideTheCapability_IsRefused(string kind, bool cut)
    {
        SegmentationCapability strict = new(65536) { AllowsNetworkOptions = !kind.StartsWith("ip"), AllowsTcpOptions = !kind.StartsWith("tcp"), AllowsShortLastSegment = !kind.Contains("last one") };
        OffloadCapabilities offloads = VirtualNicOptions.AllOffloads with { LargeSendV2IPv4 = strict, UdpSegmentationIPv4 = strict };
        NicFixture nic = new(new VirtualNicOptions { Offloads = offloads, HardwareOffloads = offloads });
        TestFrames.Spec spec = new() { IsTcp = !kind.StartsWith("uso"), Payload = TestFrames.Pattern(4000) };
        spec = kind switch
        {
            "header of 130 bytes" => spec with { NetworkOptions = 40, TcpOptions = 36 },
            "header of 122 bytes" => spec with { NetworkOptions = 32, TcpOptions = 36 },
            "ip options where none may be" => spec with { NetworkOptions = 8 },
            "tcp options where none may be" => spec with { TcpOptions = 4 },
            "uso of one segment" => spec with { Payload = TestFrames.Pattern(1000) },
            "uso with a short last one where none may be" => spec with { Payload = TestFrames.Pattern(4001) },
            _ => spec,
        };
        NetBufferList list = NaiveTwinTests.Request(nic, new TwinFrames(1), spec, 1000);
        if (kind == "fragment")
        {
            list.FirstNetBuffer.CopyFrom(20, [0x20]);
        }

        nic.SendAndRun(list);
        Assert.Equal(cut, Assert.Single(nic.Completions).Status.IsSuccess);
        Assert.Equal(cut ? NaiveSegmenter.Cut(spec, 1000).Count : 0, nic.Port.Arrivals.Count);
        nic.AssertClean();
    }
}
