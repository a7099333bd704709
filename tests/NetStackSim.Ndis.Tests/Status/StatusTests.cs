using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Status;

public sealed class StatusTests
{
    private static readonly LinkState _down = new() { MediaConnectState = MediaConnectState.Disconnected };

    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;

    public StatusTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
    }

    [Fact]
    public void Catalog_EveryCode_HasOneRow()
    {
        Assert.Equal(Enum.GetValues<NdisStatusCode>().Order(), NdisStatusCatalog.All.Select(info => info.Code));
        Assert.Equal("NDIS_STATUS_OFFLOAD_ENCASPULATION_CHANGE", NdisStatusCatalog.NameOf(NdisStatusCode.OffloadEncapsulationChange));
        Assert.Equal("status 0x40FF0001", NdisStatusCatalog.NameOf((NdisStatusCode)0x40FF0001));
    }

    [Theory]
    [InlineData("ONLINE", 0x40010003u)]
    [InlineData("LINK_STATE", 0x40010017u)]
    [InlineData("PORT_STATE", 0x40010022u)]
    [InlineData("OPER_STATUS", 0x40010023u)]
    [InlineData("TASK_OFFLOAD_CURRENT_CONFIG", 0x40020006u)]
    [InlineData("RECEIVE_FILTER_QUEUE_PARAMETERS", 0x40020030u)]
    [InlineData("CURRENT_MAC_ADDRESS_CHANGE", 0x400200B0u)]
    [InlineData("PM_WAKE_REASON", 0x40030055u)]
    [InlineData("TIMESTAMP_CURRENT_CONFIG", 0x40051001u)]
    [InlineData("SWITCH_NIC_STATUS", 0xC0241002u)]
    public void Catalog_Samples_HaveTheirValues(string name, uint value) =>
        Assert.Equal("NDIS_STATUS_" + name, NdisStatusCatalog.Find((NdisStatusCode)value)!.Name);

    [Fact]
    public void PayloadAsBytes_ArrivesAsObject()
    {
        (TestMiniport miniport, TestProtocol protocol) = Stack();
        byte[] bytes = new byte[LinkState.Size];
        _down.Write(bytes);

        miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.LinkState, bytes));

        Assert.Equal((NdisStatusCode.LinkState, _down), protocol.Statuses[^2]);
        Assert.False(protocol.Binding.Attributes.LinkState.IsUp);
    }

    [Fact]
    public void PayloadOfTheWrongSizeOrType_IsBugCheck7C20_ForEveryCheckedCode()
    {
        (TestMiniport miniport, _) = Stack();
        foreach (NdisStatusInfo info in NdisStatusCatalog.All.Where(info => info.IsChecked))
        {
            foreach (object payload in new object[] { new byte[3], "text" })
            {
                BugCheckException stop = Assert.Throws<BugCheckException>(() => miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, info.Code, payload)));
                Assert.Equal((BugCheckCode.BugcodeNdisDriver, 0x20ul), (stop.Code, stop.Parameters[0]));
            }
        }
    }

    [Fact]
    public void LegacyLinkIndications_BecomeLinkState_AndFlagsTravel()
    {
        (TestMiniport miniport, TestProtocol protocol) = Stack();
        List<uint> flags = [];
        protocol.OnStatus = indication => flags.Add(indication.Flags);

        miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.MediaDisconnect));
        miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.MediaConnect, flags: StatusIndication.MediaConnectToConnect));

        Assert.Equal(
            [NdisStatusCode.LinkState, NdisStatusCode.OperStatus, NdisStatusCode.LinkState, NdisStatusCode.OperStatus],
            protocol.Statuses.TakeLast(4).Select(status => status.Code));
        Assert.Equal([0u, 0u, StatusIndication.MediaConnectToConnect, 0u], flags);
    }

    [Theory]
    [InlineData(MediaConnectState.Connected, true, true, AdapterState.Running, false, OperStatus.Up, OperStatusFlags.None)]
    [InlineData(MediaConnectState.Unknown, true, true, AdapterState.Running, false, OperStatus.Up, OperStatusFlags.None)]
    [InlineData(MediaConnectState.Disconnected, true, true, AdapterState.Running, false, OperStatus.Down, OperStatusFlags.DownNotMediaConnected)]
    [InlineData(MediaConnectState.Connected, true, false, AdapterState.Running, false, OperStatus.Down, OperStatusFlags.DownNotAuthenticated)]
    [InlineData(MediaConnectState.Connected, false, true, AdapterState.Running, false, OperStatus.Down, OperStatusFlags.DownNotAuthenticated)]
    [InlineData(MediaConnectState.Disconnected, true, false, AdapterState.Paused, true, OperStatus.Down, OperStatusFlags.DownNotMediaConnected | OperStatusFlags.DownNotAuthenticated)]
    [InlineData(MediaConnectState.Connected, true, true, AdapterState.Paused, false, OperStatus.Dormant, OperStatusFlags.DormantPaused)]
    [InlineData(MediaConnectState.Connected, true, true, AdapterState.Restarting, false, OperStatus.Dormant, OperStatusFlags.DormantPaused)]
    [InlineData(MediaConnectState.Connected, true, true, AdapterState.Paused, true, OperStatus.Dormant, OperStatusFlags.DormantLowPower)]
    public void OperState_IsDerivedFromLinkPortPauseAndPower(
        MediaConnectState link, bool isActive, bool isAuthorized, AdapterState state, bool sleeps, OperStatus expected, OperStatusFlags flags)
    {
        NdisPort port = new(PortNumber.Default, new PortCharacteristics
        {
            RcvControlState = PortControlState.Controlled,
            RcvAuthorizationState = isAuthorized ? PortAuthorizationState.Authorized : PortAuthorizationState.Unauthorized,
        })
        { IsActive = isActive };

        Assert.Equal(new OperState { OperationalStatus = expected, Flags = flags }, OperStateRule.Derive(link, port, state, sleeps));
    }

    [Fact]
    public void OperStatus_IsToldWhenAPauseLasts_NotWhenAProtocolBinds()
    {
        (TestMiniport miniport, TestProtocol protocol) = Stack();
        TestProtocol.Register(_runtime, [], "second");
        Assert.DoesNotContain(protocol.Statuses, status => status.Code == NdisStatusCode.OperStatus);

        _runtime.PauseStack(miniport.Adapter);
        Assert.Equal((NdisStatusCode.OperStatus, OperStatusFlags.DormantPaused), (protocol.Statuses[^1].Code, ((OperState)protocol.Statuses[^1].Payload!).Flags));
        _runtime.RestartStack(miniport.Adapter);
        Assert.Equal(new OperState(), protocol.Statuses[^1].Payload);
    }

    [Fact]
    public void AddressedStatus_ReachesItsBindingOnly()
    {
        (TestMiniport miniport, TestProtocol protocol) = Stack();
        TestProtocol other = TestProtocol.Register(_runtime, [], "other");
        int before = other.Statuses.Count;

        miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.NetworkChange, 1u) { DestinationHandle = protocol.Binding, RequestId = 7 });

        Assert.Equal(NdisStatusCode.NetworkChange, protocol.Statuses[^1].Code);
        Assert.Equal(before, other.Statuses.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void MtuChange_LiveWhenEveryFilterCopes_OtherwiseTheStackIsBuiltAnew(bool copes)
    {
        List<string> log = [];
        TestFilterDriver.Register(
            _runtime, log, "filter", static (d, m) => new PassThroughFilter(d, m), options: new FilterOptions { Name = "filter", SupportsL2MtuSizeChange = copes });
        TestProtocol protocol = TestProtocol.Register(_runtime, log);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, log);
        log.Clear();

        miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.L2MtuSizeChange, 9000));
        _host.Loop.RunUntilIdle();

        Assert.Equal(!copes, log.Contains("filter attach"));
        Assert.Equal(copes, protocol.Statuses.Exists(status => status.Code == NdisStatusCode.L2MtuSizeChange));
        Assert.Equal((9000, BindingState.Running), (protocol.Binding.Attributes.MtuSize, protocol.Binding.State));

        // The change outlives a restart.
        _runtime.PauseStack(miniport.Adapter);
        _runtime.RestartStack(miniport.Adapter);
        Assert.Equal(9000, protocol.Binding.Attributes.MtuSize);
    }

    [Fact]
    public void AddressChange_FilterThatDoesNotCope_AttachesWithTheNewAddress()
    {
        MacAddress changed = MacAddress.Parse("02-00-00-00-00-42");
        TestFilterDriver.Register(_runtime, [], "filter", static (d, m) => new PassThroughFilter(d, m));
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        byte[] bytes = new byte[6];
        changed.CopyTo(bytes);

        using (_host.Kernel.CurrentProcessor.RaiseIrql(Irql.Dispatch))
        {
            miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.CurrentMacAddressChange, bytes));
        }

        _host.Loop.RunUntilIdle();
        Assert.Equal((changed, TestMiniport.Address), (protocol.Binding.Attributes.MacAddress, protocol.Binding.Attributes.PermanentMacAddress));
        miniport.Indicate(ReceiveFlags.None, miniport.Frame(to: changed), miniport.Frame());
        Assert.Equal(1, protocol.Received);
    }

    private (TestMiniport Miniport, TestProtocol Protocol) Stack()
    {
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        return (TestMiniport.AddTo(_runtime, []), protocol);
    }
}
