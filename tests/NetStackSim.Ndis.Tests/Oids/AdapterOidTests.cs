using System.Buffers.Binary;
using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Oids;

/// <summary>What NDIS answers by itself, joins for several bindings, or derives from the statistics of the miniport.</summary>
public sealed class AdapterOidTests
{
    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;
    private readonly TestProtocol _protocol;

    public AdapterOidTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
        _protocol = TestProtocol.Register(_runtime, []);
    }

    /// <summary>Acceptance scenario 28.</summary>
    [Fact]
    public void Scenario28_OidContract()
    {
        TestMiniport.AddTo(_runtime, []);
        OidRequest small = OidRequest.Query(Oid.GenStatistics, 10);

        Assert.Equal((NdisStatus.BufferTooShort, 152, 0), (_protocol.Binding.OidRequest(small), small.BytesNeeded, small.BytesWritten));
        OidRequest odd = OidRequest.Set(Oid.Ethernet8023MulticastList, new byte[13].AsMemory());
        Assert.Equal((NdisStatus.InvalidLength, 18), (_protocol.Binding.OidRequest(odd), odd.BytesNeeded));
        Assert.Equal(NdisStatus.MulticastFull, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, Groups(33))));
        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, Groups(32))));
        Assert.Equal(NdisStatus.NotSupported, _protocol.Binding.OidRequest(OidRequest.Query((Oid)0xFF010203, 4)));
        Assert.Equal(NdisStatus.InvalidOid, _protocol.Binding.OidRequest(OidRequest.Set(Oid.GenLinkState, new byte[40].AsMemory())));
        Assert.Equal(NdisStatus.InvalidData, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, new byte[6].AsMemory())));
    }

    [Fact]
    public void Scenario28_MoreWrittenThanTheBufferHolds_IsBugCheck7C1D()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = request =>
        {
            request.BytesWritten = 5;
            return NtStatus.Success;
        };

        BugCheckException stop = Assert.Throws<BugCheckException>(() => _protocol.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4)));

        Assert.Equal((BugCheckCode.BugcodeNdisDriver, 0x1Dul), (stop.Code, stop.Parameters[0]));
    }

    [Fact]
    public void EveryOidOfNdis_IsAnsweredWithoutTheMiniport()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = request => request.Oid == Oid.GenStatistics ? request.Answer(new NdisStatistics()) : NdisStatus.Failure;

        foreach (OidInfo info in OidCatalog.All.Where(info => info.AnsweredBy == OidAnswerer.Ndis && info.Allows(OidRequestType.QueryInformation) && info.Size > 0))
        {
            OidRequest request = new(OidRequestType.QueryInformation, info.Oid, new byte[info.Size]);
            NtStatus status = _protocol.Binding.OidRequest(request);

            bool isAnswered = status == NtStatus.Success ? request.BytesWritten == info.Size || info.Size == 8 : status == NdisStatus.NotSupported;
            Assert.True(isAnswered, $"{info.Name}: {status}, {request.BytesWritten} bytes");
        }
    }

    [Theory]
    [InlineData(Oid.TcpTaskOffload)]
    [InlineData(Oid.Tcp4OffloadStats)]
    [InlineData(Oid.TcpConnectionOffloadCurrentConfig)]
    [InlineData(Oid.TcpConnectionOffloadParameters)]
    public void LegacyOids_AreNotSupported_AndNobodyIsAsked(Oid oid)
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = _ => throw new InvalidOperationException("the miniport was asked");

        Assert.Equal(NdisStatus.NotSupported, _protocol.Binding.OidRequest(OidRequest.Query(oid, 100)));
        Assert.Equal(NdisStatus.NotSupported, _protocol.Binding.OidRequest(OidRequest.Set(oid, 1u)));
    }

    [Fact]
    public void Counters_ComeOutOfTheStatistics_InBothLengths()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        NdisStatistics statistics = new()
        {
            InDiscards = 1, InErrors = 2, InOctets = 0x1_0000_0003, OutErrors = 4, OutDiscards = 5, OutOctets = 6, OutUcastOctets = 7, OutUcastPkts = 8,
            OutMulticastOctets = 9, OutMulticastPkts = 10, OutBroadcastOctets = 11, OutBroadcastPkts = 12, InUcastOctets = 13, InUcastPkts = 14,
            InMulticastOctets = 15, InMulticastPkts = 16, InBroadcastOctets = 17, InBroadcastPkts = 18,
        };
        miniport.OnOid = request => request.Oid == Oid.GenStatistics ? request.Answer(statistics) : NdisStatus.NotSupported;

        Assert.Equal([2ul, 1, 4, 1, 5, 0x1_0000_0003, 6], Many(Oid.GenRcvError, Oid.GenRcvDiscards, Oid.GenXmitError, Oid.GenRcvNoBuffer, Oid.GenXmitDiscards, Oid.GenBytesRcv, Oid.GenBytesXmit));
        Assert.Equal([7ul, 8, 9, 10, 11, 12], Many(Oid.GenDirectedBytesXmit, Oid.GenDirectedFramesXmit, Oid.GenMulticastBytesXmit, Oid.GenMulticastFramesXmit, Oid.GenBroadcastBytesXmit, Oid.GenBroadcastFramesXmit));
        Assert.Equal([13ul, 14, 15, 16, 17, 18], Many(Oid.GenDirectedBytesRcv, Oid.GenDirectedFramesRcv, Oid.GenMulticastBytesRcv, Oid.GenMulticastFramesRcv, Oid.GenBroadcastBytesRcv, Oid.GenBroadcastFramesRcv));

        OidRequest low = new(OidRequestType.QueryStatistics, Oid.GenBytesRcv, new byte[4]);
        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(low));
        Assert.Equal((3u, 4, 8), (BinaryPrimitives.ReadUInt32LittleEndian(low.InformationBuffer.Span), low.BytesWritten, low.BytesNeeded));
        OidRequest none = OidRequest.Query(Oid.GenBytesRcv, 3);
        Assert.Equal((NdisStatus.BufferTooShort, 8), (_protocol.Binding.OidRequest(none), none.BytesNeeded));
    }

    [Fact]
    public void InterfaceInfo_WhileTheMiniportPends_IsCompletedLater()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        OidRequest? kept = null;
        miniport.OnOid = request =>
        {
            kept = request;
            return NtStatus.Pending;
        };
        OidRequest info = OidRequest.Query(Oid.GenInterfaceInfo, InterfaceInformation.Size);

        Assert.Equal(NtStatus.Pending, _protocol.Binding.OidRequest(info));
        kept!.Answer(new NdisStatistics { InUcastPkts = 99 });
        miniport.Adapter.OidRequestComplete(kept, NtStatus.Success);

        Assert.Equal([(Oid.GenInterfaceInfo, NtStatus.Success)], _protocol.OidCompletions);
        Assert.True(info.TryGetAnswer<InterfaceInformation>(out InterfaceInformation? answer));
        Assert.Equal((99ul, 1500u, OperStatus.Up), (answer.Statistics.InUcastPkts, answer.Mtu, answer.OperState.OperationalStatus));
    }

    [Fact]
    public void MibValues_FollowWhatHappens()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        _host.Loop.RunUntil(1_000_000);
        miniport.Indicate(ReceiveFlags.None, miniport.Frame(to: MacAddress.Parse("02-00-00-00-00-77")));
        miniport.Adapter.IndicateLinkState(new LinkState { MediaConnectState = MediaConnectState.Disconnected, MediaDuplexState = MediaDuplexState.Half });

        Assert.Equal(2ul, One(Oid.GenOperationalStatus, 4));
        Assert.Equal(10_000ul, One(Oid.GenLastChange, 8));
        Assert.Equal(2ul, One(Oid.GenMediaConnectStatusEx, 4));
        Assert.Equal(1ul, One(Oid.GenMediaDuplexState, 4));
        Assert.Equal(1ul, One(Oid.GenUnknownProtos, 8));
        Assert.Equal(1ul, One(Oid.GenMediaSenseCounts, 4));
        Assert.Equal(1ul, One(Oid.GenAdminStatus, 4));
        Assert.Equal(0ul, One(Oid.GenPromiscuousMode, 1));
        Assert.Equal(1_000_000_000ul, One(Oid.GenXmitLinkSpeed, 8));
        OidRequest name = OidRequest.Query(Oid.GenFriendlyName, 100);
        _protocol.Binding.OidRequest(name);
        Assert.Equal("Ethernet\0", Encoding.Unicode.GetString(name.InformationBuffer.Span[..name.BytesWritten]));
    }

    [Fact]
    public void Lists_ThatFitInPart_OverflowWithWholeEntries()
    {
        TestMiniport.AddTo(_runtime, [], configure: m => m.General = new() { SupportedOids = [Oid.GenVendorId, Oid.GenStatistics, Oid.GenXmitOk] });
        OidRequest request = OidRequest.Query(Oid.GenSupportedList, 10);

        Assert.Equal(NdisStatus.BufferOverflow, _protocol.Binding.OidRequest(request));

        Assert.Equal((8, 12), (request.BytesWritten, request.BytesNeeded));
        Assert.Equal((uint)Oid.GenStatistics, BinaryPrimitives.ReadUInt32LittleEndian(request.InformationBuffer.Span[4..]));
    }

    [Fact]
    public void Lookahead_TheMiniportHasTheLargest()
    {
        TestProtocol other = TestProtocol.Register(_runtime, [], "other");
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        List<uint> told = [];
        miniport.OnOid = request =>
        {
            if (request.Oid == Oid.GenCurrentLookahead)
            {
                request.Read(out uint value);
                told.Add(value);
            }

            return NtStatus.Success;
        };

        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentLookahead, 128u)));
        Assert.Equal(NtStatus.Success, other.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentLookahead, 256u)));
        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentLookahead, 64u)));
        Assert.Equal(NdisStatus.InvalidData, _protocol.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentLookahead, 1501u)));
        other.Registration.Dispose();

        Assert.Equal([128u, 256u, 64u], told);
        Assert.Equal(64ul, One(Oid.GenCurrentLookahead, 4));
    }

    [Fact]
    public void MulticastAddresses_AreAddedAndDeletedOneByOne()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        byte[] group = [1, 0, 0x5E, 0, 0, 7];

        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023AddMulticastAddress, group.AsMemory())));
        Assert.Equal(NdisStatus.MulticastExists, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023AddMulticastAddress, group.AsMemory())));
        Assert.Equal((1, 1), (miniport.MulticastListLength, _protocol.Binding.MulticastList.Count));
        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023DeleteMulticastAddress, group.AsMemory())));
        Assert.Equal(NdisStatus.MulticastNotFound, _protocol.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023DeleteMulticastAddress, group.AsMemory())));
        Assert.Equal(0, miniport.MulticastListLength);
    }

    /// <summary>Acceptance scenario 31.</summary>
    [Fact]
    public void Scenario31_PacketFilterUnion()
    {
        TestFilterDriver watcher = TestFilterDriver.Register(_runtime, [], "watcher", static (d, m) => new PassThroughFilter(d, m));
        TestProtocol capture = TestProtocol.Register(_runtime, [], "capture", p => p.Filter = PacketFilter.Promiscuous);
        TestProtocol third = TestProtocol.Register(_runtime, [], "third", p => p.Filter = PacketFilter.Multicast);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        third.Binding.OidRequest(OidRequest.Set(Oid.Ethernet8023MulticastList, Groups(2)));

        Assert.Equal((0x2Bu, 2), (miniport.Sets[^1].Value, miniport.MulticastListLength));

        MacAddress[] destinations = [TestMiniport.Address, MacAddress.Parse("02-00-00-00-00-99"), Group(0), Group(5), MacAddress.Broadcast];
        miniport.Indicate(ReceiveFlags.None, [.. destinations.Select(to => miniport.Frame(to: to))]);

        Assert.Equal((2, 5, 1), (_protocol.Received, capture.Received, third.Received));
        capture.Registration.Dispose();
        Assert.Equal(0xBu, miniport.Sets[^1].Value);
        Assert.True(((PassThroughFilter)watcher.Made[0]).Statuses.Count(code => code == NdisStatusCode.PacketFilter) >= 2);
    }

    /// <summary>Acceptance scenario 32.</summary>
    [Fact]
    public void Scenario32_EtherTypeDispatch()
    {
        TestProtocol v4 = TestProtocol.Register(_runtime, [], "v4", p => p.FrameTypes = [0x0800, 0x0806]);
        TestProtocol v6 = TestProtocol.Register(_runtime, [], "v6", p => p.FrameTypes = [0x86DD]);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);

        miniport.Indicate(ReceiveFlags.None, miniport.Frame(0x0806), miniport.Frame(0x86DD), miniport.Frame(0x0800, tagged: true));

        Assert.Equal([0x0806, 0x0800], v4.ReceivedTypes);
        Assert.Equal([0x86DD], v6.ReceivedTypes);
        Assert.Equal([0x0806, 0x86DD, 0x0800], _protocol.ReceivedTypes);
        (NetBufferList first, NetBufferList second) = (miniport.Frame(), miniport.Frame(0x86DD));
        (first.FrameType, second.FrameType) = (0x0800, 0x86DD);
        BugCheckException stop = Assert.Throws<BugCheckException>(() => miniport.Indicate(ReceiveFlags.SingleEtherType, first, second));
        Assert.Equal(NdisVerifierRules.SingleEtherType.Parameter1, stop.Parameters[0]);
    }

    [Fact]
    public void Encapsulation_IsRemembered()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        miniport.OnOid = _ => NtStatus.Success;
        OffloadEncapsulation ethernet = new() { IPv4 = new(OffloadEncapsulationState.On, EncapsulationTypes.Ieee8023, 14) };
        OidRequest request = OidRequest.Query(Oid.OffloadEncapsulation, OffloadEncapsulation.Size);

        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(OidRequest.Set(Oid.OffloadEncapsulation, ethernet)));
        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(request));

        Assert.True(request.TryGetAnswer<OffloadEncapsulation>(out OffloadEncapsulation? answer));
        Assert.Equal(ethernet, answer);
        Assert.Equal(NdisStatus.InvalidLength, _protocol.Binding.OidRequest(OidRequest.Set(Oid.OffloadEncapsulation, new byte[27].AsMemory())));
        Assert.Equal(NdisStatus.InvalidData, _protocol.Binding.OidRequest(OidRequest.Set(Oid.OffloadEncapsulation, new byte[28].AsMemory())));
    }

    private ulong[] Many(params Oid[] oids) => [.. oids.Select(oid => One(oid, 8))];

    private ulong One(Oid oid, int size)
    {
        OidRequest request = OidRequest.Query(oid, size);
        Assert.Equal(NtStatus.Success, _protocol.Binding.OidRequest(request));
        Assert.Equal(size, request.BytesWritten);
        byte[] whole = new byte[8];
        request.InformationBuffer.CopyTo(whole);
        return BinaryPrimitives.ReadUInt64LittleEndian(whole);
    }

    private static MacAddress Group(int number) => MacAddress.Read([1, 0, 0, 0, 0, (byte)number]);

    private static Memory<byte> Groups(int count)
    {
        byte[] bytes = new byte[count * 6];
        for (int i = 0; i < count; i++)
        {
            Group(i).CopyTo(bytes.AsSpan(6 * i));
        }

        return bytes;
    }
}
