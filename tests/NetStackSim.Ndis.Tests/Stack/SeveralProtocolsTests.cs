using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

public sealed class SeveralProtocolsTests
{
    private const PacketFilter Standard = PacketFilter.Directed | PacketFilter.Multicast | PacketFilter.Broadcast;

    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;

    public SeveralProtocolsTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
    }

    /// <summary>Acceptance scenario 32.</summary>
    [Fact]
    public void EtherTypeDispatch_ThreeBindings_EachGetsItsTypes()
    {
        TestProtocol v4 = Protocol("v4", 0x0800, 0x0806);
        TestProtocol v6 = Protocol("v6", 0x86DD);
        TestProtocol all = Protocol("all");
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);

        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame(0x0806), miniport.Frame(0x86DD), miniport.Frame(0x0800, tagged: true), miniport.Frame(0x88CC));

        Assert.Equal([0x0806, 0x0800], v4.ReceivedTypes);
        Assert.Equal([0x86DD], v6.ReceivedTypes);
        Assert.Equal([0x0806, 0x86DD, 0x0800, 0x88CC], all.ReceivedTypes);
        Assert.Equal(4, miniport.Returned);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void SharedList_GoesHomeWhenTheLastConsumerReturnedIt()
    {
        TestProtocol[] protocols = [Protocol("a"), Protocol("b"), Protocol("c")];
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        foreach (TestProtocol protocol in protocols)
        {
            protocol.Holds = true;
        }

        NetBufferList frame = miniport.Frame();
        miniport.Indicate(ReceiveFlags.PerfectFiltered, frame, miniport.Frame());

        Assert.All(protocols, protocol => Assert.Equal(2, protocol.Received));
        Assert.Same(frame, protocols[2].Held.Head);
        protocols[0].Held.Head!.FirstNetBuffer.Advance(14);
        protocols[2].ReturnHeld();
        protocols[1].ReturnHeld(1);
        Assert.Equal(0, miniport.Returned);
        protocols[0].Held.Head!.FirstNetBuffer.Retreat(14);
        protocols[0].ReturnHeld();
        Assert.Equal(1, miniport.Returned);
        protocols[1].ReturnHeld();
        Assert.Equal(2, miniport.Returned);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void SharedList_NoListLeftToDerive_IsLent()
    {
        TestProtocol first = Protocol("a");
        TestProtocol second = Protocol("b");
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        ((NetBufferListPool)_host.Kernel.Pools.Find("ndis/shared-receive")!).FailRentAt(1);

        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame(), miniport.Frame());

        Assert.Equal((2, 1), (first.Received, first.Loans));
        Assert.Equal((2, 0), (second.Received, second.Loans));
        Assert.Equal(2, miniport.Returned);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Loan_WithSeveralProtocols_IsShownToEachAndComesBackWhole()
    {
        TestProtocol v4 = Protocol("v4", 0x0800);
        TestProtocol all = Protocol("all");
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);

        miniport.Indicate(ReceiveFlags.PerfectFiltered | ReceiveFlags.Resources, miniport.Frame(0x0806), miniport.Frame(0x0800), miniport.Frame(0x0806));

        Assert.Equal((1, 3, 0), (v4.Loans, all.Loans, miniport.Returned));
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    /// <summary>Acceptance scenario 32: a wrong promise.</summary>
    [Fact]
    [BreaksRule("SingleEtherType")]
    public void SingleEtherType_OnAMixedChain_IsReported()
    {
        Protocol("a");
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        NetBufferList v4 = miniport.Frame();
        NetBufferList v6 = miniport.Frame(0x86DD);
        (v4.FrameType, v6.FrameType) = (0x0800, 0x86DD);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => miniport.Indicate(ReceiveFlags.SingleEtherType, v4, v6));

        Assert.Equal(NdisVerifierRules.SingleEtherType.Parameter1, stop.Parameters[0]);
    }

    /// <summary>Acceptance scenario 31 (unions, delivery, close).</summary>
    [Fact]
    public void PacketFilterUnion_ThreeBindings_HardwareAndDeliveryFollow()
    {
        MacAddress a = MacAddress.Parse("01-00-5E-00-00-01");
        MacAddress b = MacAddress.Parse("01-00-5E-00-00-02");
        TestFilterDriver watcher = TestFilterDriver.Register(_runtime, [], "watcher", static (d, m) => new PassThroughFilter(d, m));
        TestProtocol tcpip = Protocol("tcpip");
        TestProtocol capture = TestProtocol.Register(_runtime, [], "capture", p => p.Filter = PacketFilter.Promiscuous);
        TestProtocol third = Protocol("third");
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        SetMulticast(third, a, b);
        SetMulticast(tcpip, b);

        Assert.Equal(0x2Bu, miniport.Sets[^1].Value);
        Assert.Equal(2, miniport.MulticastListLength);
        Assert.Contains(NdisStatusCode.PacketFilter, ((PassThroughFilter)watcher.Made[0]).Statuses);

        MacAddress stranger = MacAddress.Parse("02-00-00-00-00-99");
        miniport.Indicate(ReceiveFlags.None, miniport.Frame(), miniport.Frame(to: stranger), miniport.Frame(to: a), miniport.Frame(to: b), miniport.Frame(to: MacAddress.Broadcast));

        Assert.Equal((3, 5, 4), (tcpip.Received, capture.Received, third.Received));

        capture.Registration.Dispose();
        Assert.Equal(0xBu, miniport.Sets[^1].Value);
        miniport.Indicate(ReceiveFlags.None, miniport.Frame(to: stranger));
        Assert.Equal(1, _host.Kernel.Drops[NdisDrop.NotWanted]);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Completions_OfSeveralBindings_GoToTheirSenders()
    {
        TestProtocol first = Protocol("a");
        TestProtocol second = Protocol("b");
        TestMiniport miniport = TestMiniport.AddTo(_runtime, [], configure: m => m.CompletesInline = false);
        first.Send(2);
        second.Send(1);
        first.Send(1);

        miniport.CompletePending();

        Assert.Equal((3, 1), (first.Completions.Count, second.Completions.Count));
    }

    [Fact]
    public void Receive_NobodyBound_IsDroppedAndCounted()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);

        miniport.Indicate(ReceiveFlags.None, miniport.Frame());

        Assert.Equal((1, 1L), (miniport.Returned, _host.Kernel.Drops[NdisDrop.NoBinding]));
    }

    [Fact]
    public void Receive_FrameWithoutAHeader_IsDroppedAndCounted()
    {
        Protocol("a", 0x0800);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        NetBufferList runt = miniport.Pool.Get();
        runt.FirstNetBuffer.DataLength = 9;

        miniport.Indicate(ReceiveFlags.None, runt);

        Assert.Equal((1, 1L), (miniport.Returned, _host.Kernel.Drops[NdisDrop.FrameTooShort]));
    }

    private static void SetMulticast(TestProtocol protocol, params MacAddress[] addresses)
    {
        byte[] bytes = new byte[addresses.Length * 6];
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i].CopyTo(bytes.AsSpan(6 * i));
        }

        Assert.True(protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, bytes.AsMemory())).IsSuccess);
    }

    private TestProtocol Protocol(string name, params ushort[] frameTypes) =>
        TestProtocol.Register(_runtime, [], name, protocol =>
        {
            protocol.FrameTypes = frameTypes;
            protocol.Filter = Standard;
        });
}
