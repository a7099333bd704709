using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Faults;

/// <summary>Each named way to misbehave shows above the card as it does on real machines, and nothing else does.</summary>
public sealed class NicFaultTests
{
    private static readonly TestFrames.Spec Tcp = new() { DestinationMac = NicFixture.Mac, SourceMac = 1, Payload = TestFrames.Pattern(100) };

    [Fact]
    public void Profiles_AllOfThem_HaveTheirOwnNames() =>
        Assert.Equal(NicFaultProfile.All.Count, NicFaultProfile.All.Select(x => x.Name).Distinct().Count());

    [Fact]
    public void LateCompletion_SendsAreOnTheWireAndComeBackAMillisecondLater()
    {
        NicFixture nic = With(NicFaultProfile.LateCompletion);
        long start = nic.Loop.Now;
        nic.SendAndRun(Plain(nic), Plain(nic));
        Assert.All(nic.Port.Arrivals, x => Assert.Equal(start, x.TimeNs));
        Assert.Equal([start + 1_000_000, start + 1_000_000], nic.Completions.Select(x => x.TimeNs));
        nic.AssertClean();
    }

    [Fact]
    public void LateCompletion_PausedMeanwhile_ThePauseWaits()
    {
        NicFixture nic = With(NicFaultProfile.LateCompletion);
        nic.Send(Plain(nic), Plain(nic));
        nic.Loop.RunFor(1000);
        Assert.Empty(nic.Completions);
        StackOperation pause = nic.Ndis.PauseStack(nic.Adapter);
        nic.Loop.RunFor(1000);
        Assert.False(pause.IsCompleted);
        nic.Loop.RunFor(2_000_000);
        Assert.Equal((2, NtStatus.Success), (nic.Completions.Count, pause.Status));
        nic.AssertClean();
    }

    [Fact]
    public void StuckSend_EveryEighth_ComesBackWhenTheDeviceGoesOnly()
    {
        NicFixture nic = With(NicFaultProfile.StuckSend, verifier: false);
        nic.SendAndRun([.. Enumerable.Range(0, 16).Select(_ => Plain(nic))]);
        Assert.Equal((16, 14), (nic.Port.Arrivals.Count, nic.Completions.Count));
        nic.Ndis.SurpriseRemoveAdapter(nic.Adapter);
        nic.Loop.RunUntilIdle();
        Assert.Equal(16, nic.Completions.Count);
        nic.AssertClean();
    }

    [Fact]
    public void StuckSend_Pause_EndsWithTheWatchdogOfTheProtocol()
    {
        NicFixture nic = With(NicFaultProfile.StuckSend, verifier: false);
        nic.Send([.. Enumerable.Range(0, 8).Select(_ => Plain(nic))]);
        nic.Loop.RunFor(1000);
        nic.Ndis.PauseStack(nic.Adapter);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => nic.Loop.RunUntilIdle());
        Assert.Contains("(0x25, 0x1,", stop.Message);
    }

    [Fact]
    public void StuckSend_UnderTheVerifier_IsATimedDataSend()
    {
        NicFixture nic = With(NicFaultProfile.StuckSend);
        nic.Send([.. Enumerable.Range(0, 8).Select(_ => Plain(nic))]);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => nic.Loop.RunFor(60_000_000_000));
        Assert.Contains("NdisTimedData", stop.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void DoubleCompletion_IsABugCheckOfTheDriver(bool verifier)
    {
        NicFixture nic = With(NicFaultProfile.DoubleCompletion, verifier);
        nic.Send(Plain(nic));
        BugCheckException stop = Assert.Throws<BugCheckException>(() => nic.Loop.RunUntilIdle());
        Assert.StartsWith(verifier ? "*** STOP: 0x000000C4" : "*** STOP: 0x0000007C", stop.Message);
    }

    [Fact]
    public void ReversedCompletions_OfOneDpc_ComeInTheOppositeOrder()
    {
        NicFixture nic = With(NicFaultProfile.ReversedCompletions);
        NetBufferList[] lists = [.. Enumerable.Range(0, 4).Select(_ => Plain(nic))];
        ulong[] ids = [.. lists.Select(x => x.CorrelationId)];
        nic.SendAndRun(lists);
        Assert.Equal(ids.Reverse(), nic.Completions.Select(x => x.CorrelationId));
        nic.AssertClean();
    }

    [Theory]
    [InlineData("ChecksumAlwaysGood", true, ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.IpChecksumSucceeded)]
    [InlineData("ChecksumAlwaysGood", false, ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.IpChecksumSucceeded)]
    [InlineData("ChecksumAlwaysBad", true, ReceiveChecksumInfo.TcpChecksumFailed | ReceiveChecksumInfo.IpChecksumFailed)]
    [InlineData("ChecksumAlwaysBad", false, ReceiveChecksumInfo.TcpChecksumFailed | ReceiveChecksumInfo.IpChecksumFailed)]
    [InlineData("ChecksumSilent", true, ReceiveChecksumInfo.None)]
    [InlineData("ChecksumSilent", false, ReceiveChecksumInfo.None)]
    public void ChecksumFault_GoodAndBadFrame_AreReportedAsTheProfileSays(string profile, bool good, ReceiveChecksumInfo expected)
    {
        NicFixture nic = With(NicFaultProfile.All.Single(x => x.Name == profile), verifier: false);
        byte[] frame = TestFrames.Transport(Tcp);
        frame[^1] ^= (byte)(good ? 0 : 1);
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        Assert.Equal(expected, Assert.Single(nic.Indicated).Checksum);
        nic.AssertClean();
    }

    [Fact]
    public void Overrun_BurstOfTen_SixAreLostAndCounted()
    {
        NicFixture nic = With(NicFaultProfile.Overrun);
        nic.Deliver([.. Enumerable.Range(0, 10).Select(_ => TestFrames.Plain(NicFixture.Mac, 1, 100))]);
        nic.Loop.RunUntilIdle();
        Assert.Equal((4, 6UL), (nic.Indicated.Count, nic.Nic.Statistics.InDiscards));
        Assert.Equal(6, nic.Kernel.Drops[NicDropReasons.NoDescriptor]);
        nic.AssertClean();
    }

    [Fact]
    public void ResourcesPressure_EveryIndication_IsALoan()
    {
        NicFixture nic = With(NicFaultProfile.ResourcesPressure);
        nic.Deliver(TestFrames.Plain(NicFixture.Mac, 1, 100), TestFrames.Plain(NicFixture.Mac, 1, 100));
        nic.Loop.RunUntilIdle();
        Assert.All(nic.Indicated, x => Assert.True(x.Flags.HasFlag(ReceiveFlags.Resources)));
        Assert.Equal(2, nic.Indicated.Count);
        nic.AssertClean();
    }

    [Fact]
    public void LongMdl_DescriptorIsLongerThanTheData()
    {
        NicFixture nic = With(NicFaultProfile.LongMdl);
        byte[] frame = TestFrames.Transport(Tcp);
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        Assert.Equal(frame, Assert.Single(nic.Indicated).Bytes);
        Assert.Equal([frame.Length + 16], nic.Indicated[0].Pieces);
        nic.AssertClean();
    }

    [Fact]
    public void LongMdl_UnderCoalescing_NothingOfTheTailsGetsIntoTheUnit()
    {
        NicFixture nic = With(NicFaultProfile.LongMdl);
        nic.Deliver([.. Enumerable.Range(0, 3).Select(i => TestFrames.Transport(Tcp with { Sequence = (uint)(1000 + (100 * i)) }))]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(TestFrames.Transport(Tcp with { Payload = [.. Tcp.Payload, .. Tcp.Payload, .. Tcp.Payload] }), Assert.Single(nic.Indicated).Bytes);
        nic.AssertClean();
    }

    [Fact]
    public void SilentLargeSend_CompletionStillHoldsTheRequest()
    {
        NicFixture nic = With(NicFaultProfile.SilentLargeSend);
        nic.SendAndRun(nic.LsoV2(new TestFrames.Spec { Payload = TestFrames.Pattern(5000) }, 1460));
        Assert.Equal(LargeSendInfo.Version2(1460, 34, isIPv6: false), Assert.Single(nic.Completions).LargeSend);
        Assert.Equal(4, nic.Port.Arrivals.Count);
        nic.AssertClean();
    }

    [Fact]
    public void LostInterrupt_EveryThird_TheWorkWaitsForTheNextOne()
    {
        NicFixture nic = With(NicFaultProfile.LostInterrupt);
        for (int i = 0; i < 7; i++)
        {
            nic.Deliver(TestFrames.Plain(NicFixture.Mac, 1, 100));
            nic.Loop.RunUntilIdle();
        }

        Assert.Equal([1, 1, 2, 1, 2], nic.Indicated.GroupBy(x => x.Indication).Select(x => x.Count()));
        nic.AssertClean();
    }

    [Fact]
    public void StuckRequest_PendsUntilItIsCancelled()
    {
        NicFixture nic = With(NicFaultProfile.StuckRequest, verifier: false);
        OidRequest query = OidRequest.Query(Oid.GenStatistics, NdisStatistics.Size);
        query.RequestId = 7;
        Assert.Equal(NtStatus.Pending, nic.Binding.OidRequest(query));
        nic.Loop.RunFor(1_000_000);
        Assert.Null(nic.LastRequestStatus);
        nic.Binding.CancelOidRequest(7);
        nic.Loop.RunFor(1_000_000);
        Assert.Equal(NdisStatus.RequestAborted, nic.LastRequestStatus);
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Query(Oid.GenXmitOk, 8)));
    }

    [Fact]
    public void FlappingLink_GoesDownForTenMillisecondsOfEverySecond()
    {
        NicFixture nic = With(NicFaultProfile.FlappingLink);
        nic.Loop.RunFor(2_500_000_000);
        LinkState[] states = [.. nic.Payloads.OfType<LinkState>()];
        Assert.Equal([false, true, false, true], states.Select(x => x.IsUp));
    }

    [Fact]
    public void FlappingLink_FasterThanItIsSeen_IsReportedAsABounce()
    {
        NicFixture nic = With(NicFaultProfile.FlappingLink with { LinkFlapDownNs = 0 });
        nic.Loop.RunFor(1_500_000_000);
        Assert.Equal(1, nic.Bounces);
        Assert.True(nic.Nic.IsLinkUp);
    }

    [Fact]
    public void EveryProfile_UnderRandomTraffic_LosesNoBufferUnlessItStops()
    {
        foreach (NicFaultProfile profile in NicFaultProfile.All.Where(x => x.DoubleCompletionEvery == 0 && x.StuckSendEvery == 0))
        {
            NicFixture nic = With(profile, verifier: false);
            Random random = new(3);
            for (int i = 0; i < 200; i++)
            {
                nic.Deliver([.. Enumerable.Range(0, random.Next(1, 6)).Select(n => TestFrames.Transport(Tcp with { Sequence = (uint)(1000 + (n * 100)) }))]);
                nic.Send([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Plain(nic))]);
                nic.Loop.RunFor(random.Next(1_000_000));
            }

            // What a lost interrupt left behind comes with the next one.
            for (int i = 0; i < 3; i++)
            {
                nic.Loop.RunFor(10_000_000);
                nic.Deliver(TestFrames.Transport(Tcp));
            }

            nic.Loop.RunFor(10_000_000);
            Assert.Equal((profile, nic.SentLists), (profile, nic.Completions.Count));
            StackOperation pause = nic.Ndis.PauseStack(nic.Adapter);
            nic.Loop.RunFor(10_000_000);
            Assert.Equal((profile, NtStatus.Success, 0, 0), (profile, pause.Status, nic.Frames.Outstanding, nic.Nic.IndicatedLists));
        }
    }

    private static NetBufferList Plain(NicFixture nic) => nic.List(TestFrames.Plain(1, 2, 100));

    private static NicFixture With(NicFaultProfile profile, bool verifier = true) =>
        new(new VirtualNicOptions { Faults = profile }, host: new SimKernelOptions { Name = "host", Verifier = verifier });
}
