namespace NetStackSim.Ndis.Tests.OutOfBand;

/// <summary>Bit layouts of the out-of-band slots, as numbers.</summary>
public sealed class InfoViewTests
{
    private readonly NetBufferListPool _pool = new TestHost().BarePool();

    [Fact]
    public void TransmitChecksum_TcpIPv4_HasTheDocumentedBits()
    {
        TransmitChecksumInfo info = TransmitChecksumInfo.ForTcp(isIPv4: true, transportHeaderOffset: 34, ipHeaderChecksum: true);

        Assert.Equal(0x1ul | 0x4 | 0x10 | (34ul << 16), info.Value);
        Assert.Equal((true, false, true, false, true, 34), (info.IsIPv4, info.IsIPv6, info.TcpChecksum, info.UdpChecksum, info.IpHeaderChecksum, info.TransportHeaderOffset));
        Assert.Equal(38, info.WithOffsetMoved(4).TransportHeaderOffset);
    }

    [Fact]
    public void TransmitChecksum_UdpIPv6_HasTheDocumentedBits() =>
        Assert.Equal(0x2ul | 0x8 | (54ul << 16), TransmitChecksumInfo.ForUdp(isIPv4: false, transportHeaderOffset: 54).Value);

    [Fact]
    public void LargeSend_BothVersions_HaveTheDocumentedBits()
    {
        Assert.Equal(1460ul | (34ul << 20), LargeSendInfo.Version1(1460, 34).Value);
        LargeSendInfo version2 = LargeSendInfo.Version2(1440, 54, isIPv6: true);
        Assert.Equal(1440ul | (54ul << 20) | (1ul << 30) | (1ul << 31), version2.Value);
        Assert.Equal((1440, 54, true, true), (version2.MaximumSegmentSize, version2.TcpHeaderOffset, version2.IsVersion2, version2.IsIPv6));
        Assert.Equal(1ul << 30, LargeSendInfo.Version2Complete().Value);
        Assert.Equal(64000, LargeSendInfo.Version1Complete(64000).CompletedPayload);
        Assert.Equal((1440, 58), (version2.WithOffsetMoved(4).MaximumSegmentSize, version2.WithOffsetMoved(4).TcpHeaderOffset));
    }

    [Fact]
    public void OtherViews_HaveTheDocumentedBits()
    {
        Assert.Equal(1472ul | (42ul << 20) | (1ul << 31), new UdpSegmentationInfo(1472, 42, isIPv6: true).Value);
        Assert.Equal(20ul | (1ul << 16), new CoalesceInfo(20, 1).Value);
        Assert.Equal(5ul | (100ul << 4), new VlanInfo(5, 100).Value);
        Assert.Equal(0x0201ul, new HashInfo(1, 0x200).Value);
        Assert.Equal(3ul | (7ul << 16), new FilteringInfo(3, 7).Value);
        Assert.Equal(10ul | (1200ul << 16), new UdpCoalesceInfo(10, 1200).Value);
    }

    [Fact]
    public void FrameType_InTheSlot_IsInNetworkOrder()
    {
        NetBufferList list = _pool.Get();

        list.FrameType = 0x0800;

        Assert.Equal(0x0008ul, list[NetBufferListInfoId.FrameType]);
        Assert.Equal(0x0800, list.FrameType);
    }

    [Fact]
    public void CopyInfo_ByDirection_TakesWhatBelongsToIt()
    {
        NetBufferList source = _pool.Get();
        for (int slot = 0; slot < 27; slot++)
        {
            source[(NetBufferListInfoId)slot] = (ulong)(slot + 1);
        }

        object tag = new();
        source.SetInfoObject(NetBufferListInfoId.Wfp, tag);
        NetBufferList send = _pool.Get();
        NetBufferList receive = _pool.Get();

        source.CopySendInfoTo(send);
        source.CopyReceiveInfoTo(receive);

        Assert.Equal((3ul, 0ul, 6ul), (send[NetBufferListInfoId.TcpLargeSend], send[NetBufferListInfoId.FrameType], send.CancelId));
        Assert.Equal((0ul, 8ul, 0ul), (receive[NetBufferListInfoId.TcpLargeSend], receive[NetBufferListInfoId.FrameType], receive.CancelId));
        Assert.Equal((14ul, 14ul), (send.CorrelationId, receive.CorrelationId));
        Assert.Same(tag, send.GetInfoObject(NetBufferListInfoId.Wfp));
        Assert.Equal((0ul, 0ul), (send[NetBufferListInfoId.SwitchForwardingReserved], send[NetBufferListInfoId.IntermediateReserved]));
    }

    [Fact]
    public void ClearDirectionInfo_OnACoalescedUnit_ZeroesTheSlotsThatChangeMeaning()
    {
        NetBufferList list = _pool.Get();
        list.Coalesce = new CoalesceInfo(20, 0);
        list.CoalesceTimestampDelta = 5;
        list.ReceiveChecksum = ReceiveChecksumInfo.TcpChecksumSucceeded;
        list.CorrelationId = 9;

        list.ClearDirectionInfo();

        Assert.True(list.LargeSend.IsEmpty && list.UdpSegmentation.IsEmpty && list.TransmitChecksum.IsEmpty);
        Assert.Equal(9ul, list.CorrelationId);
    }
}
