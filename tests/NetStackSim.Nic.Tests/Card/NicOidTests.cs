using System.Buffers.Binary;
using System.Text;
using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic.Tests.Card;

/// <summary>Every request that NDIS knows, put to the card's stack.</summary>
public sealed class NicOidTests
{
    // What this card, on a host with one processor, does not have: RSS, SR-IOV, a virtual switch, DCB, RDMA, time stamps, isolation, old wake patterns, custom GUIDs.
    private static readonly string[] _absent =
    [
        "OID_NIC_SWITCH_", "OID_SRIOV_", "OID_SWITCH_", "OID_QOS_", "OID_NDK_", "OID_TIMESTAMP_", "OID_GEN_ISOLATION_", "OID_PNP_ADD_WAKE", "OID_PNP_REMOVE_WAKE",
        "OID_PNP_WAKE_UP", "OID_PNP_ENABLE", "OID_GEN_SUPPORTED_GUIDS", "OID_GEN_TRANSPORT_HEADER", "OID_RECEIVE_FILTER_GLOBAL", "OID_RECEIVE_FILTER_QUEUE_PARAMETERS",
        "OID_GEN_RECEIVE_SCALE_CAPABILITIES",
    ];

    public static TheoryData<Oid> Queries =>
        [.. OidCatalog.All.Where(info => info.Allows(OidRequestType.QueryInformation)).Select(info => info.Oid)];

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_OfEveryOid_IsAnsweredOrDocumentedAsUnsupported(Oid oid)
    {
        NicFixture nic = new();
        OidInfo info = OidCatalog.Find(oid)!;
        OidRequest request = new(OidRequestType.QueryInformation, oid, new byte[1024]);

        NtStatus status = nic.Request(request);

        bool absent = info.AnsweredBy == OidAnswerer.Nobody || Array.Exists(_absent, prefix => info.Name.StartsWith(prefix, StringComparison.Ordinal));
        Assert.True(status == (absent ? NdisStatus.NotSupported : NtStatus.Success), $"{info.Name}: {status}");
        if (status == NtStatus.Success && info.Size > 0 && oid != Oid.PnpQueryPower)
        {
            Assert.Equal(info.Size, request.BytesWritten);
        }
    }

    [Theory]
    [MemberData(nameof(Queries))]
    public void Query_WithoutABuffer_TellsWhatIsNeeded(Oid oid)
    {
        NicFixture nic = new();
        OidInfo info = OidCatalog.Find(oid)!;
        OidRequest request = new(OidRequestType.QueryInformation, oid);

        NtStatus status = nic.Request(request);

        if (info.Size > 0 && status != NdisStatus.NotSupported && oid != Oid.PnpQueryPower)
        {
            Assert.Equal((NdisStatus.BufferTooShort, info.Size, 0), (status, request.BytesNeeded, request.BytesWritten));
        }
    }

    [Fact]
    public void Sets_WithWrongLengthOrContent_AreRefusedAsDocumented()
    {
        NicFixture nic = new();
        (Oid Oid, int Size)[] structures =
        [
            (Oid.GenLinkParameters, 32), (Oid.GenInterruptModeration, 12), (Oid.OffloadEncapsulation, 28), (Oid.TcpOffloadParameters, 20),
            (Oid.GenPortAuthenticationParameters, 20), (Oid.GenCurrentPacketFilter, 4), (Oid.GenCurrentLookahead, 4), (Oid.PnpSetPower, 4),
        ];
        foreach ((Oid oid, int size) in structures)
        {
            OidRequest request = OidRequest.Set(oid, new byte[size - 1].AsMemory());
            Assert.Equal((oid, NdisStatus.InvalidLength, size), (oid, nic.Request(request), request.BytesNeeded));
        }

        Assert.Equal(NdisStatus.InvalidData, nic.Request(OidRequest.Set(Oid.GenLinkParameters, new byte[32].AsMemory())));
        Assert.Equal(NdisStatus.InvalidData, nic.Request(OidRequest.Set(Oid.GenLinkParameters, new LinkParameters { XmitLinkSpeed = 5 })));
        Assert.Equal(NdisStatus.InvalidData, nic.Request(OidRequest.Set(Oid.GenInterruptModeration, new InterruptModerationParameters())));
        Assert.Equal(NdisStatus.InvalidParameter, nic.Request(OidRequest.Set(Oid.OffloadEncapsulation, Framing(EncapsulationTypes.Null, 0))));
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.OffloadEncapsulation, Framing(EncapsulationTypes.Ieee8023, 14))));
        Assert.Equal(NdisStatus.NotSupported, nic.Request(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.SourceRouting)));
    }

    [Fact]
    public void LinkParameters_ThatChangeTheLink_AreToldAsLinkState()
    {
        NicFixture nic = new();
        nic.Statuses.Clear();
        nic.Payloads.Clear();

        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(
            Oid.GenLinkParameters, new LinkParameters { MediaDuplexState = MediaDuplexState.Half, PauseFunctions = PauseFunctions.SendAndReceive, AutoNegotiationFlags = 15 })));

        LinkState told = Assert.IsType<LinkState>(Assert.Single(nic.Payloads));
        Assert.Equal((MediaDuplexState.Half, PauseFunctions.SendAndReceive, 15u), (told.MediaDuplexState, told.PauseFunctions, told.AutoNegotiationFlags));
        Assert.Equal(told, nic.Binding.Attributes.LinkState);
    }

    [Fact]
    public void NamesAndAddresses_OfTheSystem_AreTaken()
    {
        NicFixture nic = new();

        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenMachineName, Encoding.Unicode.GetBytes("LAB-PC\0").AsMemory())));
        Assert.Equal("LAB-PC", nic.Nic.MachineName);

        // NETWORK_ADDRESS_LIST: two addresses of type IP, of 4 and 2 bytes.
        byte[] list = [2, 0, 0, 0, 2, 0, 4, 0, 2, 0, 10, 0, 0, 1, 2, 0, 2, 0, 9, 9];
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenNetworkLayerAddresses, list.AsMemory())));
        Assert.Equal(NdisStatus.InvalidData, nic.Request(OidRequest.Set(Oid.GenNetworkLayerAddresses, list.AsMemory(0, 19))));
        Assert.Equal(NdisStatus.InvalidLength, nic.Request(OidRequest.Set(Oid.GenNetworkLayerAddresses, list.AsMemory(0, 5))));
    }

    [Fact]
    public void SupportedList_IsInTheCatalogue_AndTheMandatoryOnesAreInIt()
    {
        NicFixture nic = new();
        OidRequest request = OidRequest.Query(Oid.GenSupportedList, 1024);
        nic.Request(request);
        List<Oid> supported = [];
        for (int i = 0; i < request.BytesWritten; i += 4)
        {
            supported.Add((Oid)BinaryPrimitives.ReadUInt32LittleEndian(request.InformationBuffer.Span[i..]));
        }

        Assert.Equal(supported.Count, supported.Distinct().Count());
        Assert.All(supported, oid => Assert.NotNull(OidCatalog.Find(oid)));
        Oid[] mandatory =
        [
            Oid.GenTransmitBufferSpace, Oid.GenReceiveBufferSpace, Oid.GenTransmitBlockSize, Oid.GenReceiveBlockSize, Oid.GenVendorId, Oid.GenVendorDescription,
            Oid.GenCurrentPacketFilter, Oid.GenCurrentLookahead, Oid.GenMaximumTotalSize, Oid.GenVendorDriverVersion, Oid.GenLinkParameters, Oid.GenInterruptModeration,
            Oid.GenXmitOk, Oid.GenRcvOk, Oid.GenStatistics, Oid.Ethernet8023MulticastList, Oid.TcpOffloadParameters, Oid.Ethernet8023RcvErrorAlignment,
        ];
        Assert.Empty(mandatory.Except(supported));
    }

    private static OffloadEncapsulation Framing(EncapsulationTypes type, uint header)
    {
        OffloadEncapsulationSetting setting = new(OffloadEncapsulationState.On, type, header);
        return new OffloadEncapsulation { IPv4 = setting, IPv6 = setting };
    }
}
