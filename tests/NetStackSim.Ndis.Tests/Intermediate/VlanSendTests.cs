using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>Send over a virtual miniport: cloned, tagged, passed to the lower binding, completed when the lower send is.</summary>
public sealed class VlanSendTests
{
    [Fact]
    public void Send_AdapterInsertsTags_CloneSharesTheMemoryAndCarriesTheTagBeside()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        NetBufferList list = protocol.NewList(200);
        list.Vlan = new VlanInfo(5, 0);
        list.CorrelationId = 77;
        NetBufferList? sent = null;
        bench.Miniport.OnSent = clone => sent = clone;

        Send(protocol, list);

        Assert.NotSame(list, sent);
        Assert.Same(list, sent!.Parent);
        Assert.Same(bench.Miniport.Adapter.Bindings[0], sent.SourceHandle);
        Assert.Same(list.FirstNetBuffer.CurrentMdl, sent.FirstNetBuffer.CurrentMdl);
        Assert.Equal((5, 10, 200, 77UL), (sent.Vlan.UserPriority, sent.Vlan.VlanId, sent.DataLength, sent.CorrelationId));
        Assert.Equal(0, list.Vlan.VlanId);
        Assert.Empty(protocol.Completions);
        bench.Miniport.CompletePending();
        Assert.Equal([NtStatus.Success], protocol.Completions);
        bench.Finish();
    }

    [Fact]
    public void Send_AdapterDoesNotInsertTags_TagIsInTheFrameAndTheSendersBytesAreAsTheyWere()
    {
        VlanBench bench = new(insertsTags: false);
        TestProtocol protocol = bench.AddVlan(0x123);
        NetBufferList list = protocol.NewList(100);
        byte[] before = TestHost.Pattern(100);
        list.FirstNetBuffer.CopyFrom(0, before);
        list.Vlan = new VlanInfo(6, 0);
        byte[]? sent = null;
        bench.Miniport.OnSent = clone => sent = TestHost.DataOf(clone.FirstNetBuffer);

        Send(protocol, list);

        Assert.Equal([.. before[..12], 0x81, 0x00, 0xC1, 0x23, .. before[12..]], sent);
        Assert.Equal(before, TestHost.DataOf(list.FirstNetBuffer));
        bench.Miniport.CompletePending();
        bench.Finish();
    }

    [Fact]
    public void Send_SeveralFramesInOneList_EachGetsTheTag()
    {
        VlanBench bench = new(insertsTags: false);
        TestProtocol protocol = bench.AddVlan(7);
        NetBufferList list = protocol.NewList(60);
        Assert.True(list.Pool.TryRentNetBuffer(out NetBuffer? second));
        second.SetData(Mdl.Over(TestHost.Pattern(80)), 0, 80);
        list.AppendNetBuffer(second);
        List<byte[]> frames = [];
        bench.Miniport.OnSent = clone =>
        {
            for (NetBuffer? buffer = clone.FirstNetBuffer; buffer is not null; buffer = buffer.Next)
            {
                frames.Add(TestHost.DataOf(buffer));
            }
        };

        Send(protocol, list);

        Assert.Equal([64, 84], frames.Select(frame => frame.Length));
        Assert.All(frames, frame => Assert.Equal([0x81, 0x00, 0x00, 0x07], frame[12..16]));
        bench.Miniport.CompletePending();
        bench.Finish();
    }

    [Fact]
    public void Completion_StatusAndLargeSendResult_ReachTheSender()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        LargeSendInfo result = default;
        protocol.OnCompleted = list => result = list.LargeSend;
        bench.Miniport.OnSent = clone =>
        {
            clone.Status = NdisStatus.Resources;
            clone.LargeSend = LargeSendInfo.Version1Complete(4321);
        };
        NetBufferList list = protocol.NewList();
        list.LargeSend = LargeSendInfo.Version1(1460, 34);

        Send(protocol, list);
        bench.Miniport.CompletePending();

        Assert.Equal([NdisStatus.Resources], protocol.Completions);
        Assert.Equal(4321, result.CompletedPayload);
        bench.Finish();
    }

    [Fact]
    public void Completion_InsideTheSend_ComesBackInOrder()
    {
        VlanBench bench = new(configure: miniport => miniport.CompletesInline = true);
        TestProtocol protocol = bench.AddVlan(10);

        protocol.Send(5);

        Assert.Equal(5, protocol.Completions.Count);
        bench.Finish();
    }

    [Fact]
    public void Completion_MixedChainOfTwoVlans_GoesToItsSenders()
    {
        VlanBench bench = new();
        TestProtocol ten = bench.AddVlan(10);
        TestProtocol twenty = bench.AddVlan(20);
        ten.Send(2);
        twenty.Send(1);
        ten.Send(1);

        bench.Miniport.CompletePending();

        Assert.Equal((3, 1), (ten.Completions.Count, twenty.Completions.Count));
        bench.Finish();
    }

    [Fact]
    public void Send_WithATagOfItsOwnOrWithoutAFrame_IsRefusedAndCounted()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        NetBufferList tagged = protocol.NewList();
        tagged.Vlan = new VlanInfo(0, 99);

        Send(protocol, tagged);
        Send(protocol, protocol.NewList(13));

        Assert.Equal([NdisStatus.InvalidPacket, NdisStatus.InvalidPacket], protocol.Completions);
        Assert.Equal((0, 2L), (bench.Miniport.Sent, bench.Drops[ImDrop.BadSend]));
        bench.Finish();
    }

    [Fact]
    public void Send_NoListLeft_CompletesWithResources()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        ((NetBufferListPool)bench.Host.Kernel.Pools.Find("vlanmux/send")!).FailRentAt(2);

        protocol.Send(3);

        Assert.Equal([NdisStatus.Resources], protocol.Completions);
        Assert.Equal((2, 1L), (bench.Miniport.Sent, bench.Drops[ImDrop.NoList]));
        bench.Miniport.CompletePending();
        bench.Finish();
    }

    [Fact]
    public void CancelSend_ReachesTheAdapterAndOnlyWhatItNames()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        protocol.Send(2, cancelId: 5);
        protocol.Send(1, cancelId: 6);

        protocol.Binding.CancelSend(5);

        Assert.Equal([NdisStatus.SendAborted, NdisStatus.SendAborted], protocol.Completions);
        bench.Miniport.CompletePending();
        Assert.Equal(3, protocol.Completions.Count);
        bench.Finish();
    }

    [Fact]
    public void Statistics_CountWhatCrossesTheBorder()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        protocol.Send(3);
        bench.Miniport.CompletePending();
        bench.Indicate(bench.Frame(10), bench.Frame(10, MacAddress.Broadcast));
        OidRequest query = OidRequest.Query(Oid.GenStatistics, NdisStatistics.Size);

        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(query));

        Assert.True(NdisStatistics.TryRead(query.InformationBuffer.Span, out NdisStatistics counters));
        Assert.Equal((180UL, 120UL, 1UL, 1UL), (counters.OutOctets, counters.InOctets, counters.InUcastPkts, counters.InBroadcastPkts));
        bench.Finish();
    }

    private static void Send(TestProtocol protocol, NetBufferList list)
    {
        NetBufferListChain chain = new(list);
        protocol.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
    }
}
