using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

public sealed class TransmitTests
{
    private const ulong Peer = 0x0200_0000_0001;

    [Fact]
    public void Send_ListsOfOneCall_AreOneChainOnTheWireAndOneCompletion()
    {
        NicFixture nic = new();
        byte[][] frames = [.. Enumerable.Range(0, 10).Select(i => Plain(100 + i, (byte)i))];
        nic.SendAndRun([.. frames.Select(frame => nic.List(frame))]);
        Assert.Equal(frames, nic.Port.Arrivals.Select(x => x.Bytes));
        Assert.Equal(1, nic.Port.Chains);
        Assert.Equal(1, nic.CompletionCalls);
        Assert.All(nic.Completions, x => Assert.Equal(NtStatus.Success, x.Status));
        Assert.Equal(nic.Completions.Select(x => x.CorrelationId), nic.Port.Arrivals.Select(x => x.CorrelationId));
        nic.AssertClean();
    }

    [Fact]
    public void Send_PiecesInSeveralMdls_AreGatheredWithOneCopy()
    {
        NicFixture nic = new();
        byte[] frame = Plain(1514, 7);
        nic.SendAndRun(nic.List(frame, 54, 333, 1));
        Assert.Equal(frame, Assert.Single(nic.Port.Arrivals).Bytes);
        Assert.Equal(1514, nic.Kernel.Copies.Bytes(CopyKind.DmaGather));
        Assert.Equal(0, nic.Kernel.Copies.StackBytes);
        nic.AssertClean();
    }

    [Fact]
    public void Send_SeveralNetBuffersInAList_AreSeveralFramesAndOneCompletion()
    {
        NicFixture nic = new();
        byte[][] frames = [Plain(100, 1), Plain(200, 2), Plain(300, 3)];
        nic.SendAndRun(nic.ListOfMany(frames));
        Assert.Equal(frames, nic.Port.Arrivals.Select(x => x.Bytes));
        Assert.Single(nic.Completions);
        nic.AssertClean();
    }

    [Fact]
    public void Send_ShortFrame_IsPaddedWithZerosTo60()
    {
        NicFixture nic = new();
        nic.SendAndRun(nic.List(Plain(1514, 0xFF)));
        nic.SendAndRun(nic.List(Plain(42, 9)));
        byte[] sent = nic.Port.Arrivals[1].Bytes;
        Assert.Equal(60, sent.Length);
        Assert.Equal(Plain(42, 9), sent[..42]);
        Assert.Equal(new byte[18], sent[42..]);
    }

    [Fact]
    public void Send_LongerThanTheMtu_CompletesWithInvalidLength()
    {
        NicFixture nic = new();
        nic.SendAndRun(nic.List(Plain(1515, 1)), nic.List(Plain(1514, 2)));
        Assert.Equal([NdisStatus.InvalidLength, NtStatus.Success], nic.Completions.Select(x => x.Status));
        Assert.Single(nic.Port.Arrivals);
        Assert.Equal(1UL, nic.Nic.Statistics.OutErrors);
        Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.SendTooLong]);
        nic.AssertClean();
    }

    [Fact]
    public void Send_CableOut_CompletesWithMediaDisconnected()
    {
        NicFixture nic = new();
        Wire.Disconnect(nic.Nic);
        Assert.Equal([NdisStatusCode.LinkState], nic.Statuses.Where(x => x == NdisStatusCode.LinkState));
        nic.SendAndRun(nic.List(Plain(100, 1)));
        Assert.Equal(NdisStatus.MediaDisconnected, Assert.Single(nic.Completions).Status);
        Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.NoCable]);
        nic.AssertClean();
    }

    [Fact]
    public void Send_FramePoolRefuses_CompletesWithResources()
    {
        NicFixture nic = new();
        nic.Frames.FailRentAt(2);
        nic.SendAndRun(nic.List(Plain(100, 1)), nic.List(Plain(100, 2)), nic.List(Plain(100, 3)));
        Assert.Equal([NtStatus.Success, NdisStatus.Resources, NtStatus.Success], nic.Completions.Select(x => x.Status));
        Assert.Equal(2, nic.Port.Arrivals.Count);
        nic.AssertClean();
    }

    [Fact]
    public void Send_MoreThanTheRing_WaitsAndKeepsTheOrder()
    {
        NicFixture nic = new(new VirtualNicOptions { TransmitDescriptors = 4 });
        nic.Send([.. Enumerable.Range(0, 10).Select(i => nic.List(Plain(100, (byte)i)))]);
        Assert.Equal(4, nic.Port.Arrivals.Count);
        Assert.Equal(6, nic.Nic.WaitingSends);
        nic.Send(nic.List(Plain(100, 10)));
        nic.Loop.RunUntilIdle();
        Assert.Equal(Enumerable.Range(0, 11), nic.Port.Arrivals.Select(x => (int)x.Bytes[50]));
        Assert.Equal(11, nic.Completions.Count);
        nic.AssertClean();
    }

    [Fact]
    public void Send_ListLargerThanTheRing_PassesWhenTheRingIsEmpty()
    {
        NicFixture nic = new(new VirtualNicOptions { TransmitDescriptors = 2 });
        nic.SendAndRun(nic.List(Plain(100, 0)), nic.ListOfMany(Plain(100, 1), Plain(100, 2), Plain(100, 3)), nic.List(Plain(100, 4)));
        Assert.Equal(Enumerable.Range(0, 5), nic.Port.Arrivals.Select(x => (int)x.Bytes[50]));
        Assert.Equal(3, nic.Completions.Count);
        nic.AssertClean();
    }

    [Fact]
    public void CancelSend_WaitingLists_CompleteAsAborted()
    {
        NicFixture nic = new(new VirtualNicOptions { TransmitDescriptors = 1 });
        NetBufferList[] lists = [.. Enumerable.Range(0, 4).Select(i => nic.List(Plain(100, (byte)i)))];
        lists[0].CancelId = 5;
        lists[2].CancelId = 5;
        nic.Send(lists);
        nic.Binding.CancelSend(5);
        nic.Loop.RunUntilIdle();
        Assert.Equal([NdisStatus.SendAborted, NtStatus.Success, NtStatus.Success, NtStatus.Success], nic.Completions.Select(x => x.Status));
        Assert.Equal([0, 1, 3], nic.Port.Arrivals.Select(x => (int)x.Bytes[50]));
        nic.AssertClean();
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Send_TcpChecksumRequested_IsComputedInTheCopy(bool v6, bool odd)
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { IsV6 = v6, Payload = TestFrames.Pattern(odd ? 1001 : 1000) };
        byte[] expected = TestFrames.Transport(spec);
        int transport = 14 + spec.NetworkHeaderSize;
        NetBufferList list = nic.List(TestFrames.Request(expected, spec), 61, 333);
        list.TransmitChecksum = TransmitChecksumInfo.ForTcp(!v6, transport, ipHeaderChecksum: !v6);
        nic.SendAndRun(list);
        Assert.Equal(expected, Assert.Single(nic.Port.Arrivals).Bytes);
        Assert.Equal(ChecksumState.Valid, nic.Port.Arrivals[0].Wire.Checksum);
        nic.AssertClean();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Send_UdpChecksumRequested_IsComputedEvenForAWireThatTakesPartialOnes(bool v6)
    {
        NicFixture nic = new(wire: WireCapabilities.Everything);
        TestFrames.Spec spec = new() { IsV6 = v6, IsTcp = false, Payload = TestFrames.Pattern(777) };
        byte[] expected = TestFrames.Transport(spec);
        NetBufferList list = nic.List(TestFrames.Request(expected, spec));
        list.TransmitChecksum = TransmitChecksumInfo.ForUdp(!v6, 14 + spec.NetworkHeaderSize, ipHeaderChecksum: !v6);
        nic.SendAndRun(list);
        Assert.Equal(expected, Assert.Single(nic.Port.Arrivals).Bytes);
    }

    [Fact]
    public void Send_UdpChecksumThatIsZero_IsSentAsAllOnes()
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { IsTcp = false, Payload = [0, 0] };
        byte[] frame = TestFrames.Transport(spec);
        TestFrames.Write16(frame, 42, TestFrames.Read16(frame, 40));
        TestFrames.SetChecksums(frame, 14, 34, spec);
        Assert.Equal(0xFFFF, TestFrames.Read16(frame, 40));
        NetBufferList list = nic.List(TestFrames.Request(frame, spec));
        list.TransmitChecksum = TransmitChecksumInfo.ForUdp(true, 34, ipHeaderChecksum: true);
        nic.SendAndRun(list);
        Assert.Equal(frame, nic.Port.Arrivals[0].Bytes[..frame.Length]);
    }

    [Fact]
    public void Send_WireTakesPartialChecksums_TcpSumIsLeftToTheFarEnd()
    {
        NicFixture nic = new(wire: WireCapabilities.Everything);
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(500) };
        byte[] request = TestFrames.Request(TestFrames.Transport(spec), spec);
        NetBufferList list = nic.List(request);
        list.TransmitChecksum = TransmitChecksumInfo.ForTcp(true, 34, ipHeaderChecksum: true);
        nic.SendAndRun(list);
        RecordingPort.Arrival sent = Assert.Single(nic.Port.Arrivals);
        Assert.Equal(ChecksumState.Partial, sent.Wire.Checksum);
        Assert.Equal((34, 16), (sent.Wire.ChecksumStart, sent.Wire.ChecksumOffset));
        Assert.Equal(request[34..], sent.Bytes[34..]);
    }

    [Fact]
    public void Send_ChecksumRequestBeyondTheFrame_Fails()
    {
        // Without verifier: it would stop the sender of such a request before the NIC sees it.
        NicFixture nic = new(host: new SimKernelOptions { Name = "host", Verifier = false });
        NetBufferList list = nic.List(Plain(60, 1));
        list.TransmitChecksum = TransmitChecksumInfo.ForTcp(true, 50);
        nic.SendAndRun(list);
        Assert.Equal(NdisStatus.InvalidData, Assert.Single(nic.Completions).Status);
        Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.BadOffloadRequest]);
        nic.AssertClean();
    }

    [Fact]
    public void Send_VlanInSlot4_TagIsInsertedAndChecksumOffsetsFollow()
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(100) };
        byte[] plain = TestFrames.Transport(spec);
        NetBufferList list = nic.List(TestFrames.Request(plain, spec));
        list.TransmitChecksum = TransmitChecksumInfo.ForTcp(true, 34, ipHeaderChecksum: true);
        list.Vlan = new VlanInfo(5, 100);
        nic.SendAndRun(list);
        byte[] sent = Assert.Single(nic.Port.Arrivals).Bytes;
        Assert.Equal(plain[..12], sent[..12]);
        Assert.Equal(new byte[] { 0x81, 0x00, (5 << 5) | 0, 100 }, sent[12..16]);
        Assert.Equal(plain[12..], sent[16..]);
    }

    [Fact]
    public void Statistics_SentFrames_CountByDestination()
    {
        NicFixture nic = new();
        nic.SendAndRun(
            nic.List(Plain(100, 1)),
            nic.List(TestFrames.Plain(0xFFFF_FFFF_FFFF, NicFixture.Mac, 60)),
            nic.List(TestFrames.Plain(0x0100_5E00_0001, NicFixture.Mac, 70)));
        ref readonly NdisStatistics s = ref nic.Nic.Statistics;
        Assert.Equal((1UL, 1UL, 1UL, 230UL), (s.OutUcastPkts, s.OutBroadcastPkts, s.OutMulticastPkts, s.OutOctets));
        Assert.Equal((100UL, 60UL, 70UL), (s.OutUcastOctets, s.OutBroadcastOctets, s.OutMulticastOctets));
    }

    internal static byte[] Plain(int length, byte fill) => TestFrames.Plain(Peer, NicFixture.Mac, length, fill);
}
