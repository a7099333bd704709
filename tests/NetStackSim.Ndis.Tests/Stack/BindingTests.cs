using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Protocols are bound and unbound.</summary>
public sealed class BindingTests : StackTest
{
    [Fact]
    public void Protocol_BindsLater_StackIsPausedAroundIt()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        Log.Clear();

        TestProtocol protocol = TestProtocol.Register(Runtime, Log);

        Assert.Equal(["miniport pause", "proto bind", "miniport restart", "proto Restart", "proto BindsComplete"], Log);
        Log.Clear();
        protocol.Registration.Dispose();
        Assert.Equal(["proto Pause", "miniport pause", "proto unbind", "miniport restart"], Log);
        Assert.Equal(AdapterState.Running, miniport.Adapter.State);
    }

    [Fact]
    [BreaksRule("0x7C/0x16")]
    public void Open_OutsideTheBindHandler_IsABugCheck()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport.AddTo(Runtime, Log);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => protocol.Binding.Open(new OpenParameters()));

        Assert.Equal([0x16ul], stop.Parameters.Take(1));
    }

    [Fact]
    [BreaksRule("0x7C/0x27")]
    public void Unbind_WithReceivedListsHeld_IsABugCheck()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        protocol.Holds = true;
        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame());
        NetBufferListChain stolen = protocol.Held.TakeAll();

        BugCheckException stop = Assert.Throws<BugCheckException>(protocol.Registration.Dispose);

        Assert.Equal([(ulong)NdisBugCheckCode.LeakedNetBufferLists, 1ul], stop.Parameters.Take(2));
    }

    [Fact]
    public void Bind_Pends_OpensLaterAndCompletes()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        LateProtocol protocol = LateProtocol.Register(Runtime, Log);
        Assert.Equal((BindingState.Opening, AdapterState.Paused), (protocol.Binding.State, miniport.Adapter.State));
        Assert.Equal("bind of protocol 'Ethernet-late'", miniport.Adapter.LastOperation.WaitsFor);

        Assert.Equal(NtStatus.Success, protocol.Binding.Open(new OpenParameters { FrameTypes = [0x0800] }));
        protocol.Binding.BindComplete(NtStatus.Success);
        Host.Loop.RunUntilIdle();

        Assert.Equal((BindingState.Running, AdapterState.Running), (protocol.Binding.State, miniport.Adapter.State));
        Assert.Equal("late driver BindsComplete", Log[^1]);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => protocol.Binding.Open(new OpenParameters()));
        Assert.Equal(0x16ul, stop.Parameters[0]);
        stop = Assert.Throws<BugCheckException>(() => protocol.Binding.BindComplete(NtStatus.Success));
        Assert.Equal(0x1Ful, stop.Parameters[0]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Bind_PendsAndFails_IsNotBound(bool fails)
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        LateProtocol protocol = LateProtocol.Register(Runtime, Log, p => p.GivesObject = fails);
        protocol.Binding.BindComplete(fails ? NdisStatus.Resources : NtStatus.Success);
        Host.Loop.RunUntilIdle();

        Assert.Equal((BindingState.Unbound, AdapterState.Running), (protocol.Binding.State, miniport.Adapter.State));
        Assert.Empty(miniport.Adapter.Bindings);
        Assert.Contains("protocol 'late' did not bind", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);

        Log.Clear();
        protocol.BindResult = NtStatus.Success;
        protocol.GivesObject = true;
        protocol.Registration.ReEnumerateBindings();
        Assert.Equal(BindingState.Running, protocol.Binding.State);
        Assert.DoesNotContain("did not bind", miniport.Adapter.DescribeStack(), StringComparison.Ordinal);
    }

    [Fact]
    public void OpenAndClose_Pend_AreAnsweredByTheirHandlers()
    {
        Runtime.PendsOpens = true;
        TestMiniport.AddTo(Runtime, Log);
        LateProtocol protocol = LateProtocol.Register(Runtime, Log);
        Log.Clear();
        Assert.Equal(NtStatus.Pending, protocol.Binding.Open(new OpenParameters()));
        Assert.Equal(NdisStatus.InvalidState, protocol.Binding.Open(new OpenParameters()));
        Host.Loop.RunFor(1000);
        Assert.Equal(["late opened STATUS_SUCCESS"], Log);
        protocol.Binding.BindComplete(NtStatus.Success);
        Host.Loop.RunFor(1000);
        Log.Clear();

        protocol.OnUnbind = () => Assert.Equal(NtStatus.Pending, protocol.Binding.Close());
        protocol.Registration.Dispose();
        Host.Loop.RunFor(1000);
        Assert.Equal(["late Pause", "miniport pause", "late unbind", "late closed"], Log);
        protocol.Binding.UnbindComplete();
        Host.Loop.RunFor(1000);

        Assert.Equal(["miniport restart", "late uninstall"], Log.Skip(4));
        Assert.Equal(BindingState.Unbound, protocol.Binding.State);
    }

    /// <summary>NDIS waits for requests at the close; lists must be back before.</summary>
    [Fact]
    public void Unbind_RequestPending_CloseWaitsForIt()
    {
        OidRequest? pending = null;
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        LateProtocol protocol = LateProtocol.Register(Runtime, Log, p => (p.BindResult, p.UnbindResult) = (NtStatus.Success, NtStatus.Success));
        miniport.OnOid = request =>
        {
            pending = request;
            return NtStatus.Pending;
        };
        Assert.Equal(NtStatus.Pending, protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)));
        protocol.OnUnbind = () => Assert.Equal(NtStatus.Pending, protocol.Binding.Close());
        Log.Clear();

        protocol.Registration.Dispose();
        Assert.Equal("requests of 'Ethernet-late'", miniport.Adapter.LastOperation.WaitsFor);
        Assert.Equal(BindingState.Closing, protocol.Binding.State);
        miniport.Adapter.OidRequestComplete(pending!, NtStatus.Success);
        Host.Loop.RunUntilIdle();

        Assert.Equal([NtStatus.Success], protocol.OidResults);
        Assert.Equal(BindingState.Unbound, protocol.Binding.State);
        Assert.Contains("late closed", Log);
        Assert.Equal(NdisStatus.InvalidState, protocol.Binding.Close());
    }

    [Fact]
    public void Pause_NotSupported_ProtocolIsUnboundAndBoundAgain()
    {
        TestMiniport.AddTo(Runtime, Log);
        TestProtocol protocol = TestProtocol.Register(Runtime, Log, configure: p => p.OnEvent = e => e.Code == NetPnPEventCode.Pause ? NdisStatus.NotSupported : NtStatus.Success);
        ProtocolBinding before = protocol.Binding;
        Log.Clear();

        TestFilterDriver.Register(Runtime, Log, "new", static (d, m) => new PassThroughFilter(d, m));

        Assert.Equal(
            ["proto Pause", "proto unbind", "miniport pause", "new attach", "miniport pnp FilterListChanged", "proto bind", "miniport restart", "new restart", "proto Restart"], Log);
        Assert.NotSame(before, protocol.Binding);
        Assert.Equal(BindingState.Running, protocol.Binding.State);
    }

    [Fact]
    public void PauseOnDemand_NotSupported_ProtocolComesBackAtTheRestart()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        TestProtocol protocol = TestProtocol.Register(Runtime, Log, configure: p => p.OnEvent = e => e.Code == NetPnPEventCode.Pause ? NdisStatus.NotSupported : NtStatus.Success);

        Runtime.PauseStack(miniport.Adapter);
        Assert.Empty(miniport.Adapter.Bindings);
        Runtime.RestartStack(miniport.Adapter);

        Assert.Equal(BindingState.Running, protocol.Binding.State);
    }

    [Fact]
    public void Restart_PendsAndFails_BindingStaysPaused()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        LateProtocol protocol = LateProtocol.Register(
            Runtime, Log, p => (p.BindResult, p.OnEvent) = (NtStatus.Success, static e => e.Code == NetPnPEventCode.Restart ? NtStatus.Pending : NtStatus.Success));
        Assert.Equal(BindingState.Restarting, protocol.Binding.State);

        protocol.Binding.CompleteNetPnPEvent(protocol.LastEvent!, NdisStatus.Failure);
        Host.Loop.RunUntilIdle();

        Assert.Equal((BindingState.Paused, AdapterState.Running), (protocol.Binding.State, miniport.Adapter.State));
    }

    [Fact]
    public void RequestUnbind_ProtocolStaysAwayUntilItAsks()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log);
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        protocol.Binding.RequestUnbind();
        Host.Loop.RunUntilIdle();
        Assert.Equal(BindingState.Unbound, protocol.Binding.State);

        TestFilterDriver.Register(Runtime, Log, "new", static (d, m) => new PassThroughFilter(d, m));
        Assert.Empty(miniport.Adapter.Bindings);
        protocol.Registration.ReEnumerateBindings();

        Assert.Equal(BindingState.Running, protocol.Binding.State);
    }

    /// <summary>It was registered and taken back while its bind waited for its turn.</summary>
    [Fact]
    public void Protocol_GoneBeforeItsBindBegins_IsNotBound()
    {
        TestMiniport miniport = TestMiniport.AddTo(Runtime, Log, configure: m => m.PauseResult = NtStatus.Pending);
        Runtime.PauseStack(miniport.Adapter);
        LateProtocol protocol = LateProtocol.Register(Runtime, Log);
        protocol.Registration.Dispose();

        miniport.Adapter.PauseComplete();
        Host.Loop.RunUntilIdle();

        Assert.DoesNotContain("late bind", Log);
        Assert.Contains("late uninstall", Log);
    }
}
