using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>Pause and restart of either edge, requests, status, unbind, removal, power.</summary>
public sealed class VlanLifeCycleTests
{
    [Fact]
    public void UpperPause_WaitsForSendsAndReceives_InEitherOrder()
    {
        foreach (bool sendsFirst in (bool[])[true, false])
        {
            VlanBench bench = new();
            TestProtocol protocol = bench.AddVlan(10);
            TestFilterDriver holder = HoldReceives(bench, out HoldingFilter filter);
            protocol.Send(2);
            bench.Indicate(bench.Frame(10));
            NetBufferListQueue held = filter.Held;
            filter.Held = default;

            StackOperation pause = bench.Runtime.PauseStack(bench[10]);
            Assert.False(pause.IsCompleted);
            Action complete = () => bench.Miniport.CompletePending();
            Action giveBack = () =>
            {
                NetBufferListChain chain = held.TakeAll();
                filter.Module.ReturnReceived(ref chain, ReturnFlags.None);
            };
            (sendsFirst ? complete : giveBack)();
            bench.Settle();
            Assert.False(pause.IsCompleted);
            (sendsFirst ? giveBack : complete)();
            bench.Settle();

            Assert.True(pause.IsCompleted);
            Assert.Equal(AdapterState.Paused, bench[10].State);
            Assert.Equal(AdapterState.Running, bench.Miniport.Adapter.State);
            holder.Registration.Dispose();
            bench.Settle();
            bench.Finish();
        }
    }

    [Fact]
    public void LowerPause_PausesTheVirtualOnesAndRestartStartsThem()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10, configure: p => p.Holds = true);
        bench.Indicate(bench.Frame(10), bench.Frame(10));
        protocol.Send(1);

        StackOperation pause = bench.Runtime.PauseStack(bench.Miniport.Adapter);
        Assert.False(pause.IsCompleted);
        bench.Miniport.CompletePending();
        bench.Settle();

        Assert.True(pause.IsCompleted);
        Assert.Equal((AdapterState.Paused, AdapterState.Paused), (bench.Miniport.Adapter.State, bench[10].State));
        Assert.Equal((2, 1), (bench.Miniport.Returned, protocol.Completions.Count));

        protocol.Send(1);
        Assert.Equal(NdisStatus.Paused, protocol.Completions[^1]);
        bench.Runtime.RestartStack(bench.Miniport.Adapter);
        bench.Settle();
        Assert.Equal((AdapterState.Running, AdapterState.Running), (bench.Miniport.Adapter.State, bench[10].State));
        protocol.Send(1);
        Assert.Equal(1, bench.Miniport.PendingCount);
        bench.Miniport.CompletePending();
        bench.Finish();
    }

    [Fact]
    public void LowerPause_UpperPausedOnDemand_StaysPausedAfterTheLowerRestart()
    {
        VlanBench bench = new();
        bench.AddVlan(10);
        bench.Runtime.PauseStack(bench[10]);
        bench.Runtime.PauseStack(bench.Miniport.Adapter);
        bench.Runtime.RestartStack(bench.Miniport.Adapter);
        bench.Settle();

        Assert.Equal(AdapterState.Paused, bench[10].State);
        bench.Runtime.RestartStack(bench[10]);
        Assert.Equal(AdapterState.Running, bench[10].State);
        bench.Finish();
    }

    [Fact]
    public void LowerPause_UpperStillHolds_NeitherWaitsInsideTheOther()
    {
        VlanBench bench = new();
        bench.AddVlan(10);
        TestFilterDriver holder = HoldReceives(bench, out HoldingFilter filter);
        bench.Indicate(bench.Frame(10));
        NetBufferListQueue held = filter.Held;
        filter.Held = default;

        StackOperation pause = bench.Runtime.PauseStack(bench.Miniport.Adapter);
        Assert.False(pause.IsCompleted);
        Assert.False(bench[10].LastOperation.IsCompleted);
        NetBufferListChain chain = held.TakeAll();
        filter.Module.ReturnReceived(ref chain, ReturnFlags.None);
        bench.Settle();

        Assert.True(pause.IsCompleted && bench[10].LastOperation.IsCompleted);
        bench.Runtime.RestartStack(bench.Miniport.Adapter);
        bench.Settle();
        holder.Registration.Dispose();
        bench.Settle();
        bench.Finish();
    }

    [Fact]
    public void Requests_FilterAndMulticastList_AreUnionsOverTheVirtualMiniports()
    {
        VlanBench bench = new();
        TestProtocol ten = bench.AddVlan(10, configure: p => p.Filter = PacketFilter.Directed);
        TestProtocol twenty = bench.AddVlan(20, configure: p => p.Filter = PacketFilter.Broadcast | PacketFilter.Multicast);
        SetMulticast(twenty, VlanBench.Group);
        SetMulticast(ten, VlanBench.Group);

        Assert.Equal((uint)(PacketFilter.Directed | PacketFilter.Broadcast | PacketFilter.Multicast), bench.Miniport.Sets[^1].Value);
        Assert.Equal(1, bench.Miniport.MulticastListLength);

        Assert.Equal(NtStatus.Success, bench.Mux.RemoveVlan($"{VlanBench.Lower}.20"));
        bench.Settle();
        Assert.Equal((uint)PacketFilter.Directed, bench.Miniport.Sets[^1].Value);
        bench.Finish();
    }

    [Fact]
    public void Request_PendingBelow_IsCompletedAboveWithTheSameStatus()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        OidRequest? pending = null;
        bench.Miniport.OnOid = request =>
        {
            pending = request;
            return NtStatus.Pending;
        };

        Assert.Equal(NtStatus.Pending, protocol.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)(PacketFilter.Directed | PacketFilter.AllMulticast))));
        bench.Miniport.Adapter.OidRequestComplete(pending!, NdisStatus.Resources);
        bench.Settle();

        Assert.Equal([(Oid.GenCurrentPacketFilter, NdisStatus.Resources)], protocol.OidCompletions);
        bench.Miniport.OnOid = null;
        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.Directed)));
        Assert.Equal((uint)PacketFilter.Directed, bench.Miniport.Sets[^1].Value);
        bench.Finish();
    }

    [Fact]
    public void Request_OfTheHardware_IsPassedDownAndItsResultCopied()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        OffloadParameters parameters = new() { CoalesceIPv4 = OffloadSetting.Off };
        object? seen = null;
        bench.Miniport.OnOid = request =>
        {
            seen = request.InformationObject;
            request.SupportedRevision = 9;
            return NtStatus.Success;
        };
        OidRequest set = OidRequest.Set(Oid.TcpOffloadParameters, parameters);

        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(set));

        Assert.Same(parameters, seen);
        Assert.Equal(9, set.SupportedRevision);
        bench.Miniport.OnOid = null;
        bench.Finish();
    }

    [Theory]
    [InlineData(Oid.GenVlanId, 10u)]
    [InlineData(Oid.GenMaximumTotalSize, 1514u)]
    [InlineData(Oid.GenVendorId, 0xFFFFFFu)]
    public void Query_OfItsOwn_IsAnswered(Oid oid, uint expected)
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        OidRequest query = OidRequest.Query(oid, sizeof(uint));

        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(query));

        Assert.Equal(expected, BitConverter.ToUInt32(query.InformationBuffer.Span));
        bench.Finish();
    }

    [Fact]
    public void Status_FromBelow_IsTranslatedForEveryVirtualMiniport()
    {
        VlanBench bench = new();
        TestProtocol[] protocols = [bench.AddVlan(10), bench.AddVlan(20)];
        OffloadCapabilities offloads = new() { Checksum = ChecksumOffloads.All };

        bench.Miniport.Adapter.IndicateLinkState(new LinkState { MediaConnectState = MediaConnectState.Disconnected });
        bench.Miniport.Adapter.IndicateStatus(new StatusIndication(bench.Miniport.Adapter, NdisStatusCode.TaskOffloadCurrentConfig, offloads));
        bench.Miniport.Adapter.IndicateStatus(new StatusIndication(bench.Miniport.Adapter, NdisStatusCode.L2MtuSizeChange, 9000));
        bench.Miniport.Adapter.IndicateStatus(new StatusIndication(bench.Miniport.Adapter, NdisStatusCode.ResetStart));

        foreach (TestProtocol protocol in protocols)
        {
            Assert.False(protocol.Binding.Attributes.LinkState.IsUp);
            Assert.Equal((offloads, 9000), (protocol.Binding.Attributes.Offloads, protocol.Binding.Attributes.MtuSize));
            Assert.Contains((NdisStatusCode.ResetStart, null), protocol.Statuses);
        }

        bench.Finish();
    }

    [Fact]
    public void Capabilities_WithoutTagInsertion_AreFourBytesLessAndNoOffloads()
    {
        VlanBench bench = new(insertsTags: false, configure: m => m.Offloads = new OffloadCapabilities { Checksum = ChecksumOffloads.All });
        bench.AddVlan(10);

        Assert.Equal((1496, OffloadCapabilities.None), (bench[10].Attributes.MtuSize, bench[10].Attributes.Offloads));
        bench.Finish();
    }

    [Fact]
    public void Capabilities_WithTagInsertion_AreThoseOfTheAdapter()
    {
        OffloadCapabilities offloads = new() { Checksum = ChecksumOffloads.All };
        VlanBench bench = new(configure: m => m.Offloads = offloads);
        bench.AddVlan(10);

        Assert.Equal((1500, offloads), (bench[10].Attributes.MtuSize, bench[10].Attributes.Offloads));
        Assert.False(bench[10].Attributes.MacOptions.HasFlag(MacOptions.Vlan8021Q));
        bench.Finish();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void LowerRemoval_UnderTraffic_HaltsTheVirtualOnesAndLosesNothing(bool surprise)
    {
        VlanBench bench = new(configure: m => m.CompletesInline = false);
        TestProtocol protocol = bench.AddVlan(10, configure: p => p.Holds = true);
        bench.AddVlan(20);
        protocol.Send(4);
        bench.Indicate(bench.Frame(10), bench.Frame(10));

        StackOperation removal = surprise ? bench.Runtime.SurpriseRemoveAdapter(bench.Miniport.Adapter) : bench.Runtime.RemoveAdapter(bench.Miniport.Adapter);
        bench.Miniport.CompletePending();
        bench.Settle();

        Assert.True(removal.IsCompleted);
        Assert.Empty(bench.Runtime.Adapters);
        Assert.Empty(bench.Runtime.Interfaces.StackEntries);
        Assert.Equal((4, 2), (protocol.Completions.Count, bench.Miniport.Returned));
        Assert.True(bench.Host.Kernel.CheckLeaks().IsClean, bench.Host.Kernel.CheckLeaks().ToString());
    }

    [Fact]
    public void LowerAdapter_ComesBack_GetsItsVlansAgain()
    {
        VlanBench bench = new();
        bench.AddVlan(10);
        bench.Runtime.RemoveAdapter(bench.Miniport.Adapter);
        bench.Settle();
        Assert.Empty(bench.Runtime.Adapters);

        TestMiniport again = TestMiniport.AddTo(bench.Runtime, [], VlanBench.Lower);
        bench.Settle();

        Assert.Equal(AdapterState.Running, bench[10].State);
        bench.Mux.Dispose();
        bench.Runtime.RemoveAdapter(again.Adapter);
        Assert.True(bench.Host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Power_UpperInD3_PassesNothingWhateverTheLowerState()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(OidRequest.Set(Oid.PnpSetPower, 4u)));

        protocol.Send(1);
        bench.Indicate(bench.Frame(10));

        Assert.Equal([NdisStatus.LowPowerState], protocol.Completions);
        Assert.Equal((0, 1), (protocol.Received, bench.Miniport.Returned));
        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(OidRequest.Set(Oid.PnpSetPower, 1u)));
        bench.Indicate(bench.Frame(10));
        Assert.Equal(1, protocol.Received);
        bench.Finish();
    }

    [Fact]
    public void Power_LowerInD3_PausesTheVirtualOnesAndD0StartsThem()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10, configure: p => p.Holds = true);
        bench.Indicate(bench.Frame(10));
        protocol.Send(1);
        bench.Runtime.SetPower(bench.Miniport.Adapter, DevicePowerState.D3);
        bench.Miniport.CompletePending();
        bench.Settle();

        Assert.Equal((AdapterState.Halted, AdapterState.Paused), (bench.Miniport.Adapter.State, bench[10].State));
        Assert.Equal((1, 1), (bench.Miniport.Returned, protocol.Completions.Count));
        bench.Runtime.SetPower(bench.Miniport.Adapter, DevicePowerState.D0);
        bench.Settle();

        Assert.Equal((AdapterState.Running, AdapterState.Running), (bench.Miniport.Adapter.State, bench[10].State));
        bench.Indicate(bench.Frame(10));
        Assert.Equal(2, protocol.Received);
        protocol.ReturnHeld();
        bench.Finish();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Power_BothEdgesInD3_TrafficPassesWhenBothAreBack(bool upperFirst)
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        MiniportAdapter[] order = upperFirst ? [bench[10], bench.Miniport.Adapter] : [bench.Miniport.Adapter, bench[10]];
        foreach (MiniportAdapter adapter in order)
        {
            bench.Runtime.SetPower(adapter, DevicePowerState.D3);
            bench.Settle();
        }

        foreach (MiniportAdapter adapter in order)
        {
            protocol.Send(1);
            Assert.NotEqual(NtStatus.Success, protocol.Completions[^1]);
            bench.Runtime.SetPower(adapter, DevicePowerState.D0);
            bench.Settle();
        }

        protocol.Send(1);
        bench.Miniport.CompletePending();
        Assert.Equal(NtStatus.Success, protocol.Completions[^1]);
        bench.Finish();
    }

    [Fact]
    public void LowerPause_FramesThatStillComeUp_GoBackAtOnce()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10, configure: p => p.Holds = true);
        protocol.Send(1);
        StackOperation pause = bench.Runtime.PauseStack(bench.Miniport.Adapter);
        Assert.False(pause.IsCompleted);

        bench.Indicate(bench.Frame(10));

        Assert.Equal((0, 1), (protocol.Received, bench.Miniport.Returned));
        bench.Miniport.CompletePending();
        bench.Settle();
        Assert.True(pause.IsCompleted);
        bench.Finish();
    }

    [Fact]
    public void VirtualMiniport_DisabledAlone_ComesBackWhenItIsEnabledAgain()
    {
        VlanBench bench = new();
        bench.AddVlan(10);
        bench.AddVlan(20);
        bench.Runtime.RemoveAdapter(bench[10]);
        bench.Settle();
        Assert.Equal(["Ethernet", "Ethernet.20"], bench.Runtime.Adapters.Select(adapter => adapter.Name));

        bench.Runtime.Notify(bench.Miniport.Adapter, new NetPnPEvent(NetPnPEventCode.ImReEnableDevice, "Ethernet.10"));
        bench.Runtime.Notify(bench.Miniport.Adapter, new NetPnPEvent(NetPnPEventCode.ImReEnableDevice, "somebody else's"));
        bench.Settle();

        Assert.Equal(AdapterState.Running, bench[10].State);
        bench.Finish();
    }

    [Fact]
    public void LastVlan_RemovedAndAddedAgainWhileItLeaves_ComesBack()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        protocol.Send(1);
        Assert.Equal(NtStatus.Pending, bench.Mux.RemoveVlan("Ethernet.10"));
        Assert.True(bench.Mux.AddVlan(VlanBench.Lower, new VlanOptions { VlanId = 10 }).IsSuccess);

        bench.Miniport.CompletePending();
        bench.Settle();

        Assert.Equal(AdapterState.Running, bench[10].State);
        bench.Finish();
    }

    [Fact]
    public void Operation_QueuedBehindTheRemovalOfItsAdapter_FindsNobody()
    {
        VlanBench bench = new();
        TestProtocol protocol = bench.AddVlan(10);
        protocol.Send(1);
        MiniportAdapter leaving = bench[10];
        bench.Runtime.RemoveAdapter(leaving);
        StackOperation power = bench.Runtime.SetPower(leaving, DevicePowerState.D3);
        bench.Miniport.CompletePending();
        bench.Settle();

        Assert.Equal((true, NdisStatus.AdapterRemoved), (power.IsCompleted, power.Status));
        bench.Finish();
    }

    [Fact]
    public void AddAndRemove_ManyTimesUnderTraffic_LeaveNothing()
    {
        VlanBench bench = new(configure: m => m.CompletesInline = false);
        TestProtocol steady = bench.AddVlan(1);
        for (int i = 0; i < 20; i++)
        {
            steady.Send(2);
            bench.Indicate(bench.Frame(1), bench.Frame(2));
            Assert.True(bench.Mux.AddVlan(VlanBench.Lower, new VlanOptions { VlanId = 2 }).IsSuccess);
            bench.Indicate(bench.Frame(2));
            Assert.True(bench.Mux.RemoveVlan($"{VlanBench.Lower}.2").IsSuccess);
            bench.Miniport.CompletePending();
            bench.Settle();
        }

        Assert.Equal(40, steady.Completions.Count);
        Assert.Equal(20, steady.Received);
        bench.Finish();
    }

    private static void SetMulticast(TestProtocol protocol, MacAddress group)
    {
        byte[] bytes = new byte[MacAddress.Size];
        group.CopyTo(bytes);
        Assert.True(protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, bytes.AsMemory())).IsSuccess);
    }

    private static TestFilterDriver HoldReceives(VlanBench bench, out HoldingFilter filter)
    {
        HoldingFilter? made = null;
        TestFilterDriver driver = TestFilterDriver.Register(bench.Runtime, [], "holder", (d, m) =>
        {
            HoldingFilter each = new(d, m);
            made = m.Name.Contains(".10", StringComparison.Ordinal) ? each : made;
            return each;
        });
        bench.Settle();
        filter = made!;
        return driver;
    }

    /// <summary>Keeps what VLAN 10 receives.</summary>
    private sealed class HoldingFilter(TestFilterDriver driver, FilterModule module) : PassThroughFilter(driver, module)
    {
        public NetBufferListQueue Held;

        public override void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            if (Module.Name.Contains(".10", StringComparison.Ordinal))
            {
                Held.Enqueue(ref chain);
            }
            else
            {
                base.ReceiveNetBufferLists(ref chain, port, flags);
            }
        }
    }
}
