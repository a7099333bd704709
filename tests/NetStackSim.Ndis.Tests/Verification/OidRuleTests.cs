using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>The rules about requests that no other test class breaks.</summary>
public sealed class OidRuleTests
{
    [Fact]
    [BreaksRule("DoubleComplete")]
    public void Oid_ReturnedSuccessAndCompletedLater_IsReported()
    {
        RuleBench bench = new();
        OidRequest? kept = null;
        bench.Miniport.OnOid = request =>
        {
            kept = request;
            return NtStatus.Success;
        };
        bench.Protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));

        bench.Breaks(NdisVerifierRules.DoubleComplete, () => bench.Adapter.OidRequestComplete(kept!, NtStatus.Success));
    }

    [Fact]
    [BreaksRule("0x7C/0x26")]
    public void Oid_CompletedInsideAndReturnedAsWellWithoutVerifier_IsABugCheck()
    {
        RuleBench bench = new(verifier: false);
        bench.Miniport.OnOid = request =>
        {
            bench.Adapter.OidRequestComplete(request, NtStatus.Success);
            return NtStatus.Success;
        };

        RuleBench.Stops(NdisBugCheckCode.OidNotPending, () => bench.Protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)));
    }

    [Fact]
    [BreaksRule("DoubleCompleteWorkItem")]
    public void Oid_CompletedAgainInAWorkItem_IsReported()
    {
        RuleBench bench = new();
        IoWorkItem workItem = bench.Adapter.Resources.AllocateWorkItem()!;
        bench.Miniport.OnOid = request =>
        {
            workItem.Queue(() => bench.Adapter.OidRequestComplete(request, NtStatus.Success));
            return NtStatus.Pending;
        };
        OidRequest asked = OidRequest.Query(Oid.GenVendorId, 4);
        bench.Protocol.Binding.OidRequest(asked);
        bench.Adapter.OidRequestComplete(asked, NtStatus.Success);

        bench.Breaks(NdisVerifierRules.DoubleCompleteWorkItem, bench.RunUntilIdle);
    }

    [Fact]
    [BreaksRule("NdisOidDoubleRequest")]
    public void Oid_SubmittedAgainWhilePending_IsReported()
    {
        RuleBench bench = new();
        bench.Miniport.OnOid = _ => NtStatus.Pending;
        OidRequest request = OidRequest.Query(Oid.GenVendorId, 4);
        bench.Protocol.Binding.OidRequest(request);

        bench.Breaks(NdisVerifierRules.OidDoubleRequest, () => bench.Protocol.Binding.OidRequest(request));
    }

    [Fact]
    [BreaksRule("NdisMNetPnPEventInOIDRequest")]
    public void NetPnPEvent_InsideAnOidHandler_IsReported()
    {
        RuleBench bench = new();
        bench.Miniport.OnOid = _ => bench.Adapter.NetPnPEvent(NetPnPEventCode.RequirePause);

        bench.Breaks(NdisVerifierRules.NetPnPEventInOidRequest, () => bench.Protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)));
    }

    [Fact]
    [BreaksRule("0x7C/0x22")]
    public void NetPnPEvent_ThatIsNdisToSend_IsABugCheck()
    {
        RuleBench bench = new();
        RuleBench.Stops(NdisBugCheckCode.IllegalNetPnPEvent, () => bench.Adapter.NetPnPEvent(NetPnPEventCode.Pause));
    }

    [Fact]
    [BreaksRule("NullCheck")]
    public void NullHandle_PassedToNdis_IsReportedForEveryRoutine()
    {
        (string Routine, Action<RuleBench> Call)[] calls =
        [
            ("NdisOidRequest", static b => b.Protocol.Binding.OidRequest(null!)),
            ("NdisMOidRequestComplete", static b => b.Adapter.OidRequestComplete(null!, NtStatus.Success)),
            ("NdisFOidRequest", static b => b.Module.OidRequest(null!)),
            ("NdisFOidRequestComplete", static b => b.Module.OidRequestComplete(null!, NtStatus.Success)),
            ("NdisMRegisterMiniportDriver", static b => b.Runtime.RegisterMiniport(null!, new MiniportOptions { Name = "x" })),
            ("NdisFRegisterFilterDriver", static b => b.Runtime.RegisterFilter(null!, new FilterOptions { Name = "x" })),
            ("NdisRegisterProtocolDriver", static b => b.Runtime.RegisterProtocol(null!, new ProtocolOptions { Name = "x" })),
            ("NdisMRegisterInterruptEx", static b => b.Adapter.RegisterInterrupt(null!, out _)),
            ("NdisAllocateTimerObject", static b => b.Adapter.Resources.AllocateTimer(null!)),
            ("NdisAllocateMdl", static b => b.Adapter.Resources.AllocateMdl(null!)),
        ];
        foreach ((string routine, Action<RuleBench> call) in calls)
        {
            RuleBench bench = new(static (d, m) => new RequestFilter(d, m));
            Assert.Equal(routine, bench.Breaks(NdisVerifierRules.NullCheck, () => call(bench)).Culprit);
            RuleBench off = new(static (d, m) => new RequestFilter(d, m), verifier: false);
            Assert.Throws<ArgumentNullException>(() => call(off));
        }
    }
}
