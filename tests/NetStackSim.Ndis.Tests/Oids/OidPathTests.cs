using System.Buffers.Binary;
using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Ndis.Tests.Verification;

namespace NetStackSim.Ndis.Tests.Oids;

public sealed class OidPathTests
{
    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;
    private readonly TestProtocol _protocol;

    public OidPathTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
        _protocol = TestProtocol.Register(_runtime, []);
    }

    /// <summary>Acceptance scenario 28, as far as this layer goes.</summary>
    [Fact]
    public void Contract_WrongLengths_AreAnsweredAsDocumented()
    {
        TestMiniport.AddTo(_runtime, []);
        OidRequest small = OidRequest.Query(Oid.GenStatistics, 10);

        Assert.Equal((NdisStatus.BufferTooShort, 152), (_protocol.Binding.OidRequest(small), small.BytesNeeded));
        Assert.Equal(NdisStatus.InvalidLength, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, new byte[13].AsMemory())));
        Assert.Equal(NdisStatus.MulticastFull, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, Addresses(33))));
        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, Addresses(32))));
        Assert.Equal(NdisStatus.NotSupported, _protocol.Binding.OidRequest(OidRequest.Query((Oid)0x12345678, 4)));
        Assert.Equal(NdisStatus.NotSupported, _protocol.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.Smt)));
        Assert.Equal(NdisStatus.InvalidLength, _protocol.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, new byte[2].AsMemory())));
    }

    [Fact]
    [BreaksRule("0x7C/0x1D")]
    public void Contract_MoreWrittenThanTheBufferHolds_IsABugCheck()
    {
        TestMiniport.AddTo(_runtime, [], configure: m => m.OnOid = request =>
        {
            request.BytesWritten = request.IsQuery ? 100 : 0;
            return NtStatus.Success;
        });

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)));

        Assert.Equal([0x1Dul], stop.Parameters.Take(1));
    }

    [Theory]
    [InlineData(Oid.GenMaximumFrameSize, 1500u)]
    [InlineData(Oid.GenLinkSpeed, 10_000_000u)]
    [InlineData(Oid.GenCurrentPacketFilter, 0xBu)]
    [InlineData(Oid.GenMediaConnectStatus, 0u)]
    [InlineData(Oid.Ethernet8023MaximumListSize, 32u)]
    public void Query_WhatNdisKnows_NeverReachesTheMiniport(Oid oid, uint expected)
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = _ => throw new InvalidOperationException("the miniport was asked");
        OidRequest request = OidRequest.Query(oid, 4);

        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(request));

        Assert.Equal((expected, 4), (BinaryPrimitives.ReadUInt32LittleEndian(request.InformationBuffer.Span), request.BytesWritten));
    }

    [Fact]
    public void Query_AddressesLinkStateAndOffloads_ComeFromAttributes()
    {
        TestMiniport.AddTo(_runtime, [], configure: m => m.Offloads = new OffloadCapabilities { CoalesceIPv4 = true });
        OidRequest address = OidRequest.Query(Oid.Ethernet8023CurrentAddress, 6);
        OidRequest link = OidRequest.Query(Oid.GenLinkState, 40);
        OidRequest offloads = OidRequest.Query(Oid.TcpOffloadCurrentConfig, OffloadCapabilities.Size);

        Assert.True(_protocol.Binding.OidRequest(address).IsSuccess && _protocol.Binding.OidRequest(link).IsSuccess && _protocol.Binding.OidRequest(offloads).IsSuccess);

        Assert.Equal([2, 0, 0, 0, 0, 1], address.InformationBuffer.ToArray());
        Assert.Equal(1u, BinaryPrimitives.ReadUInt32LittleEndian(link.InformationBuffer.Span[4..]));
        Assert.Equal(1_000_000_000ul, BinaryPrimitives.ReadUInt64LittleEndian(link.InformationBuffer.Span[16..]));
        Assert.True(offloads.TryGetAnswer<OffloadCapabilities>(out OffloadCapabilities? current) && current.CoalesceIPv4);
    }

    /// <summary>Acceptance scenario 29, regular requests.</summary>
    [Fact]
    public void PassThrough_ThreeFilters_CloneEachAndCopyBack()
    {
        for (int i = 0; i < 3; i++)
        {
            TestFilterDriver.Register(_runtime, [], $"f{i}", static (d, m) => new CloningFilter(d, m));
        }

        OidRequest? atMiniport = null;
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = request =>
        {
            atMiniport = request;
            return NtStatus.Pending;
        };
        OidRequest first = OidRequest.Query(Oid.GenVendorId, 4);
        first.RequestId = 42;
        OidRequest second = OidRequest.Query(Oid.GenXmitOk, 8);

        Assert.Equal(NtStatus.Pending, _protocol.Binding.OidRequest(first));
        Assert.Equal(NtStatus.Pending, _protocol.Binding.OidRequest(second));

        Assert.NotSame(first, atMiniport);
        Assert.Equal((42ul, Oid.GenVendorId), (atMiniport!.RequestId, atMiniport.Oid));
        OidRequest firstClone = atMiniport;
        firstClone.Answer(0x00AABBCCu);
        miniport.Adapter.OidRequestComplete(firstClone, NtStatus.Success);

        Assert.Equal((4, NtStatus.Success), (first.BytesWritten, _protocol.OidCompletions[0].Status));
        Assert.Equal(Oid.GenXmitOk, atMiniport.Oid);
        miniport.Adapter.OidRequestComplete(atMiniport, NdisStatus.NotSupported);
        Assert.Equal([(Oid.GenVendorId, NtStatus.Success), (Oid.GenXmitOk, NdisStatus.NotSupported)], _protocol.OidCompletions);
    }

    [Fact]
    public void Intercept_ByAFilter_NeverReachesTheMiniport()
    {
        TestFilterDriver.Register(_runtime, [], "answering", static (d, m) => new AnsweringFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = request => request.Oid == Oid.GenVendorId ? throw new InvalidOperationException() : NtStatus.Success;
        OidRequest request = OidRequest.Query(Oid.GenVendorId, 4);

        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(request));

        Assert.Equal(0x12u, request.InformationBuffer.Span[0]);
    }

    [Fact]
    public void Request_AtDispatch_ReachesTheMiniportAtPassive()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        Irql? seen = null;
        miniport.OnOid = request =>
        {
            seen = _host.Kernel.CurrentProcessor.Irql;
            return request.Answer(7u);
        };
        OidRequest request = OidRequest.Query(Oid.GenVendorId, 4);
        using (_host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            Assert.Equal(NtStatus.Pending, _protocol.Binding.OidRequest(request));
        }

        _host.Loop.RunUntilIdle();

        Assert.Equal(Irql.Passive, seen);
        Assert.Equal([(Oid.GenVendorId, NtStatus.Success)], _protocol.OidCompletions);
    }

    [Fact]
    [BreaksRule("NdisOidDoubleComplete")]
    public void Completion_OfARequestThatIsNotPending_IsReported()
    {
        OidRequest? kept = null;
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = request =>
        {
            kept = request;
            return NtStatus.Pending;
        };
        _protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));
        miniport.Adapter.OidRequestComplete(kept!, NtStatus.Success);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => miniport.Adapter.OidRequestComplete(kept!, NtStatus.Success));

        Assert.Equal(0x91002ul, stop.Parameters[0]);
    }

    [Fact]
    [BreaksRule("NdisTimedOidComplete")]
    public void Request_StuckForTwelveSeconds_IsReported()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = _ => NtStatus.Pending;
        _protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _host.Loop.RunUntilIdle());

        Assert.Equal((0x92003ul, 12_000_000_000L), (stop.Parameters[0], _host.Loop.Now));
    }

    [Fact]
    public void Request_AnsweredInTime_LeavesNoTimerBehind()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        OidRequest? kept = null;
        miniport.OnOid = request =>
        {
            kept = request;
            return NtStatus.Pending;
        };
        _protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));
        Assert.Contains(_host.Kernel.CheckLeaks().Leaks, leak => leak.Kind == "oid");

        miniport.Adapter.OidRequestComplete(kept!, NtStatus.Success);
        _host.Loop.RunUntilIdle();

        Assert.Equal(0, _host.Loop.Now);
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Stall_OperationAndRequestThatWait_AreNamed()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = _ => NtStatus.Pending;
        miniport.PauseResult = NtStatus.Pending;
        _host.Kernel.Verifier!.StopsOnViolation = false;
        _protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));
        _runtime.PauseStack(miniport.Adapter);
        StallReport report = new();

        ((IStallReporter)_runtime).ReportPending(report);

        Assert.Equal(
            ["ndis: host: pause (Ethernet): waits for pause of miniport 'Ethernet'", "oid: host: QueryInformation GenVendorId waits for testnic"], report.Lines);
    }

    [Fact]
    public void FilterThatWantsMore_BindingStillGetsOnlyItsFrames()
    {
        TestFilterDriver driver = TestFilterDriver.Register(_runtime, [], "sniffer", static (d, m) => new CloningFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        NetStackSim.Packets.MacAddress stranger = NetStackSim.Packets.MacAddress.Parse("02-00-00-00-00-99");
        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame(to: stranger));
        Assert.Equal(1, _protocol.Received);

        ((IdleFilter)driver.Made[0]).Module.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, 0x2Bu));
        miniport.Indicate(ReceiveFlags.PerfectFiltered, miniport.Frame(to: stranger), miniport.Frame());

        Assert.Equal(2, _protocol.Received);
        Assert.Equal(1, _host.Kernel.Drops[NdisDrop.NotWanted]);
    }

    [Fact]
    public void Cancel_QueuedRequest_CompletesAborted()
    {
        List<string> log = [];
        TestMiniport miniport = TestMiniport.AddTo(_runtime, log);
        miniport.OnOid = _ => NtStatus.Pending;
        _protocol.Binding.OidRequest(new OidRequest(OidRequestType.QueryInformation, Oid.GenVendorId, new byte[4]) { RequestId = 1 });
        _protocol.Binding.OidRequest(new OidRequest(OidRequestType.QueryInformation, Oid.GenXmitOk, new byte[8]) { RequestId = 2 });

        _protocol.Binding.CancelOidRequest(2);
        _protocol.Binding.CancelOidRequest(1);

        Assert.Equal([(Oid.GenXmitOk, NdisStatus.RequestAborted)], _protocol.OidCompletions);
        Assert.Contains("miniport cancel oid 1", log);
    }

    [Fact]
    public void Statistics_WrittenAndRead_AreTheSame()
    {
        NdisStatistics written = new() { Supported = SupportedStatistics.All, InDiscards = 1, InUcastPkts = 2, OutOctets = 3, OutBroadcastOctets = 4, InBroadcastOctets = 5 };
        byte[] bytes = new byte[NdisStatistics.Size];

        written.Write(bytes);

        Assert.True(NdisStatistics.TryRead(bytes, out NdisStatistics read));
        Assert.Equal(written, read);
        Assert.Equal(3ul, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8 + (6 * 8))));
        Assert.False(NdisStatistics.TryRead(bytes.AsSpan(0, 151), out _));
    }

    [Fact]
    public void Status_LinkDown_PassesFiltersAndUpdatesTheAttributes()
    {
        TestFilterDriver watcher = TestFilterDriver.Register(_runtime, [], "watcher", static (d, m) => new PassThroughFilter(d, m));
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);

        miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.MediaDisconnect));

        Assert.False(_protocol.Binding.Attributes.LinkState.IsUp);
        (NdisStatusCode code, object? payload) = _protocol.Statuses[^2];
        Assert.Equal((NdisStatusCode.LinkState, false), (code, ((LinkState)payload!).IsUp));
        Assert.Equal((NdisStatusCode.OperStatus, new OperState { OperationalStatus = OperStatus.Down, Flags = OperStatusFlags.DownNotMediaConnected }), _protocol.Statuses[^1]);
        Assert.Contains(NdisStatusCode.LinkState, ((PassThroughFilter)watcher.Made[0]).Statuses);
    }

    [Fact]
    [BreaksRule("0x7C/0x20")]
    public void Status_WithTheWrongPayload_IsABugCheck()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);

        BugCheckException stop = Assert.Throws<BugCheckException>(
            () => miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.LinkState, "up")));

        Assert.Equal([0x20ul], stop.Parameters.Take(1));
    }

    [Fact]
    [BreaksRule("NdisMIndicateStatusEx")]
    public void Status_AfterHalt_IsReported()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        _runtime.RemoveAdapter(miniport.Adapter);

        BugCheckException stop = Assert.Throws<BugCheckException>(() => miniport.Adapter.IndicateLinkState(new LinkState()));

        Assert.Equal(NdisVerifierRules.IndicateStatusAfterHalt.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void OffloadParameters_WithinTheHardware_ChangeTheConfiguration()
    {
        OffloadCapabilities hardware = new()
        {
            Checksum = ChecksumOffloads.TransmitTcpIPv4 | ChecksumOffloads.ReceiveTcpIPv4, LargeSendV2IPv4 = new SegmentationCapability(65535), CoalesceIPv4 = true,
        };

        Assert.True(new OffloadParameters { TcpIPv4Checksum = ChecksumSetting.ReceiveOn, LargeSendV2IPv4 = OffloadSetting.Off, CoalesceIPv4 = OffloadSetting.On }
            .TryApply(hardware with { CoalesceIPv4 = false }, hardware, out OffloadCapabilities changed));
        Assert.Equal(new OffloadCapabilities { Checksum = ChecksumOffloads.ReceiveTcpIPv4, CoalesceIPv4 = true }, changed);

        Assert.False(new OffloadParameters { UdpIPv4Checksum = ChecksumSetting.BothOn }.TryApply(hardware, hardware, out changed));
        Assert.Same(hardware, changed);
    }

    private static Memory<byte> Addresses(int count)
    {
        byte[] bytes = new byte[count * 6];
        for (int i = 0; i < count; i++)
        {
            (bytes[6 * i], bytes[(6 * i) + 5]) = (1, (byte)i);
        }

        return bytes;
    }

    private sealed class CloningFilter(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterOid
    {
        public NtStatus OidRequest(OidRequest request)
        {
            OidRequest clone = request.Clone();
            clone.SourceReserved0 = request;
            NtStatus status = Module.OidRequest(clone);
            if (status != NtStatus.Pending)
            {
                clone.CopyResultTo(request);
            }

            return status;
        }

        public void OidRequestComplete(OidRequest request, NtStatus status)
        {
            OidRequest original = (OidRequest)request.SourceReserved0!;
            request.CopyResultTo(original);
            Module.OidRequestComplete(original, status);
        }
    }

    private sealed class AnsweringFilter(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterOid
    {
        public NtStatus OidRequest(OidRequest request) =>
            request.Oid == Oid.GenVendorId ? request.Answer(0x12u) : Module.OidRequest(request.Clone());

        public void OidRequestComplete(OidRequest request, NtStatus status)
        {
        }
    }
}
