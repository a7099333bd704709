using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Filters are inserted, removed, ordered, and fail.</summary>
public sealed class FilterChangeTests : StackTest
{
    [Fact]
    public void Filter_InsertedUnderARunningStack_KeepsProtocolsBound()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        TestFilterDriver late = TestFilterDriver.Register(Runtime, Log, "late", static (d, m) => new PassThroughFilter(d, m));

        Assert.Equal(["proto Pause", "miniport pause", "late attach", "miniport pnp FilterListChanged", "miniport restart", "late restart", "proto Restart"], Log);
        protocol.Send(1);
        Assert.Equal(1, ((PassThroughFilter)late.Made[0]).Sends);

        Log.Clear();
        late.Registration.Dispose();

        Assert.Equal(["proto Pause", "late pause", "miniport pause", "late detach", "miniport pnp FilterListChanged", "miniport restart", "proto Restart"], Log);
        Assert.Empty(miniport.Adapter.Filters);
        protocol.Send(1);
        Assert.Equal(2, protocol.Completions.Count);
    }

    [Fact]
    public void MandatoryFilter_Inserted_UnbindsAndRebindsProtocols()
    {
        TestProtocol.Register(Runtime, Log);
        TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        TestFilterDriver.Register(
            Runtime, Log, "must", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "must", IsMandatory = true });

        Assert.Equal(
            [
                "proto Pause", "miniport pause", "proto unbind", "must attach", "miniport pnp FilterListChanged", "proto bind",
                "miniport restart", "must restart", "proto Restart",
            ],
            Log);
    }

    /// <summary>Acceptance scenario 22: mandatory.</summary>
    [Fact]
    public void Scenario22_MandatoryFilter_FailsToAttach_NothingBinds()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        RegisterFailing(isMandatory: true);

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        Assert.Null(protocol.Binding);
        Assert.Empty(miniport.Adapter.Bindings);
        Assert.Contains("filter 'Ethernet-failing-0000' did not attach: STATUS_INSUFFICIENT_RESOURCES", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
    }

    /// <summary>Acceptance scenario 22: optional.</summary>
    [Fact]
    public void Scenario22_OptionalFilter_FailsToAttach_StackGoesOnWithoutIt()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        RegisterFailing(isMandatory: false);

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        Assert.Equal((AdapterState.Running, BindingState.Running), (miniport.Adapter.State, protocol.Binding.State));
        Assert.Empty(miniport.Adapter.Filters);
    }

    /// <summary>Acceptance scenario 22: the documented trap.</summary>
    [Fact]
    public void Scenario22_MandatoryMonitoringFilter_AboveAnOptionalOneThatFails_TakesTheStackDown()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        RegisterFailing(isMandatory: false);
        TestFilterDriver.Register(
            Runtime, Log, "monitor", static (d, m) => new PassThroughFilter(d, m),
            options: new FilterOptions { Name = "monitor", Type = FilterType.Monitoring, IsMandatory = true });

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        Assert.Null(protocol.Binding);
        Assert.Contains("'monitor-0001' has no place: 'failing' below it did not attach", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_FailsToRestart_IsDetached()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(Runtime, Log, "weak", static (d, m) => new PassThroughFilter(d, m) { RestartResult = NdisStatus.Failure });

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        Assert.Empty(miniport.Adapter.Filters);
        Assert.Equal(BindingState.Running, protocol.Binding!.State);
        protocol.Send(1);
        Assert.Single(protocol.Completions);
    }

    [Fact]
    public void MandatoryFilter_FailsToRestart_TakesTheStackDown()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(
            Runtime, Log, "weak", static (d, m) => new PassThroughFilter(d, m) { RestartResult = NdisStatus.Failure },
            options: new FilterOptions { Name = "weak", IsMandatory = true });

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        Assert.Equal((AdapterState.Paused, BindingState.Unbound), (miniport.Adapter.State, protocol.Binding.State));
        Assert.Contains("filter 'Ethernet-weak-0000' failed to restart", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
    }

    /// <summary>Acceptance scenario 23.</summary>
    [Fact]
    public void Scenario23_ClassOrdering_ManyFilters_StandAsDocumented()
    {
        foreach ((string name, FilterClass filterClass) in new[]
        {
            ("custom", FilterClass.Custom), ("sched", FilterClass.Scheduler), ("crypt", FilterClass.Encryption),
            ("comp-old", FilterClass.Compression), ("comp-new", FilterClass.Compression),
        })
        {
            TestFilterDriver.Register(Runtime, Log, name, static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = name, Class = filterClass });
        }

        TestFilterDriver.Register(
            Runtime, Log, "mon", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "mon", Type = FilterType.Monitoring });
        TestProtocol.Register(Runtime, Log);

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        const string golden = """
            protocol  Ethernet-proto Running
            filter    Ethernet-mon-0005 [monitoring] Running, datapath: send and receive
            filter    Ethernet-sched-0000 [Scheduler] Running, datapath: send and receive
            filter    Ethernet-mon-0004 [monitoring] Running, datapath: send and receive
            filter    Ethernet-crypt-0000 [Encryption] Running, datapath: send and receive
            filter    Ethernet-mon-0003 [monitoring] Running, datapath: send and receive
            filter    Ethernet-comp-new-0000 [Compression] Running, datapath: send and receive
            filter    Ethernet-mon-0002 [monitoring] Running, datapath: send and receive
            filter    Ethernet-comp-old-0000 [Compression] Running, datapath: send and receive
            filter    Ethernet-mon-0001 [monitoring] Running, datapath: send and receive
            filter    Ethernet-custom-0000 [Custom] Running, datapath: send and receive
            filter    Ethernet-mon-0000 [monitoring] Running, datapath: send and receive
            miniport  Ethernet Running

            """;
        Assert.Equal(golden, miniport.Adapter.DescribeStack());
    }

    /// <summary>Sends in the miniport and receives in the protocol are out while the filter comes, and again while it goes: every list comes home once.</summary>
    [Fact]
    public void Filter_InsertedAndRemovedUnderTraffic_LosesNoBuffer()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.CompletesInline = false);
        protocol.Holds = true;
        TestFilterDriver? filter = null;
        int paused = 0;
        for (int round = 0; round < 6; round++)
        {
            protocol.Send(5);
            miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame(), miniport.Frame(), miniport.Frame());
            if (round % 2 == 0)
            {
                filter = TestFilterDriver.Register(Runtime, Log, "traffic", static (d, m) => new PassThroughFilter(d, m));
            }
            else
            {
                filter!.Registration.Dispose();
            }

            Assert.False(miniport.Adapter.LastOperation.IsCompleted);
            protocol.Send(2);
            paused += 2;
            miniport.CompletePending();
            Host.Loop.RunFor(1000);
            Assert.True(miniport.Adapter.LastOperation.IsCompleted);
            Assert.Equal(round % 2 == 0 ? 1 : 0, miniport.Adapter.Filters.Count);
        }

        Assert.Equal((30, 18), (miniport.Sent, miniport.Returned));
        Assert.Equal((30, paused), (protocol.Completions.Count(status => status.IsSuccess), protocol.Completions.Count(status => status == NdisStatus.Paused)));
        Assert.True(Runtime.RemoveAdapter(miniport.Adapter).IsCompleted);
        Assert.True(Host.Kernel.CheckLeaks().IsClean);
    }

    /// <summary>Modules keep their places to one another and their names: a request on its way down finds who was below.</summary>
    [Fact]
    public void MonitoringInstances_FilterInsertedBetween_KeepPlaceAndName()
    {
        TestFilterDriver.Register(
            Runtime, Log, "mon", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "mon", Type = FilterType.Monitoring });
        TestFilterDriver.Register(
            Runtime, Log, "top", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "top", Class = FilterClass.Scheduler });
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Assert.Equal(["Ethernet-mon-0000", "Ethernet-top-0000", "Ethernet-mon-0001"], miniport.Adapter.Filters.Select(module => module.Name));
        FilterModule highest = miniport.Adapter.Filters[2];

        TestFilterDriver middle = TestFilterDriver.Register(Runtime, Log, "mid", static (d, m) => new PassThroughFilter(d, m));

        Assert.Equal(
            ["Ethernet-mon-0000", "Ethernet-mid-0000", "Ethernet-mon-0002", "Ethernet-top-0000", "Ethernet-mon-0001"],
            miniport.Adapter.Filters.Select(module => module.Name));
        Assert.Same(highest, miniport.Adapter.Filters[4]);
        middle.Registration.Dispose();
        Assert.Equal(["Ethernet-mon-0000", "Ethernet-top-0000", "Ethernet-mon-0001"], miniport.Adapter.Filters.Select(module => module.Name));
    }

    [Fact]
    public void ExplicitOrder_WithinAClass_BeatsAge()
    {
        TestFilterDriver.Register(Runtime, Log, "old", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "old", Order = 5 });
        TestFilterDriver.Register(Runtime, Log, "new", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "new", Order = 1 });

        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        Assert.Equal(["new", "old"], miniport.Adapter.Filters.Select(module => module.Driver.Name));
    }

    [Fact]
    public void RestartAttributes_EditedByAFilter_ReachTheProtocol()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(
            Runtime, Log, "tunnel", static (d, m) => new RequestFilter(d, m)
            {
                OnRestart = attributes =>
                {
                    attributes.MtuSize -= 50;
                    attributes.Offloads = OffloadCapabilities.None;
                },
            });

        TestMiniport.AddTo(Runtime, Log, configure: m => m.Offloads = new OffloadCapabilities { Checksum = ChecksumOffloads.All });

        Assert.Equal(1450, protocol.Binding.Attributes.MtuSize);
        Assert.Equal(OffloadCapabilities.None, protocol.Binding.Attributes.Offloads);
        Assert.Equal(ChecksumOffloads.All, protocol.Binding.Attributes.HardwareOffloads.Checksum);
    }

    /// <summary>It would not be attached, and its author would look for the lists in vain.</summary>
    [Fact]
    [BreaksRule("FilterHandlers")]
    public void FilterAttach_ReceiveWithoutStatus_IsReported()
    {
        TestFilterDriver.Register(Runtime, Log, "deaf", static (d, m) => new ReceiveWithoutStatus(d, m));

        BugCheckException stop = Assert.Throws<BugCheckException>(() => TestMiniport.AddTo(Runtime, Log));

        Assert.Contains("needs IFilterStatus", stop.Message, StringComparison.Ordinal);
    }

    private void RegisterFailing(bool isMandatory) =>
        TestFilterDriver.Register(
            Runtime, Log, "failing", static (d, m) => new PassThroughFilter(d, m), driver => driver.AttachResult = NdisStatus.Resources,
            new FilterOptions { Name = "failing", IsMandatory = isMandatory });

    private sealed class ReceiveWithoutStatus(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterReceive
    {
        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => Module.IndicateReceive(ref chain, port, flags);

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => Module.ReturnReceived(ref chain, flags);
    }
}
