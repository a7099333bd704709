using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>Receive: sorted by VLAN and address, cloned for each virtual miniport, returned below when all above returned.</summary>
public sealed class VlanReceiveTests
{
    private static readonly MacAddress Own = MacAddress.Parse("02-00-00-00-00-0A");

    [Fact]
    public void Receive_TagsBeside_EachVlanGetsItsFramesWithPriorityAndWithoutIdentifier()
    {
        VlanBench bench = new();
        TestProtocol untagged = bench.AddVlan(0);
        TestProtocol ten = bench.AddVlan(10, configure: protocol => protocol.Holds = true);
        TestProtocol twenty = bench.AddVlan(20);

        bench.Indicate(bench.Frame(10, priority: 3), bench.Frame(0), bench.Frame(20), bench.Frame(10), bench.Frame(30), bench.Frame(0, priority: 7));

        Assert.Equal((2, 2, 1), (untagged.Received, ten.Received, twenty.Received));
        Assert.Equal((3, 0), (ten.Held.Head!.Vlan.UserPriority, ten.Held.Head.Vlan.VlanId));
        Assert.Equal(1, bench.Drops[ImDrop.UnknownVlan]);
        Assert.Equal(4, bench.Miniport.Returned);
        ten.ReturnHeld();
        Assert.Equal(6, bench.Miniport.Returned);
        bench.Finish();
    }

    [Fact]
    public void Receive_TagsInside_AreTakenOutWithoutTouchingTheFrame()
    {
        VlanBench bench = new(insertsTags: false);
        TestProtocol protocol = bench.AddVlan(0x123, configure: p => p.Holds = true);
        NetBufferList frame = bench.TaggedFrame(0x123, priority: 6);
        byte[] wire = TestHost.DataOf(frame.FirstNetBuffer);

        bench.Indicate(frame);

        NetBufferList received = protocol.Held.Head!;
        Assert.Equal([.. wire[..12], .. wire[16..]], TestHost.DataOf(received.FirstNetBuffer));
        Assert.False(received.FirstNetBuffer.GetWritable(EthernetHeader.Size).IsEmpty);
        Assert.Equal((6, 0), (received.Vlan.UserPriority, received.Vlan.VlanId));
        Assert.Equal(wire, TestHost.DataOf(frame.FirstNetBuffer));
        protocol.ReturnHeld();
        bench.Finish();
    }

    [Fact]
    public void Receive_PriorityTagInside_BelongsToTheUntaggedOne()
    {
        VlanBench bench = new();
        TestProtocol untagged = bench.AddVlan(0, configure: p => p.Holds = true);

        bench.Indicate(bench.TaggedFrame(0, priority: 4));

        Assert.Equal(4, untagged.Held.Head!.Vlan.UserPriority);
        Assert.Equal(56, untagged.Held.Head.DataLength);
        untagged.ReturnHeld();
        bench.Finish();
    }

    [Theory]
    [InlineData(13)]
    [InlineData(14)]
    [InlineData(17)]
    [InlineData(18)]
    public void Receive_FrameThatEndsInItsHeader_DoesNoHarm(int length)
    {
        VlanBench bench = new();
        TestProtocol untagged = bench.AddVlan(0);
        bench.AddVlan(5);
        NetBufferList frame = bench.TaggedFrame(5);
        frame.FirstNetBuffer.DataLength = length;

        bench.Indicate(frame);

        Assert.Equal(length < 14 ? 0 : 1, untagged.Received);
        Assert.Equal(1, bench.Miniport.Returned);
        bench.Finish();
    }

    [Fact]
    public void Receive_TwoAddressesOnOneVlan_AreTakenApartByAddress()
    {
        VlanBench bench = new();
        TestProtocol inherited = bench.AddVlan(10);
        TestProtocol own = bench.AddVlan(10, Own);

        bench.Indicate(bench.Frame(10), bench.Frame(10, Own), bench.Frame(10, MacAddress.Parse("02-00-00-00-00-99")));

        Assert.Equal((1, 1), (inherited.Received, own.Received));
        Assert.Equal(1, bench.Drops[ImDrop.NotWanted]);
        Assert.True(((PacketFilter)bench.Miniport.Sets[^1].Value).HasFlag(PacketFilter.Promiscuous));
        bench.Finish();
    }

    [Fact]
    public void Receive_BroadcastForTwo_GoesHomeWhenBothReturnedIt()
    {
        VlanBench bench = new();
        TestProtocol first = bench.AddVlan(10, configure: p => p.Holds = true);
        TestProtocol second = bench.AddVlan(10, Own, p => p.Holds = true);
        bench.Indicate(bench.Frame(10, MacAddress.Broadcast));

        Assert.Equal((1, 1), (first.Received, second.Received));
        first.ReturnHeld();
        Assert.Equal(0, bench.Miniport.Returned);
        second.ReturnHeld();
        Assert.Equal(1, bench.Miniport.Returned);
        bench.Finish();
    }

    [Fact]
    public void Receive_OnLoan_IsShownAboveAsALoanAndTheChainStaysWhole()
    {
        VlanBench bench = new();
        TestProtocol ten = bench.AddVlan(10);
        TestProtocol other = bench.AddVlan(10, Own);
        TestProtocol twenty = bench.AddVlan(20);

        bench.Miniport.Indicate(
            ReceiveFlags.PerfectFiltered | ReceiveFlags.Resources,
            bench.Frame(10), bench.Frame(20), bench.Frame(30), bench.Frame(10, MacAddress.Broadcast));

        Assert.Equal((2, 1, 1), (ten.Loans, other.Loans, twenty.Loans));
        Assert.Equal(0, bench.Miniport.Returned);
        bench.Finish();
    }

    [Fact]
    public void Receive_LowerAdapterSharedWithAnotherProtocol_BothGetWhatTheyWant()
    {
        VlanBench bench = new();
        TestProtocol ten = bench.AddVlan(10, configure: p => p.Holds = true);
        TestProtocol capture = bench.AddProtocol("capture", VlanBench.Lower, p =>
        {
            p.Filter = PacketFilter.Promiscuous;
            p.Holds = true;
        });
        bench.Settle();

        bench.Indicate(bench.Frame(10), bench.Frame(10));

        Assert.Equal((2, 2), (ten.Received, capture.Received));
        ten.ReturnHeld();
        Assert.Equal(0, bench.Miniport.Returned);
        capture.ReturnHeld();
        Assert.Equal(2, bench.Miniport.Returned);
        bench.Finish();
    }

    [Theory]
    [InlineData("vlanmux/receive")]
    [InlineData("vlanmux/shared")]
    public void Receive_NoListLeft_GoesBackAndIsCounted(string pool)
    {
        VlanBench bench = new();
        bench.AddVlan(10);
        bench.AddVlan(10, Own);
        NetBufferListPool failing = (NetBufferListPool)bench.Host.Kernel.Pools.Find(pool)!;
        failing.FailRentAt(1);

        bench.Indicate(bench.Frame(10, MacAddress.Broadcast));

        Assert.Equal(1, bench.Miniport.Returned);
        bench.Finish();
    }

    [Fact]
    public void Receive_InnerTagBehindOuterTag_StaysForAMultiplexerAbove()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10, configure: p => p.Holds = true);
        NetBufferList frame = bench.TaggedFrame(77);
        frame.Vlan = new VlanInfo(0, 10);

        bench.Indicate(frame);

        Assert.Equal(60, protocol.Held.Head!.DataLength);
        protocol.ReturnHeld();
        bench.Finish();
    }
}
