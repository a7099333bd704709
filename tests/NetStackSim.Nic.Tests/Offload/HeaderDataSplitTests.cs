using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Offload;

public sealed class HeaderDataSplitTests
{
    private const NblFlags Split = NblFlags.HeaderDataSplit | NblFlags.SplitAtUpperLayerProtocolPayload;

    [Theory]
    [InlineData(false, true, 54)]
    [InlineData(true, true, 74)]
    [InlineData(false, false, 42)]
    [InlineData(true, false, 62)]
    public void Frame_OfTcpOrUdp_ComesInTwoPiecesWithTheSameBytes(bool v6, bool tcp, int header)
    {
        NicFixture nic = On();
        byte[] frame = TestFrames.Transport(new TestFrames.Spec { DestinationMac = NicFixture.Mac, IsV6 = v6, IsTcp = tcp, Payload = TestFrames.Pattern(777) });
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        NicFixture.Received received = Assert.Single(nic.Indicated);
        Assert.Equal(frame, received.Bytes);
        Assert.Equal([header, 777], received.Pieces);
        Assert.Equal(Split, received.Truths & (Split | NblFlags.SplitAtUpperLayerProtocolHeader));
        Assert.Equal(frame.Length, nic.Kernel.Copies.Bytes(CopyKind.DmaReceive));
        nic.AssertClean();
    }

    [Theory]
    [InlineData("no payload")]
    [InlineData("ip options")]
    [InlineData("not ip")]
    [InlineData("fragment")]
    public void Frame_ThatIsNotFit_StaysWhole(string kind)
    {
        NicFixture nic = On();
        TestFrames.Spec spec = new() { DestinationMac = NicFixture.Mac, Payload = TestFrames.Pattern(kind == "no payload" ? 0 : 100), NetworkOptions = kind == "ip options" ? 8 : 0 };
        byte[] frame = kind == "not ip" ? TestFrames.Plain(NicFixture.Mac, 1, 200) : TestFrames.Transport(spec);
        frame[20] |= (byte)(kind == "fragment" ? 0x20 : 0);
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        NicFixture.Received received = Assert.Single(nic.Indicated);
        Assert.Equal(frame, received.Bytes);
        Assert.Equal(NblFlags.None, received.Truths & Split);
        Assert.Single(received.Pieces);
        nic.AssertClean();
    }

    [Fact]
    public void PaddedFrame_Split_LosesItsPaddingOnly()
    {
        NicFixture nic = On();
        byte[] frame = TestFrames.Transport(new TestFrames.Spec { DestinationMac = NicFixture.Mac, Payload = [1, 2, 3] });
        nic.Deliver([.. frame, .. new byte[3]]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(frame, Assert.Single(nic.Indicated).Bytes);
    }

    [Fact]
    public void TaggedFrame_Split_HasTheTagInItsSlotOnly()
    {
        NicFixture nic = On();
        byte[] frame = TestFrames.Transport(new TestFrames.Spec { DestinationMac = NicFixture.Mac, Payload = TestFrames.Pattern(50) });
        nic.Deliver([.. frame[..12], 0x81, 0, 0, 9, .. frame[12..]]);
        nic.Loop.RunUntilIdle();
        Assert.Equal((frame.Length, 9), (nic.Indicated[0].Bytes.Length, nic.Indicated[0].Vlan.VlanId));
        Assert.Equal([54, 50], nic.Indicated[0].Pieces);
    }

    [Fact]
    public void CombineAllHeaders_Set_FramesComeWholeAndTheConfigurationIsIndicated()
    {
        NicFixture nic = On();
        byte[] frame = TestFrames.Transport(new TestFrames.Spec { DestinationMac = NicFixture.Mac, Payload = TestFrames.Pattern(50) });
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenHdSplitParameters, 1)));
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        Assert.Single(nic.Indicated[0].Pieces);
        Assert.Contains(NdisStatusCode.HdSplitCurrentConfig, nic.Statuses);
        Assert.True(Assert.IsType<HeaderDataSplitConfig>(nic.Payloads[nic.Statuses.IndexOf(NdisStatusCode.HdSplitCurrentConfig)]).CombinesAllHeaders);
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenHdSplitParameters, 0)));
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        Assert.Equal(2, nic.Indicated[1].Pieces.Length);
        Assert.Equal(NdisStatus.InvalidData, nic.Request(OidRequest.Set(Oid.GenHdSplitParameters, 2)));
        nic.AssertClean();
    }

    [Fact]
    public void HeldLists_OfASplitCard_KeepTheirDescriptors()
    {
        NicFixture nic = On(descriptors: 8);
        nic.Hold = true;
        byte[] frame = TestFrames.Transport(new TestFrames.Spec { DestinationMac = NicFixture.Mac, Payload = TestFrames.Pattern(50) });
        nic.Deliver([.. Enumerable.Repeat(frame, 6)]);
        nic.Loop.RunUntilIdle();
        Assert.Equal((6, 2), (nic.HeldCount, nic.Nic.PostedDescriptors));
        nic.ReturnHeld();
        nic.AssertClean();
    }

    private static NicFixture On(int descriptors = 4096) =>
        new(new VirtualNicOptions { HeaderDataSplit = true, ReceiveDescriptors = descriptors, ResourcesThreshold = 0 });
}
