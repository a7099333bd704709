using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Plug and play events through filters and protocols.</summary>
public sealed class EventTests : StackTest
{
    public static TheoryData<NetPnPEventCode> Codes =>
        [.. Enum.GetValues<NetPnPEventCode>().Except([NetPnPEventCode.Pause, NetPnPEventCode.Restart, NetPnPEventCode.FilterPreDetach])];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Event_OfAnyCode_GoesThroughTheFiltersToEveryBinding(NetPnPEventCode code)
    {
        TestProtocol.Register(Runtime, Log, "one");
        TestProtocol.Register(Runtime, Log, "two");
        TestFilterDriver.Register(Runtime, Log, "low", static (d, m) => new EventFilter(d, m));
        TestFilterDriver.Register(Runtime, Log, "deaf", static (d, m) => new PassThroughFilter(d, m));
        TestFilterDriver.Register(Runtime, Log, "high", static (d, m) => new EventFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        StackOperation operation = Runtime.Notify(miniport.Adapter, new NetPnPEvent(code));

        Assert.Equal([$"low {code}", $"high {code}", $"one {code}", $"two {code}"], Log);
        Assert.Equal(NtStatus.Success, operation.Status);
    }

    [Theory]
    [InlineData(NetPnPEventCode.Pause)]
    [InlineData(NetPnPEventCode.Restart)]
    public void Event_ThatIsNdisOwn_IsABugCheck(NetPnPEventCode code)
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => Runtime.Notify(miniport.Adapter, new NetPnPEvent(code)));

        Assert.Equal(0x22ul, stop.Parameters[0]);
    }

    [Fact]
    public void Event_RefusedByAFilter_DoesNotReachProtocols()
    {
        TestProtocol.Register(Runtime, Log);
        TestFilterDriver.Register(Runtime, Log, "no", static (d, m) => new EventFilter(d, m) { OnEvent = static _ => NdisStatus.Failure });
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        StackOperation query = Runtime.QueryPower(miniport.Adapter, DevicePowerState.D3);

        Assert.Equal(["no QueryPower"], Log);
        Assert.Equal(NdisStatus.Failure, query.Status);
    }

    /// <summary>All are asked at once; the last answer ends the event, the first refusal is its result.</summary>
    [Fact]
    public void Event_PendingInSeveralProtocols_EndsWithTheLastAnswer()
    {
        NetPnPEvent? seen = null;
        TestProtocol one = TestProtocol.Register(Runtime, Log, "one");
        TestProtocol two = TestProtocol.Register(Runtime, Log, "two");
        TestFilterDriver.Register(Runtime, Log, "pass", static (d, m) => new EventFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        one.OnEvent = two.OnEvent = e =>
        {
            seen = e;
            return NtStatus.Pending;
        };
        StackOperation query = Runtime.QueryRemoveAdapter(miniport.Adapter);
        one.OnEvent = two.OnEvent = null;

        two.Binding.CompleteNetPnPEvent(seen!, NdisStatus.Failure);
        Host.Loop.RunFor(1000);
        Assert.False(query.IsCompleted);
        one.Binding.CompleteNetPnPEvent(seen!, NtStatus.Success);
        Host.Loop.RunUntilIdle();

        Assert.Equal((true, NdisStatus.Failure), (query.IsCompleted, query.Status));
        BugCheckException stop = Assert.Throws<BugCheckException>(() => one.Binding.CompleteNetPnPEvent(seen!, NtStatus.Success));
        Assert.Equal(0x1Ful, stop.Parameters[0]);
    }

    [Fact]
    public void Event_CompletedInsideTheHandlerAndPending_Ends()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        protocol.OnEvent = e =>
        {
            protocol.Binding.CompleteNetPnPEvent(e, NtStatus.Success);
            return NtStatus.Pending;
        };

        Assert.Equal(NtStatus.Success, Runtime.Notify(miniport.Adapter, new NetPnPEvent(NetPnPEventCode.Reconfigure)).Status);
        protocol.OnEvent = e =>
        {
            protocol.Binding.CompleteNetPnPEvent(e, NtStatus.Success);
            return NtStatus.Success;
        };
        BugCheckException stop = Assert.Throws<BugCheckException>(() => Runtime.Notify(miniport.Adapter, new NetPnPEvent(NetPnPEventCode.Reconfigure)));
        Assert.Equal(0x1Ful, stop.Parameters[0]);
    }

    /// <summary>A filter may think about an event and pass it on later.</summary>
    [Fact]
    public void Event_PassedOnLaterByAFilter_Ends()
    {
        NetPnPEvent? kept = null;
        TestProtocol.Register(Runtime, Log);
        TestFilterDriver driver = TestFilterDriver.Register(Runtime, Log, "slow", (d, m) => new EventFilter(d, m)
        {
            OnEvent = e =>
            {
                kept = e;
                return NtStatus.Pending;
            },
        });
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();
        StackOperation operation = Runtime.Notify(miniport.Adapter, new NetPnPEvent(NetPnPEventCode.PnPCapabilities));
        Assert.Equal(["slow PnPCapabilities"], Log);

        ((EventFilter)driver.Made[0]).Module.NetPnPEvent(kept!);
        Host.Loop.RunUntilIdle();

        Assert.Equal(["slow PnPCapabilities", "proto PnPCapabilities"], Log);
        Assert.Equal((true, NtStatus.Success), (operation.IsCompleted, operation.Status));
    }

    [Fact]
    [BreaksRule("0x7C/0x25/0x12")]
    public void Event_NeverPassedOnByAFilter_StopsNamingTheFilter()
    {
        TestFilterDriver.Register(Runtime, Log, "black-hole", static (d, m) => new EventFilter(d, m) { OnEvent = static _ => NtStatus.Pending });
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Runtime.Notify(miniport.Adapter, new NetPnPEvent(NetPnPEventCode.Reconfigure));

        BugCheckException stop = Assert.Throws<BugCheckException>(() => Host.Loop.RunUntilIdle());

        Assert.Equal([0x25ul, 0x12ul], stop.Parameters.Take(2));
        Assert.Contains("black-hole", stop.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DeviceEvents_GoDownThroughTheFilters()
    {
        TestFilterDriver.Register(Runtime, Log, "low", static (d, m) => new EventFilter(d, m));
        TestFilterDriver.Register(Runtime, Log, "high", static (d, m) => new EventFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        Runtime.QueryRemoveAdapter(miniport.Adapter);

        Assert.Equal(["high pnp QueryRemoved", "low pnp QueryRemoved", "miniport pnp QueryRemoved", "low QueryRemoveDevice", "high QueryRemoveDevice"], Log);
    }

    [Fact]
    public void FilterPreDetach_OnlyToTheFilterThatGoes_BeforeThePause()
    {
        TestFilterDriver going = TestFilterDriver.Register(Runtime, Log, "going", static (d, m) => new EventFilter(d, m));
        TestFilterDriver.Register(Runtime, Log, "staying", static (d, m) => new EventFilter(d, m));
        TestProtocol.Register(Runtime, Log);
        TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        going.Registration.Dispose();

        Assert.Equal(["going FilterPreDetach", "proto Pause", "staying pause", "going pause", "miniport pause", "going detach"], Log.Take(6));
    }

    [Fact]
    public void InhibitBindsAbove_UnbindsUntilAllowed()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);

        Assert.Equal(NtStatus.Success, miniport.Adapter.NetPnPEvent(NetPnPEventCode.InhibitBindsAbove));
        Assert.Equal((BindingState.Unbound, AdapterState.Running), (protocol.Binding.State, miniport.Adapter.State));
        TestProtocol late = TestProtocol.Register(Runtime, Log, "late");
        Assert.Null(late.Binding);

        Assert.Equal(NtStatus.Success, miniport.Adapter.NetPnPEvent(NetPnPEventCode.AllowBindsAbove));
        Assert.Equal((BindingState.Running, BindingState.Running), (protocol.Binding.State, late.Binding!.State));
    }
}
