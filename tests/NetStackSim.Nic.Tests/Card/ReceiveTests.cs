using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

public sealed class ReceiveTests
{
    private const ulong Peer = 0x0200_0000_0001;
    private const ulong Broadcast = 0xFFFF_FFFF_FFFF;

    private static readonly VirtualNicOptions NoCoalescing = new()
    {
        Offloads = VirtualNicOptions.AllOffloads with { CoalesceIPv4 = false, CoalesceIPv6 = false },
    };

    [Fact]
    public void Receive_FramesOfOneInstant_AreOneChainWithoutACopy()
    {
        NicFixture nic = new();
        byte[][] frames = [.. Enumerable.Range(0, 20).Select(i => To(NicFixture.Mac, 100 + i))];
        nic.Deliver(frames[..7]);
        nic.Deliver(frames[7..]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(frames, nic.Indicated.Select(x => x.Bytes));
        Assert.Equal(1, nic.Indications);
        Assert.Equal(1, nic.Nic.Interrupts);
        Assert.Equal(0, nic.Kernel.Copies.Bytes(CopyKind.DmaReceive));
        Assert.All(nic.Indicated, x => Assert.NotEqual(0UL, x.CorrelationId));
        nic.AssertClean();
    }

    [Fact]
    public void Receive_SharedFrame_IsCopiedIntoAPostedBuffer()
    {
        NicFixture nic = new();
        Frame frame = TestFrames.Rent(nic.Frames, To(NicFixture.Mac, 100));
        Assert.True(frame.TryShare(out Frame? copy));
        nic.Deliver(copy);
        nic.Loop.RunUntilIdle();
        Assert.Single(nic.Indicated);
        Assert.Equal(100, nic.Kernel.Copies.Bytes(CopyKind.DmaReceive));
        Assert.False(frame.IsShared);
        frame.Release();
        nic.AssertClean();
    }

    [Fact]
    public void Backpressure_Scenario16_LoansThenDiscardsThenResumes()
    {
        NicFixture nic = new(new VirtualNicOptions { ReceiveDescriptors = 8, ResourcesThreshold = 2 }) { Hold = true };
        for (int i = 0; i < 12; i++)
        {
            nic.Deliver(To(NicFixture.Mac, 100 + i));
            nic.Loop.RunUntilIdle();
        }

        Assert.Equal(12, nic.Indicated.Count);
        Assert.Equal(6, nic.HeldCount);
        Assert.All(nic.Indicated.Take(6), x => Assert.False(x.Flags.HasFlag(ReceiveFlags.Resources)));
        Assert.All(nic.Indicated.Skip(6), x => Assert.True(x.Flags.HasFlag(ReceiveFlags.Resources)));
        Assert.Equal(0UL, nic.Nic.Statistics.InDiscards);

        // More at one instant than there are descriptors.
        nic.Deliver([.. Enumerable.Range(0, 5).Select(i => To(NicFixture.Mac, 100 + i))]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(14, nic.Indicated.Count);
        Assert.Equal(3UL, nic.Nic.Statistics.InDiscards);
        Assert.Equal(3, nic.Kernel.Drops[NicDropReasons.NoDescriptor]);

        nic.ReturnHeld();
        nic.Deliver(To(NicFixture.Mac, 100));
        nic.Loop.RunUntilIdle();
        Assert.False(nic.Indicated[^1].Flags.HasFlag(ReceiveFlags.Resources));
        nic.ReturnHeld();
        nic.AssertClean();
    }

    [Fact]
    public void Backpressure_ThresholdZero_DiscardsExactlyWhatFindsNoDescriptor()
    {
        NicFixture nic = new(new VirtualNicOptions { ReceiveDescriptors = 8, ResourcesThreshold = 0 }) { Hold = true };
        for (int i = 0; i < 11; i++)
        {
            nic.Deliver(To(NicFixture.Mac, 100 + i));
            nic.Loop.RunUntilIdle();
        }

        Assert.Equal(8, nic.HeldCount);
        Assert.Equal(3UL, nic.Nic.Statistics.InDiscards);
        nic.ReturnHeld(3);
        nic.Deliver(To(NicFixture.Mac, 200), To(NicFixture.Mac, 201));
        nic.Loop.RunUntilIdle();
        Assert.Equal(10, nic.Indicated.Count);
        Assert.Equal(3UL, nic.Nic.Statistics.InDiscards);
        nic.ReturnHeld();
        nic.AssertClean();
    }

    [Fact]
    public void Throttle_MoreThanTheBudget_GoesOnInFurtherDpcsWithoutInterrupts()
    {
        NicFixture nic = new(new VirtualNicOptions { MaxNblsToIndicate = 10 });
        nic.Deliver([.. Enumerable.Range(0, 35).Select(i => To(NicFixture.Mac, 100 + i))]);
        nic.Loop.RunUntilIdle();
        Assert.Equal([10, 10, 10, 5], nic.Indicated.GroupBy(x => x.Indication).Select(g => g.Count()));
        Assert.Equal(1, nic.Nic.Interrupts);
        nic.AssertClean();
    }

    [Fact]
    public void Moderation_FramesInQuickSuccession_ShareAnInterrupt()
    {
        NicFixture nic = new(new VirtualNicOptions { InterruptModerationNs = 50_000, InterruptModerationFrames = 0 });
        for (int i = 0; i < 100; i++)
        {
            nic.Deliver(To(NicFixture.Mac, 100));
            nic.Loop.RunFor(1_000);
        }

        nic.Loop.RunUntilIdle();
        Assert.Equal(100, nic.Indicated.Count);
        Assert.Equal(3, nic.Nic.Interrupts);
        Assert.Equal([0L, 50_000, 100_000], nic.Indicated.Select(x => x.TimeNs).Distinct());
        nic.AssertClean();
    }

    [Fact]
    public void Moderation_LargeFrame_WaitsAsManySegments()
    {
        NicFixture nic = new(new VirtualNicOptions { InterruptModerationNs = 50_000, InterruptModerationFrames = 5 });
        nic.Deliver(To(NicFixture.Mac, 100));
        nic.Loop.RunFor(1_000);
        nic.Deliver(TestFrames.Large(nic.Frames, new TestFrames.Spec { Payload = TestFrames.Pattern(4000) }, 1000));
        nic.Loop.RunFor(1_000);
        Assert.Single(nic.Indicated);
        nic.Deliver(To(NicFixture.Mac, 100));
        nic.Loop.RunFor(1_000);
        Assert.Equal(3, nic.Indicated.Count);
        nic.AssertClean();
    }

    [Fact]
    public void Throttle_ByDefault_IndicatesAllThatWaits()
    {
        NicFixture nic = new();
        nic.Deliver([.. Enumerable.Range(0, 1000).Select(i => To(NicFixture.Mac, 100))]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(1000, nic.Indicated.Count);
        Assert.Equal(1, nic.Indications);
        nic.AssertClean();
    }

    [Theory]
    [InlineData(PacketFilter.None, 0)]
    [InlineData(PacketFilter.Directed, 1)]
    [InlineData(PacketFilter.Broadcast, 1)]
    [InlineData(PacketFilter.Multicast, 1)]
    [InlineData(PacketFilter.AllMulticast, 2)]
    [InlineData(PacketFilter.Directed | PacketFilter.Multicast | PacketFilter.Broadcast, 3)]
    [InlineData(PacketFilter.Promiscuous, 5)]
    public void Filter_Bits_DecideWhatPasses(PacketFilter bits, int expected)
    {
        NicFixture nic = new(filter: false);
        byte[] groups = [0x01, 0x00, 0x5E, 0, 0, 1];
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.Ethernet8023MulticastList, groups)));
        nic.SetFilter(bits);
        nic.Deliver(
            To(NicFixture.Mac, 100), To(Broadcast, 100), To(0x0100_5E00_0001, 100), To(0x0100_5E00_0002, 100), To(0x0200_0000_0099, 100));
        nic.Loop.RunUntilIdle();
        Assert.Equal(expected, nic.Indicated.Count);
        Assert.Equal(5 - expected, nic.Kernel.Drops[NicDropReasons.Filtered]);
        nic.AssertClean();
    }

    [Fact]
    public void Receive_RuntAndOversize_AreErrors()
    {
        NicFixture nic = new();
        nic.Deliver(To(NicFixture.Mac, 100), new byte[10], To(NicFixture.Mac, 1519), To(NicFixture.Mac, 1518));
        nic.Loop.RunUntilIdle();
        Assert.Equal(2, nic.Indicated.Count);
        Assert.Equal(2UL, nic.Nic.Statistics.InErrors);
        Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.Runt]);
        Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.Oversize]);
        nic.AssertClean();
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void Checksums_GoodAndBad_AreReportedInSlot0(bool v6, bool tcp)
    {
        NicFixture nic = new(NoCoalescing);
        TestFrames.Spec spec = new() { IsV6 = v6, IsTcp = tcp, DestinationMac = NicFixture.Mac, SourceMac = Peer, Payload = TestFrames.Pattern(333) };
        byte[] good = TestFrames.Transport(spec);
        byte[] bad = [.. good];
        bad[^1] ^= 1;
        nic.Deliver(good, bad);
        nic.Loop.RunUntilIdle();
        ReceiveChecksumInfo ip = v6 ? ReceiveChecksumInfo.None : ReceiveChecksumInfo.IpChecksumSucceeded;
        Assert.Equal(ip | (tcp ? ReceiveChecksumInfo.TcpChecksumSucceeded : ReceiveChecksumInfo.UdpChecksumSucceeded), nic.Indicated[0].Checksum);
        Assert.Equal(ip | (tcp ? ReceiveChecksumInfo.TcpChecksumFailed : ReceiveChecksumInfo.UdpChecksumFailed), nic.Indicated[1].Checksum);
        Assert.Equal(v6 ? 0x86DD : 0x0800, nic.Indicated[0].FrameType);
        Assert.Equal((v6 ? NblFlags.IsIPv6 : NblFlags.IsIPv4) | (tcp ? NblFlags.IsTcp : NblFlags.IsUdp), nic.Indicated[0].Truths);
        nic.AssertClean();
    }

    [Fact]
    public void Checksums_BadHeaderFragmentAndZeroUdp_AreReportedAsTheyAre()
    {
        NicFixture nic = new(NoCoalescing);
        TestFrames.Spec spec = new() { DestinationMac = NicFixture.Mac, SourceMac = Peer, Payload = TestFrames.Pattern(333) };
        byte[] header = TestFrames.Transport(spec);
        header[26] ^= 1;
        byte[] fragment = TestFrames.Transport(spec);
        fragment[20] = 0x20;
        TestFrames.Write16(fragment, 24, 0);
        TestFrames.Write16(fragment, 24, TestFrames.Complement(TestFrames.Sum(fragment.AsSpan(14, 20))));
        byte[] zero = TestFrames.Transport(spec with { IsTcp = false });
        TestFrames.Write16(zero, 40, 0);
        nic.Deliver(header, fragment, zero);
        nic.Loop.RunUntilIdle();
        Assert.Equal(ReceiveChecksumInfo.IpChecksumFailed, nic.Indicated[0].Checksum & ReceiveChecksumInfo.IpChecksumFailed);
        Assert.Equal(ReceiveChecksumInfo.IpChecksumSucceeded, nic.Indicated[1].Checksum);
        Assert.Equal(ReceiveChecksumInfo.IpChecksumSucceeded, nic.Indicated[2].Checksum);
    }

    [Fact]
    public void Checksums_OffloadOff_NothingIsClaimedAndThePortWantsCompleteFrames()
    {
        NicFixture nic = new(new VirtualNicOptions { Offloads = OffloadCapabilities.None });
        nic.Deliver(TestFrames.Transport(new TestFrames.Spec { DestinationMac = NicFixture.Mac, SourceMac = Peer, Payload = [1, 2, 3] }));
        nic.Loop.RunUntilIdle();
        Assert.Equal(ReceiveChecksumInfo.None, nic.Indicated[0].Checksum);
        Assert.False(nic.Nic.Capabilities.AcceptsPartialChecksum);
        Assert.False(nic.Nic.Capabilities.AcceptsLargeSends);
    }

    [Fact]
    public void Checksums_PartialFromTheWire_TcpIsTrustedUdpIsCompleted()
    {
        NicFixture nic = new(NoCoalescing);
        TestFrames.Spec spec = new() { DestinationMac = NicFixture.Mac, SourceMac = Peer, Payload = TestFrames.Pattern(200) };
        nic.Deliver(TestFrames.Partial(nic.Frames, spec));
        nic.Deliver(TestFrames.Partial(nic.Frames, spec with { IsTcp = false }));
        nic.Loop.RunUntilIdle();
        Assert.Equal(
            ReceiveChecksumInfo.IpChecksumSucceeded | ReceiveChecksumInfo.TcpChecksumSucceeded | ReceiveChecksumInfo.TcpChecksumValueInvalid,
            nic.Indicated[0].Checksum);
        Assert.Equal(ReceiveChecksumInfo.IpChecksumSucceeded | ReceiveChecksumInfo.UdpChecksumSucceeded, nic.Indicated[1].Checksum);
        Assert.Equal(TestFrames.Transport(spec with { IsTcp = false }), nic.Indicated[1].Bytes);
        nic.AssertClean();
    }

    [Fact]
    public void Vlan_TaggedFrame_TagGoesToSlot4()
    {
        NicFixture nic = new(NoCoalescing);
        TestFrames.Spec spec = new() { DestinationMac = NicFixture.Mac, SourceMac = Peer, VlanTags = 1, Payload = TestFrames.Pattern(200) };
        nic.Deliver(TestFrames.Transport(spec));
        nic.Deliver(TestFrames.Partial(nic.Frames, spec));
        nic.Loop.RunUntilIdle();
        Assert.Equal(TestFrames.Transport(spec with { VlanTags = 0 }), nic.Indicated[0].Bytes);
        Assert.Equal(100, nic.Indicated[0].Vlan.VlanId);
        Assert.True(nic.Indicated[0].Checksum.HasFlag(ReceiveChecksumInfo.TcpChecksumSucceeded));
        Assert.True(nic.Indicated[1].Checksum.HasFlag(ReceiveChecksumInfo.TcpChecksumValueInvalid));
        nic.AssertClean();
    }

    [Fact]
    public void Vlan_ConfiguredCard_TakesItsOwnTagOnly()
    {
        NicFixture nic = new(NoCoalescing with { VlanId = 100 });
        TestFrames.Spec spec = new() { DestinationMac = NicFixture.Mac, SourceMac = Peer, VlanTags = 1, Payload = TestFrames.Pattern(20) };
        byte[] other = TestFrames.Transport(spec);
        other[15] = 7;
        nic.Deliver(TestFrames.Transport(spec), other);
        nic.SendAndRun(nic.List(TransmitTests.Plain(100, 1)));
        Assert.Single(nic.Indicated);
        Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.WrongVlan]);
        Assert.Equal(new byte[] { 0x81, 0x00, 0, 100 }, nic.Port.Arrivals[0].Bytes[12..16]);
        nic.AssertClean();
    }

    [Fact]
    public void Pause_ListsHeldAbove_WaitsForThemAndDropsWhatArrives()
    {
        NicFixture nic = new() { Hold = true };
        nic.Deliver(To(NicFixture.Mac, 100));
        nic.Loop.RunUntilIdle();
        nic.Ndis.PauseStack(nic.Adapter);
        nic.Loop.RunFor(1_000_000);
        Assert.Equal(AdapterState.Pausing, nic.Adapter.State);
        Assert.False(nic.Nic.IsRunning);
        nic.Deliver(To(NicFixture.Mac, 100));
        Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.NotRunning]);
        nic.ReturnHeld();
        nic.Loop.RunUntilIdle();
        Assert.Equal(AdapterState.Paused, nic.Adapter.State);
        nic.Ndis.RestartStack(nic.Adapter);
        nic.Loop.RunUntilIdle();
        nic.Hold = false;
        nic.Deliver(To(NicFixture.Mac, 100));
        nic.Loop.RunUntilIdle();
        Assert.Equal(2, nic.Indicated.Count);
        nic.AssertClean();
    }

    [Fact]
    public void RemoveAdapter_Running_LeavesNothingBehindAndCanComeBack()
    {
        NicFixture nic = new();
        nic.Deliver(To(NicFixture.Mac, 100));
        nic.Ndis.RemoveAdapter(nic.Adapter);
        nic.Loop.RunUntilIdle();
        nic.Deliver(To(NicFixture.Mac, 100));
        nic.Loop.RunUntilIdle();
        Assert.False(nic.Nic.IsRunning);
        Assert.Equal(0, nic.Frames.Outstanding);
        Assert.True(nic.Kernel.CheckLeaks().IsClean, nic.Kernel.CheckLeaks().ToString());
    }

    [Fact]
    public void Oids_Mandatory_AreAnswered()
    {
        NicFixture nic = new();
        nic.Deliver(To(NicFixture.Mac, 100));
        nic.Loop.RunUntilIdle();
        OidRequest total = OidRequest.Query(Oid.GenMaximumTotalSize, 4);
        Assert.Equal(NtStatus.Success, nic.Request(total));
        Assert.Equal(1514, BitConverter.ToInt32(total.InformationBuffer.Span));
        OidRequest statistics = OidRequest.Query(Oid.GenStatistics, NdisStatistics.Size);
        Assert.Equal(NtStatus.Success, nic.Request(statistics));
        Assert.True(NdisStatistics.TryRead(statistics.InformationBuffer.Span, out NdisStatistics read));
        Assert.Equal(1UL, read.InUcastPkts);
        Assert.Equal(100UL, read.InUcastOctets);
        Assert.Equal(NdisStatus.InvalidLength, nic.Request(OidRequest.Set(Oid.Ethernet8023MulticastList, new byte[7])));
        Assert.Equal(NdisStatus.MulticastFull, nic.Request(OidRequest.Set(Oid.Ethernet8023MulticastList, Groups(33))));
        Assert.Equal(NtStatus.NotSupported, nic.Request(OidRequest.Set(Oid.GenCurrentPacketFilter, 0x40u)));
    }

    [Fact]
    public void SteadyState_BothDirections_AllocateNothing()
    {
        NicFixture nic = new(host: new SimKernelOptions { Name = "host", Verifier = false });
        NicTraffic traffic = new(nic.Kernel, nic.Frames);
        traffic.Run(200);
        long before = GC.GetAllocatedBytesForCurrentThread();
        traffic.Run(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Groups(int count) => [.. Enumerable.Range(0, count).SelectMany(i => new byte[] { 1, 0, 0x5E, 0, 0, (byte)i })];

    internal static byte[] To(ulong destination, int length) => TestFrames.Plain(destination, Peer, length, (byte)length);
}
