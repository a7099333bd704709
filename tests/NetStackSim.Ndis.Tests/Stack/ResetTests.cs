using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Stack;

/// <summary>Check-for-hang and reset.</summary>
public sealed class ResetTests : StackTest
{
    private const long Second = 1_000_000_000;

    private static MacAddress Group => MacAddress.Parse("01-00-5e-00-00-01");

    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(5, 4)]
    [InlineData(9, 8)]
    public void CheckForHang_Interval_IsAMultipleOfTwoSeconds(int asked, int seconds)
    {
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log, m => m.RegistrationAttributes = new MiniportRegistrationAttributes { CheckForHangTimeInSeconds = asked });

        Host.Loop.RunFor(20 * Second);

        Assert.Equal(Enumerable.Range(1, 20 / seconds).Select(i => i * seconds * Second), miniport.Checks);
        Assert.Equal(0, miniport.Adapter.ResetCount);
    }

    [Fact]
    public void CheckForHang_AfterHalt_IsNotCalled()
    {
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log);
        Runtime.RemoveAdapter(miniport.Adapter);

        Host.Loop.RunUntilIdle();

        Assert.Empty(miniport.Checks);
    }

    [Fact]
    public void CheckForHang_True_ResetsOnce_AndProtocolsSeeIt()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log);
        miniport.OnCheck = () => miniport.Checks.Count == 2;

        Host.Loop.RunFor(9 * Second);

        Assert.Equal(1, miniport.Adapter.ResetCount);
        Assert.Equal([NdisStatusCode.ResetStart, NdisStatusCode.ResetEnd], ResetStatuses(protocol));
        Assert.Equal(AdapterState.Running, miniport.Adapter.State);
        Assert.Single(miniport.Sets);
    }

    [Fact]
    public void Scenario26_OidPendingOverTwoChecks_IsResetAndAddressesAreReplayed()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        OidRequest? stuck = null;
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log);
        SetMulticast(protocol);
        List<Oid> replayed = [];
        miniport.OnOid = request =>
        {
            replayed.Add(request.Oid);
            stuck = request.Oid == Oid.GenVendorId ? request : stuck;
            return request.Oid == Oid.GenVendorId ? NtStatus.Pending : NtStatus.Success;
        };
        miniport.OnReset = () =>
        {
            miniport.Adapter.OidRequestComplete(stuck!, NdisStatus.RequestAborted);
            return (NtStatus.Success, true);
        };
        protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));

        Host.Loop.RunUntil((4 * Second) - 1);
        Assert.Equal(0, miniport.Adapter.ResetCount);
        Host.Loop.RunUntil(4 * Second);

        Assert.Equal(1, miniport.Adapter.ResetCount);
        Assert.Equal([Oid.GenVendorId, Oid.GenCurrentPacketFilter, Oid.Ethernet8023MulticastList], replayed);
        Assert.Equal([(Oid.GenVendorId, NdisStatus.RequestAborted)], protocol.OidCompletions);
        Assert.Equal([NdisStatusCode.ResetStart, NdisStatusCode.ResetEnd], ResetStatuses(protocol));
    }

    /// <summary>A request that answers within a check, and another in the next, are progress.</summary>
    [Fact]
    public void OidsPending_AnotherAtEachCheck_AreNotAHang()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        OidRequest? pending = null;
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log);
        miniport.OnOid = request =>
        {
            pending = request;
            return NtStatus.Pending;
        };
        for (int i = 0; i < 6; i++)
        {
            protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));
            Host.Loop.RunFor(2 * Second);
            miniport.Adapter.OidRequestComplete(pending!, NtStatus.Success);
        }

        Assert.Equal(0, miniport.Adapter.ResetCount);
    }

    [Fact]
    public void PowerRequestPending_IsGivenFourChecks()
    {
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log);
        OidRequest? stuck = null;
        miniport.OnOid = request =>
        {
            stuck = request;
            return NtStatus.Pending;
        };
        miniport.OnReset = () =>
        {
            miniport.Adapter.OidRequestComplete(stuck!, NtStatus.Success);
            return (NtStatus.Success, false);
        };
        TestProtocol protocol = TestProtocol.Register(Runtime, Log, configure: p => p.Filter = PacketFilter.None);
        protocol.Binding.OidRequest(OidRequest.Set(Oid.PnpSetPower, (uint)DevicePowerState.D0));

        Host.Loop.RunUntil((8 * Second) - 1);
        Assert.Equal(0, miniport.Adapter.ResetCount);
        Host.Loop.RunUntil(8 * Second);
        Assert.Equal(1, miniport.Adapter.ResetCount);
    }

    [Fact]
    public void SendsUnanswered_NoProgressOverTwoChecks_AreAHang()
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log, m => m.CompletesInline = false);
        miniport.OnReset = () =>
        {
            miniport.CompletePending();
            return (NtStatus.Success, false);
        };
        protocol.Send(3);
        Host.Loop.RunUntil(3 * Second);
        miniport.CompletePending(1);

        Host.Loop.RunUntil((6 * Second) - 1);
        Assert.Equal((0, 1), (miniport.Adapter.ResetCount, protocol.Completions.Count));
        Host.Loop.RunUntil(20 * Second);
        Assert.Equal((1, 3), (miniport.Adapter.ResetCount, protocol.Completions.Count));
    }

    /// <summary>Pause and reset overlap; whoever ends first.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Scenario26_ResetOverlapsPause_EitherMayEndFirst(bool resetFirst)
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, Log);
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log, m => m.PauseResult = NtStatus.Pending);
        miniport.OnReset = () => (NtStatus.Pending, false);
        StackOperation pause = Runtime.PauseStack(miniport.Adapter);
        Assert.Equal(NtStatus.Success, miniport.Adapter.RequestReset());
        Host.Loop.RunFor(1000);
        Assert.Equal([NdisStatusCode.ResetStart], ResetStatuses(protocol));

        if (resetFirst)
        {
            miniport.Adapter.ResetComplete(NtStatus.Success, addressingReset: true);
            Assert.Equal((AdapterState.Pausing, 1), (miniport.Adapter.State, miniport.Adapter.ResetCount));
            miniport.Adapter.PauseComplete();
        }
        else
        {
            miniport.Adapter.PauseComplete();
            Host.Loop.RunFor(1000);
            Assert.Equal((AdapterState.Paused, 0), (miniport.Adapter.State, miniport.Adapter.ResetCount));
            miniport.Adapter.ResetComplete(NtStatus.Success, addressingReset: true);
        }

        Host.Loop.RunFor(1000);
        Assert.Equal((AdapterState.Paused, 1, true), (miniport.Adapter.State, miniport.Adapter.ResetCount, pause.IsCompleted));
        Assert.Equal([NdisStatusCode.ResetStart, NdisStatusCode.ResetEnd], ResetStatuses(protocol));
        Assert.Equal(2, miniport.Sets.Count);
    }

    [Fact]
    public void Halt_WaitsForTheReset()
    {
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log);
        miniport.OnReset = () => (NtStatus.Pending, false);
        miniport.Adapter.RequestReset();
        Host.Loop.RunFor(1000);

        StackOperation removal = Runtime.RemoveAdapter(miniport.Adapter);
        Assert.Equal("reset of miniport 'Ethernet'", removal.WaitsFor);
        miniport.Adapter.ResetComplete(NtStatus.Success, false);
        Host.Loop.RunUntilIdle();

        Assert.Equal((true, AdapterState.Halted), (removal.IsCompleted, miniport.Adapter.State));
    }

    [Fact]
    public void ResetComplete_InsideTheHandler_ThenPending_IsOneReset()
    {
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log);
        miniport.OnReset = () =>
        {
            miniport.Adapter.ResetComplete(NtStatus.Success, false);
            return (NtStatus.Pending, false);
        };

        miniport.Adapter.RequestReset();
        Host.Loop.RunFor(1000);

        Assert.Equal(1, miniport.Adapter.ResetCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [BreaksRule("0x7C/0x0F")]
    public void ResetComplete_WithoutReset_IsABugCheck(int way)
    {
        ResettableMiniport miniport = ResettableMiniport.Add(Runtime, Log);
        miniport.OnReset = () =>
        {
            miniport.Adapter.ResetComplete(NtStatus.Success, false);
            return (NtStatus.Success, false);
        };

        BugCheckException stop = Assert.Throws<BugCheckException>(() =>
        {
            switch (way)
            {
                case 0:
                    miniport.Adapter.ResetComplete(NtStatus.Success, false);
                    break;
                case 1:
                    miniport.Adapter.RequestReset();
                    Host.Loop.RunFor(1000);
                    break;
                default:
                    MiniportAdapter other = TestMiniport.AddTo(Runtime, Log, "Other").Adapter;
                    Assert.Equal(NdisStatus.NotResettable, other.RequestReset());
                    other.ResetComplete(NtStatus.Success, false);
                    break;
            }
        });

        Assert.Equal((BugCheckCode.BugcodeNdisDriver, 0x0Ful), (stop.Code, stop.Parameters[0]));
    }

    private static IEnumerable<NdisStatusCode> ResetStatuses(TestProtocol protocol) =>
        protocol.Statuses.Select(status => status.Code).Where(code => code is NdisStatusCode.ResetStart or NdisStatusCode.ResetEnd);

    private static void SetMulticast(TestProtocol protocol)
    {
        byte[] bytes = new byte[MacAddress.Size];
        Group.CopyTo(bytes);
        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, bytes.AsMemory())));
    }
}
