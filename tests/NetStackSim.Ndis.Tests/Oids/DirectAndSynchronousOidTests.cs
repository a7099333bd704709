using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Oids;

public sealed class DirectAndSynchronousOidTests
{
    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;
    private readonly List<string> _log = [];
    private readonly TestProtocol _protocol;
    private readonly List<RequestFilter> _filters = [];

    public DirectAndSynchronousOidTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
        _protocol = TestProtocol.Register(_runtime, []);
    }

    /// <summary>Acceptance scenario 29: clones, serialisation, a direct request that overtakes, the order of synchronous hooks.</summary>
    [Fact]
    public void Scenario29_ThreeFilters_RegularDirectAndSynchronousRequests()
    {
        TestMiniport miniport = Stack(3);
        List<OidRequest> arrived = [];
        miniport.OnOid = request =>
        {
            arrived.Add(request);
            return NtStatus.Pending;
        };
        miniport.OnDirectOid = request =>
        {
            arrived.Add(request);
            return request.Answer(5u);
        };
        miniport.OnSynchronousOid = request =>
        {
            _log.Add("M");
            return request.Answer(6u);
        };
        OidRequest first = new(OidRequestType.QueryInformation, Oid.GenVendorId, new byte[4]) { RequestId = 77 };
        OidRequest second = OidRequest.Query(Oid.GenXmitOk, 8);
        OidRequest direct = OidRequest.Query(Oid.GenRcvOk, 4);
        OidRequest synchronous = OidRequest.Query(Oid.GenStatistics, 4);

        Assert.Equal(NtStatus.Pending, _protocol.Binding.OidRequest(first));
        Assert.Equal(NtStatus.Pending, _protocol.Binding.OidRequest(second));
        Assert.Equal(NtStatus.Success, _protocol.Binding.DirectOidRequest(direct));
        Assert.Equal(NtStatus.Success, _protocol.Binding.SynchronousOidRequest(synchronous));

        // The original, two clones on the way, and the clone at the miniport; the second one waits at the first filter.
        Assert.Equal(5, miniport.Adapter.PendingOidRequests.Count);
        Assert.Equal([Oid.GenVendorId, Oid.GenRcvOk], arrived.Select(request => request.Oid));
        Assert.Equal((77ul, OidPath.Regular), (arrived[0].RequestId, arrived[0].Path));
        Assert.Equal(4, direct.BytesWritten);
        Assert.Equal(["F1 issue -", "F2 issue -", "F3 issue -", "M", "F3 complete F3 Success", "F2 complete F2 Success", "F1 complete F1 Success"], Named(_log));

        arrived[0].BytesWritten = 3;
        miniport.Adapter.OidRequestComplete(arrived[0], NtStatus.Success);
        Assert.Equal((3, Oid.GenXmitOk), (first.BytesWritten, arrived[2].Oid));
        miniport.Adapter.OidRequestComplete(arrived[2], NtStatus.Success);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    /// <summary>Acceptance scenario 29: interception by the filter in the middle.</summary>
    [Theory]
    [InlineData(0x000000FFu, 0u)]
    [InlineData(0xC00000BBu, 0xC00000BBu)]
    public void Scenario29_SynchronousInterception_OnlyThoseAboveComplete(uint issued, uint seen)
    {
        TestMiniport miniport = Stack(3);
        miniport.OnSynchronousOid = _ => throw new InvalidOperationException("the miniport was asked");
        _filters[1].IssueResult = new NtStatus(issued);

        NtStatus status = _protocol.Binding.SynchronousOidRequest(OidRequest.Query(Oid.GenStatistics, 4));

        Assert.Equal(new NtStatus(seen), status);
        Assert.Equal(3, _log.Count);
        Assert.StartsWith("F1 complete", Named(_log)[2], StringComparison.Ordinal);
    }

    [Fact]
    [BreaksRule("NdisOidComplete")]
    public void Synchronous_LeftPending_IsReported()
    {
        TestMiniport miniport = Stack(1);
        miniport.OnSynchronousOid = _ => NtStatus.Pending;

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _protocol.Binding.SynchronousOidRequest(OidRequest.Query(Oid.GenVendorId, 4)));

        Assert.Equal(NdisVerifierRules.OidComplete.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void DirectAndSynchronous_MiniportWithoutHandlers_NotSupported()
    {
        PlainMiniport plain = new();
        _runtime.AddAdapter(_runtime.RegisterMiniport(plain, new MiniportOptions { Name = "plain" }), new AdapterOptions { Name = "Plain" });

        Assert.Equal(NdisStatus.NotSupported, _protocol.Binding.DirectOidRequest(OidRequest.Query(Oid.GenVendorId, 4)));
        Assert.Equal(NdisStatus.NotSupported, _protocol.Binding.SynchronousOidRequest(OidRequest.Query(Oid.GenVendorId, 4)));
    }

    [Fact]
    public void Direct_SeveralPend_CompleteInAnyOrderAtDispatch()
    {
        TestMiniport miniport = Stack(2);
        List<OidRequest> pending = [];
        miniport.OnDirectOid = request =>
        {
            Assert.Equal(Irql.Dispatch, _host.Kernel.CurrentProcessor.Irql);
            pending.Add(request);
            return NtStatus.Pending;
        };
        using (_host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            for (uint i = 0; i < 3; i++)
            {
                Assert.Equal(NtStatus.Pending, _protocol.Binding.DirectOidRequest(new(OidRequestType.QueryInformation, Oid.GenVendorId, new byte[4]) { RequestId = i }));
            }
        }

        miniport.Adapter.DirectOidRequestComplete(pending[1], NtStatus.Success);
        miniport.Adapter.DirectOidRequestComplete(pending[0], NtStatus.Success);
        miniport.Adapter.DirectOidRequestComplete(pending[2], NdisStatus.NotSupported);

        Assert.Equal([1ul, 0ul, 2ul], _protocol.DirectCompletions.Select(done => done.Request.RequestId));
        Assert.Equal(NdisStatus.NotSupported, _protocol.DirectCompletions[2].Status);
        Assert.Empty(_protocol.OidCompletions);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => miniport.Adapter.DirectOidRequestComplete(pending[0], NtStatus.Success));
        Assert.Equal(NdisVerifierRules.OidDoubleComplete.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void Cancel_WithFilters_ReachesTheMiniportThroughTheirHandlers()
    {
        TestMiniport miniport = Stack(2);
        OidRequest? kept = null;
        miniport.OnOid = request =>
        {
            kept = request;
            return NtStatus.Pending;
        };
        miniport.OnCancelOid = _ => miniport.Adapter.OidRequestComplete(kept!, NdisStatus.RequestAborted);
        OidRequest request = new(OidRequestType.QueryInformation, Oid.GenVendorId, new byte[4]) { RequestId = 9 };
        _protocol.Binding.OidRequest(request);

        _protocol.Binding.CancelOidRequest(9);

        Assert.Equal(["F1 cancel 9", "F2 cancel 9"], Named(_log));
        Assert.Equal([(Oid.GenVendorId, NdisStatus.RequestAborted)], _protocol.OidCompletions);
    }

    [Fact]
    public void Timeout_OfAPendingRequest_CancelsItAndOnlyIt()
    {
        TestMiniport miniport = Stack(1);
        OidRequest? kept = null;
        miniport.OnOid = request =>
        {
            kept = request;
            return NtStatus.Pending;
        };
        miniport.OnCancelOid = _ => miniport.Adapter.OidRequestComplete(kept!, NdisStatus.RequestAborted);
        _protocol.Binding.OidRequest(new(OidRequestType.QueryInformation, Oid.GenVendorId, new byte[4]) { RequestId = 1, Timeout = 2 });
        _protocol.Binding.OidRequest(new(OidRequestType.QueryInformation, Oid.GenXmitOk, new byte[8]) { RequestId = 2, Timeout = 1 });

        _host.Loop.RunUntil(1_500_000_000);
        Assert.Equal([(Oid.GenXmitOk, NdisStatus.RequestAborted)], _protocol.OidCompletions);
        _host.Loop.RunUntilIdle();

        Assert.Equal(2_000_000_000, _host.Loop.Now);
        Assert.Equal((Oid.GenVendorId, NdisStatus.RequestAborted), _protocol.OidCompletions[1]);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Method_InputAndOutputShareTheBuffer()
    {
        TestMiniport miniport = Stack(1);
        miniport.OnOid = request =>
        {
            Assert.Equal((OidRequestType.Method, 4, 2, 7u), (request.Type, request.InputLength, request.OutputLength, request.MethodId));
            request.BytesRead = 4;
            return request.Answer(request.InformationBuffer.Length == 4 ? [1, 2, 3] : default(ReadOnlySpan<byte>));
        };
        OidRequest request = new(OidRequestType.Method, Oid.ReceiveFilterAllocateQueue, new byte[4]) { InputLength = 4, OutputLength = 2, MethodId = 7 };

        Assert.Equal(NdisStatus.BufferTooShort, _protocol.Binding.OidRequest(request));

        Assert.Equal((4, 0, 3), (request.BytesRead, request.BytesWritten, request.BytesNeeded));
    }

    // The newest filter of a class is on top: F1 is the topmost.
    private TestMiniport Stack(int filters)
    {
        for (int i = filters; i > 0; i--)
        {
            TestFilterDriver driver = TestFilterDriver.Register(_runtime, _log, $"F{i}", (d, m) =>
            {
                RequestFilter filter = new(d, m);
                _filters.Insert(0, filter);
                return filter;
            });
        }

        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        _filters.Sort((a, b) => string.CompareOrdinal(a.Module.Driver.Name, b.Module.Driver.Name));
        _log.Clear();
        return miniport;
    }

    private static List<string> Named(List<string> log) => [.. log.Select(line => line.Replace("STATUS_SUCCESS", "Success", StringComparison.Ordinal))];

    /// <summary>A miniport of NDIS 6.0: regular requests only.</summary>
    private sealed class PlainMiniport : IMiniportDriver, IMiniport
    {
        public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
        {
            adapter.SetAttributes(new MiniportGeneralAttributes());
            miniport = this;
            return NtStatus.Success;
        }

        public void Halt(HaltAction action)
        {
        }

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public NtStatus OidRequest(OidRequest request) => NtStatus.Success;

        public void CancelOidRequest(ulong requestId)
        {
        }

        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
        }

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags)
        {
        }
    }
}
