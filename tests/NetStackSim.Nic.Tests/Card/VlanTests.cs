using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests;

/// <summary>802.1Q and 802.1p: tags inserted from slot 4 and stripped into it, the VLAN of the card, and what *PriorityVLANTag leaves to others.</summary>
public sealed class VlanTests
{
    [Theory]
    [InlineData(PriorityVlanTag.Both, 0, 5, 100, 0xA064)]
    [InlineData(PriorityVlanTag.Both, 7, 5, 100, 0xA064)]
    [InlineData(PriorityVlanTag.Both, 7, 5, 0, 0xA007)]
    [InlineData(PriorityVlanTag.Both, 7, 0, 0, 0x0007)]
    [InlineData(PriorityVlanTag.Both, 0, 5, 0, 0xA000)]
    [InlineData(PriorityVlanTag.Both, 0, 0, 0, -1)]
    [InlineData(PriorityVlanTag.Vlan, 7, 5, 100, 0x0064)]
    [InlineData(PriorityVlanTag.Vlan, 0, 5, 0, -1)]
    [InlineData(PriorityVlanTag.Priority, 7, 5, 100, 0xA000)]
    [InlineData(PriorityVlanTag.Priority, 7, 0, 100, -1)]
    [InlineData(PriorityVlanTag.None, 7, 5, 100, -1)]
    public void Send_SlotAndKeyword_DecideTheTag(PriorityVlanTag handles, int cardVlan, int priority, int vlan, int expected)
    {
        NicFixture nic = new(new VirtualNicOptions { PriorityVlanTag = handles, VlanId = (ushort)cardVlan });
        byte[] frame = TestFrames.Plain(1, 2, 200);
        NetBufferList list = nic.List(frame);
        list.Vlan = new VlanInfo(priority, vlan);
        nic.SendAndRun(list);
        byte[] sent = Assert.Single(nic.Port.Arrivals).Bytes;
        byte[] wanted = expected < 0 ? frame : [.. frame[..12], 0x81, 0, (byte)(expected >> 8), (byte)expected, .. frame[12..]];
        Assert.Equal(wanted, sent);
        nic.AssertClean();
    }

    [Theory]
    [InlineData(PriorityVlanTag.Both, 0, 0xA064, true, 5, 100, false)]
    [InlineData(PriorityVlanTag.Both, 100, 0xA064, true, 5, 100, false)]
    [InlineData(PriorityVlanTag.Both, 7, 0xA064, false, 0, 0, false)]
    [InlineData(PriorityVlanTag.Both, 7, -1, false, 0, 0, false)]
    [InlineData(PriorityVlanTag.Both, 7, 0xA000, false, 0, 0, false)]
    [InlineData(PriorityVlanTag.Both, 0, -1, true, 0, 0, false)]
    [InlineData(PriorityVlanTag.Both, 0, 0xA000, true, 5, 0, false)]
    [InlineData(PriorityVlanTag.Both, 0, 0xAFFF, false, 0, 0, false)]
    [InlineData(PriorityVlanTag.Vlan, 0, 0xA064, true, 0, 100, false)]
    [InlineData(PriorityVlanTag.Priority, 0, 0xA000, true, 5, 0, false)]
    [InlineData(PriorityVlanTag.Priority, 0, 0xA064, true, 0, 0, true)]
    [InlineData(PriorityVlanTag.Priority, 7, -1, true, 0, 0, false)]
    [InlineData(PriorityVlanTag.None, 0, 0xA064, true, 0, 0, true)]
    public void Receive_TagAndKeyword_DecideSlotAndFrame(PriorityVlanTag handles, int cardVlan, int tci, bool passes, int priority, int vlan, bool inline)
    {
        NicFixture nic = new(new VirtualNicOptions { PriorityVlanTag = handles, VlanId = (ushort)cardVlan });
        byte[] plain = TestFrames.Plain(NicFixture.Mac, 1, 200);
        byte[] frame = tci < 0 ? plain : [.. plain[..12], 0x81, 0, (byte)(tci >> 8), (byte)tci, .. plain[12..]];
        nic.Deliver(frame);
        nic.Loop.RunUntilIdle();
        if (!passes)
        {
            Assert.Empty(nic.Indicated);
            Assert.Equal(1, nic.Kernel.Drops[NicDropReasons.WrongVlan]);
        }
        else
        {
            NicFixture.Received received = Assert.Single(nic.Indicated);
            Assert.Equal(new VlanInfo(priority, vlan), received.Vlan);
            Assert.Equal(inline ? frame : plain, received.Bytes);
        }

        nic.AssertClean();
    }

    [Theory]
    [InlineData(0xA064)]
    [InlineData(-1)]
    public void Receive_WrongVlanPromiscuous_Passes(int tci)
    {
        NicFixture nic = new(new VirtualNicOptions { VlanId = 7 });
        nic.SetFilter(PacketFilter.Promiscuous);
        byte[] plain = TestFrames.Plain(NicFixture.Mac, 1, 200);
        nic.Deliver(tci < 0 ? plain : [.. plain[..12], 0x81, 0, (byte)(tci >> 8), (byte)tci, .. plain[12..]]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(plain, Assert.Single(nic.Indicated).Bytes);
    }

    [Theory]
    [InlineData(PriorityVlanTag.Both, MacOptions.Priority8021P | MacOptions.Vlan8021Q)]
    [InlineData(PriorityVlanTag.Vlan, MacOptions.Priority8021P | MacOptions.Vlan8021Q)]
    [InlineData(PriorityVlanTag.Priority, MacOptions.Priority8021P)]
    [InlineData(PriorityVlanTag.None, MacOptions.None)]
    public void MacOptions_FollowTheKeyword(PriorityVlanTag handles, MacOptions expected)
    {
        NicFixture nic = new(null, null, new KeyValuePair<string, string>("*PriorityVLANTag", $"{(int)handles}"));
        Assert.Equal(expected, nic.Binding.Attributes.MacOptions & (MacOptions.Priority8021P | MacOptions.Vlan8021Q));
    }

    [Fact]
    public void VlanIdOid_SetAtRunTime_TakesEffectAndIsAnswered()
    {
        NicFixture nic = new();
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenVlanId, 9)));
        OidRequest query = OidRequest.Query(Oid.GenVlanId, 4);
        Assert.Equal(NtStatus.Success, nic.Request(query));
        Assert.Equal(9, query.InformationBuffer.Span[0]);
        nic.SendAndRun(nic.List(TestFrames.Plain(1, 2, 100)));
        Assert.Equal(9, nic.Port.Arrivals[0].Bytes[15]);
        nic.Deliver(TestFrames.Plain(NicFixture.Mac, 1, 100));
        nic.Loop.RunUntilIdle();
        Assert.Empty(nic.Indicated);
        Assert.Equal(NdisStatus.InvalidData, nic.Request(OidRequest.Set(Oid.GenVlanId, 4095)));
    }

    [Fact]
    public void LargeSend_WithATag_IsCutWithTheTagInEveryPiece()
    {
        NicFixture nic = new();
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(5000) };
        NetBufferList list = nic.LsoV2(spec, 1460);
        list.Vlan = new VlanInfo(0, 100);
        nic.SendAndRun(list);
        Assert.Equal(NaiveSegmenter.Cut(spec with { VlanTags = 1 }, 1460), nic.Port.Arrivals.Select(x => x.Bytes));
    }

    [Fact]
    public void Coalescing_SameFlowInTwoVlans_IsKeptApart()
    {
        NicFixture nic = new();
        List<byte[]> frames = [];
        for (int i = 0; i < 3; i++)
        {
            byte[] frame = TestFrames.Transport(new TestFrames.Spec { DestinationMac = NicFixture.Mac, Sequence = (uint)(1000 + (i * 100)), Payload = TestFrames.Pattern(100) });
            frames.Add([.. frame[..12], 0x81, 0, 0, 1, .. frame[12..]]);
            frames.Add([.. frame[..12], 0x81, 0, 0, 2, .. frame[12..]]);
        }

        nic.Deliver([.. frames]);
        nic.Loop.RunUntilIdle();
        Assert.Equal([(1, 3), (2, 3)], nic.Indicated.Select(x => (x.Vlan.VlanId, x.Segments)));
        nic.AssertClean();
    }
}
