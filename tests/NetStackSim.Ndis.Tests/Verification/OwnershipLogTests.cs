using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>What can be read of the verifier's records: the global ring, the trail of a list, who has what.</summary>
public sealed class OwnershipLogTests
{
    private const ReceiveFlags Perfect = ReceiveFlags.PerfectFiltered;

    private readonly List<string> _log = [];

    [Fact]
    public void Log_OneSend_TellsTheWholeStoryInOrder()
    {
        NdisRuntime runtime = new(new TestHost().Kernel);
        TestProtocol protocol = TestProtocol.Register(runtime, _log);
        TestFilterDriver.Register(runtime, _log, "filter", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport.AddTo(runtime, _log);
        long before = runtime.ListLog!.Written;

        protocol.Send(1);

        OwnershipEvent[] expected =
        [
            OwnershipEvent.Allocated, OwnershipEvent.Sent, OwnershipEvent.Sent, OwnershipEvent.Sent, OwnershipEvent.Completed, OwnershipEvent.Completed,
            OwnershipEvent.Completed, OwnershipEvent.Freed,
        ];
        IReadOnlyList<OwnershipRecord> records = runtime.ListLog.Read((int)(runtime.ListLog.Written - before));
        Assert.Equal(expected, records.Select(record => record.What));
        Assert.All(records, record => Assert.Equal("proto/send#1", record.List));
        Assert.Equal(["Ethernet/ndis-edge", "Ethernet-filter-0000", "Ethernet/miniport", "Ethernet-filter-0000", "Ethernet/ndis-edge", "Ethernet-proto"], records.Skip(1).Take(6).Select(record => record.Who));
    }

    [Fact]
    public void Log_OlderThanItsCapacity_IsForgotten()
    {
        NdisRuntime runtime = new(new TestHost().Kernel);
        TestProtocol protocol = TestProtocol.Register(runtime, _log);
        TestMiniport.AddTo(runtime, _log);
        runtime.ListLog!.Capacity = 4;

        protocol.Send(3);

        Assert.Equal(4, runtime.ListLog.Read().Count);
        Assert.Equal(OwnershipEvent.Freed, runtime.ListLog.Read(1)[0].What);
        runtime.ListLog.Capacity = 0;
        protocol.Send(1);
        Assert.Empty(runtime.ListLog.Read());
    }

    /// <summary>Acceptance scenario 40(a): the holder of each list that is out.</summary>
    [Fact]
    public void PendingLists_SevenHeldInThreePlaces_AreNamedWithTheirHolders()
    {
        NdisRuntime runtime = new(new TestHost().Kernel);
        TestProtocol protocol = TestProtocol.Register(runtime, _log, configure: p => p.Holds = true);
        TestFilterDriver driver = TestFilterDriver.Register(runtime, _log, "hoarder", static (d, m) => new HoardingFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log, configure: m => m.CompletesInline = false);
        HoardingFilter filter = (HoardingFilter)driver.Made[0];

        miniport.Indicate(Perfect, miniport.Frame(), miniport.Frame(), miniport.Frame());
        protocol.Send(2);
        filter.Hoards = true;
        protocol.Send(1);
        miniport.Indicate(Perfect, miniport.Frame());

        IReadOnlyList<PendingNetBufferList> pending = runtime.FindPendingLists();
        Assert.Equal(7, pending.Count);
        Assert.Equal(3, pending.Count(each => each is { Holder: "Ethernet-proto", Originator: "Ethernet/miniport", What: OwnershipEvent.Indicated }));
        Assert.Equal(2, pending.Count(each => each is { Holder: "Ethernet/miniport", Originator: "Ethernet-proto", What: OwnershipEvent.Sent }));
        Assert.Equal(1, pending.Count(each => each is { Holder: "Ethernet-hoarder-0000", Originator: "Ethernet-proto", What: OwnershipEvent.Sent }));
        Assert.Equal(1, pending.Count(each => each is { Holder: "Ethernet-hoarder-0000", Originator: "Ethernet/miniport", What: OwnershipEvent.Indicated }));
        Assert.All(pending, each => Assert.Equal(60, each.Bytes));

        filter.Release();
        protocol.ReturnHeld();
        miniport.CompletePending();
        Assert.Empty(runtime.FindPendingLists());
    }

    [Fact]
    public void Trail_OfAListThatIsHeld_EndsWithItsHolder()
    {
        NdisRuntime runtime = new(new TestHost().Kernel);
        TestProtocol protocol = TestProtocol.Register(runtime, _log, configure: p => p.Holds = true);
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log);
        NetBufferList list = miniport.Frame();

        miniport.Indicate(Perfect, list);

        Assert.Equal("Ethernet-proto", NdisRuntime.TrailOf(list)[^1].Who);
        protocol.ReturnHeld();
    }

    [Fact]
    public void Records_WithoutVerifier_AreEmpty()
    {
        NdisRuntime runtime = new(new TestHost(verifier: false).Kernel);
        TestProtocol protocol = TestProtocol.Register(runtime, _log);
        TestMiniport miniport = TestMiniport.AddTo(runtime, _log, configure: m => m.CompletesInline = false);

        protocol.Send(1);

        Assert.Null(runtime.ListLog);
        Assert.Empty(runtime.FindPendingLists());
        miniport.CompletePending();
    }
}
