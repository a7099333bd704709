using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests;

/// <summary>The card in its life: pulled out, reset, asleep, stopped, configured anew.</summary>
public sealed class LifeTests
{
    private const long Second = 1_000_000_000;

    private static readonly MacAddress _group = MacAddress.Parse("01-00-5e-00-00-fb");

    private static byte[] Data => TestFrames.Transport(new TestFrames.Spec { Payload = new byte[100] });

    /// <summary>The first sends are on the wire and wait for their DPC, the others for a descriptor.</summary>
    [Theory]
    [InlineData(1024)]
    [InlineData(8)]
    public void Scenario25_SurpriseRemoval_AllSendsFailAndNoRegisterIsTouched(int descriptors)
    {
        NicFixture host = new(new VirtualNicOptions { TransmitDescriptors = descriptors });
        List<string> log = [];
        host.Ndis.LifeCycleObserver = new Observer(log);
        Assert.Equal(NtStatus.Success, host.Request(OidRequest.Set(Oid.Ethernet8023MulticastList, Bytes(_group))));
        for (int i = 0; i < 32; i++)
        {
            host.Send(host.List(Data));
        }

        Assert.Empty(host.Completions);
        StackOperation removal = host.Ndis.SurpriseRemoveAdapter(host.Adapter);
        host.Loop.RunUntilIdle();

        Assert.Equal((true, NtStatus.Success), (removal.IsCompleted, removal.Status));
        Assert.Equal(32, host.Completions.Count);
        Assert.All(host.Completions, completed => Assert.Equal(NdisStatus.AdapterRemoved, completed.Status));
        Assert.False(host.Nic.IsPresent);
        Assert.Equal(
            ["binding PauseSent", "binding PauseCompleted", "adapter PauseCalled", "adapter PauseCompleted", "binding UnbindCalled", "binding UnbindCompleted", "adapter HaltCalled"],
            log);
        Assert.Empty(host.Ndis.Adapters);
        Assert.Equal(0, host.Frames.Outstanding);
        host.Deliver(Data);
        host.Loop.RunUntilIdle();
        Assert.Empty(host.Indicated);
    }

    [Fact]
    public void Scenario25_SurpriseRemoval_RegisterTouchedAfterwards_StopsNamingTheDriver()
    {
        NicFixture host = new();
        MiniportAdapter adapter = host.Adapter;
        host.Nic.Touch(NicRegister.TransmitTail);
        adapter.Miniport!.DevicePnPEvent(DevicePnPEvent.SurpriseRemoved);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => host.Nic.Touch(NicRegister.TransmitTail));

        Assert.Equal(BugCheckCode.DriverIrqlNotLessOrEqual, stop.Code);
        Assert.Equal([0xFFFF_A000_F000_0020ul, 0ul, 1ul], stop.Parameters.Take(3));
        Assert.Contains("netvnic", stop.Message, StringComparison.Ordinal);
    }

    /// <summary>An interrupt that was raised before the card went is not served.</summary>
    [Fact]
    public void SurpriseRemoval_InterruptOnItsWay_TouchesNothing()
    {
        NicFixture host = new();
        host.Deliver(Data, Data);

        host.Ndis.SurpriseRemoveAdapter(host.Adapter);
        host.Loop.RunUntilIdle();

        Assert.Empty(host.Indicated);
        Assert.Equal(0, host.Frames.Outstanding);
    }

    [Fact]
    public void SurpriseRemoval_CardPluggedInAgain_Works()
    {
        NicFixture host = new();
        MiniportRegistration driver = host.Adapter.Driver;
        host.Ndis.SurpriseRemoveAdapter(host.Adapter);

        host.Ndis.AddAdapter(driver, new AdapterOptions { Name = "Ethernet", Device = host.Nic });
        host.SetFilter(PacketFilter.Promiscuous);
        host.Deliver(Data);
        host.SendAndRun(host.List(Data));

        Assert.True(host.Nic.IsPresent);
        Assert.Equal(NtStatus.Success, Assert.Single(host.Completions).Status);
        Assert.Single(host.Indicated);
    }

    [Fact]
    public void Scenario26_OidStuck_ResetAfterTwoChecks_AddressesAreReplayed()
    {
        NicFixture host = new(new VirtualNicOptions { ChecksForHang = true, Faults = new NicFaultProfile { StuckOid = Oid.GenVendorDescription } });
        host.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, Bytes(_group)));
        Assert.Equal(NtStatus.Pending, host.Binding.OidRequest(OidRequest.Query(Oid.GenVendorDescription, 64)));
        PacketFilter before = host.Nic.PacketFilter;

        host.Loop.RunUntil(4 * Second - 1);
        Assert.Equal((0, 0), (host.Nic.Resets, host.Adapter.ResetCount));
        host.Loop.RunUntil(4 * Second);

        Assert.Equal((1, 1), (host.Nic.Resets, host.Adapter.ResetCount));
        Assert.Equal([NdisStatusCode.ResetStart, NdisStatusCode.ResetEnd], host.Statuses.Where(code => code is NdisStatusCode.ResetStart or NdisStatusCode.ResetEnd));
        Assert.Equal(PacketFilter.Directed | PacketFilter.Broadcast | PacketFilter.Multicast, before);
        Assert.Equal(before, host.Nic.PacketFilter);
        Assert.Equal((1, _group), (host.Nic.Filter.GroupCount, host.Nic.Filter.GroupAt(0)));
        Assert.Equal(NdisStatus.RequestAborted, host.LastRequestStatus);
        host.Send(host.List(Data));
        host.Deliver(Data);
        host.Loop.RunFor(Second);
        Assert.Equal(NtStatus.Success, Assert.Single(host.Completions).Status);
        Assert.Single(host.Indicated);
    }

    [Fact]
    public void Scenario26_SendsStuck_ResetGivesThemBack()
    {
        NicFixture host = new(new VirtualNicOptions { ChecksForHang = true, Faults = new NicFaultProfile { StuckSendEvery = 1 } });
        host.Send(host.List(Data), host.List(Data));

        host.Loop.RunFor(10 * Second);

        Assert.Equal(1, host.Nic.Resets);
        Assert.Equal(2, host.Completions.Count);
        Assert.All(host.Completions, completed => Assert.Equal(4 * Second, completed.TimeNs));
    }

    [Fact]
    public void CheckForHang_InterruptLost_ResetsTheCard()
    {
        NicFixture host = new(new VirtualNicOptions { ChecksForHang = true, Faults = new NicFaultProfile { LostInterruptEvery = 1 } });
        host.Deliver(Data);

        host.Loop.RunFor(10 * Second);

        Assert.Equal(1, host.Nic.Resets);
        Assert.Empty(host.Indicated);
    }

    [Fact]
    public void Power_DownAndUp_SendsFailWithLowPowerStateThenWork()
    {
        NicFixture host = new();

        Assert.True(host.Ndis.SetPower(host.Adapter, DevicePowerState.D3).Status.IsSuccess);
        host.SendAndRun(host.List(Data));
        host.Deliver(Data);

        Assert.Equal((DevicePowerState.D3, DevicePowerState.D3, AdapterState.Paused), (host.Adapter.PowerState, host.Nic.PowerState, host.Adapter.State));
        Assert.Equal([NdisStatus.LowPowerState], host.Completions.Select(completed => completed.Status));
        Assert.True(host.Ndis.SetPower(host.Adapter, DevicePowerState.D0).Status.IsSuccess);
        host.SendAndRun(host.List(Data));
        host.Deliver(Data);
        host.Loop.RunUntilIdle();
        Assert.Equal([NdisStatus.LowPowerState, NtStatus.Success], host.Completions.Select(completed => completed.Status));
        Assert.Single(host.Indicated);
        host.AssertClean();
    }

    [Fact]
    public void Reconfigure_NewKeyword_TakesEffectUnderTheSameProtocol()
    {
        NicFixture host = new();

        StackOperation change = host.Ndis.ReconfigureAdapter(
            host.Adapter, new AdapterOptions { Name = "Ethernet", Device = host.Nic, Keywords = [KeyValuePair.Create("*JumboPacket", "9014")] });

        Assert.Equal(NtStatus.Success, change.Status);
        Assert.Equal((9000, AdapterState.Running, BindingState.Running), (host.Adapter.Attributes.MtuSize, host.Adapter.State, host.Binding.State));
        Assert.Equal(PacketFilter.None, host.Nic.PacketFilter);
        host.SetFilter(PacketFilter.Promiscuous);
        host.Deliver(Data);
        host.SendAndRun(host.List(Data));
        Assert.Single(host.Indicated);
        host.AssertClean();
    }

    private static Memory<byte> Bytes(MacAddress address)
    {
        byte[] bytes = new byte[MacAddress.Size];
        address.CopyTo(bytes);
        return bytes;
    }

    private sealed class Observer(List<string> log) : INdisLifeCycleObserver
    {
        public void OnAdapter(MiniportAdapter adapter, AdapterState from, AdapterEvent what) => log.Add($"adapter {what}");

        public void OnFilterModule(FilterModule module, FilterModuleState from, FilterModuleEvent what) => log.Add($"filter {what}");

        public void OnBinding(ProtocolBinding binding, BindingState from, BindingEvent what) => log.Add($"binding {what}");
    }
}
