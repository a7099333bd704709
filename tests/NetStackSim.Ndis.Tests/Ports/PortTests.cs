using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Ports;

public sealed class PortTests
{
    private static readonly PortAuthenticationParameters _authorized = new()
    {
        SendControlState = PortControlState.Controlled, RcvControlState = PortControlState.Controlled,
        SendAuthorizationState = PortAuthorizationState.Authorized, RcvAuthorizationState = PortAuthorizationState.Authorized,
    };

    private static readonly PortCharacteristics _locked = new()
    {
        SendControlState = PortControlState.Controlled, RcvControlState = PortControlState.Controlled,
        SendAuthorizationState = PortAuthorizationState.Unauthorized, RcvAuthorizationState = PortAuthorizationState.Unauthorized,
    };

    private readonly TestHost _host = new();
    private readonly NdisRuntime _runtime;

    public PortTests()
    {
        _runtime = new NdisRuntime(_host.Kernel);
    }

    /// <summary>Acceptance scenario 34.</summary>
    [Fact]
    public void Scenario34_ThreePortsOneActive_SendsRequestsAndAuthorisationFollowTheRules()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        NdisPort[] ports = [miniport.Adapter.AllocatePort(new()), miniport.Adapter.AllocatePort(_locked), miniport.Adapter.AllocatePort(new())];
        Assert.Equal(NtStatus.Success, miniport.Adapter.NetPnPEvent(NetPnPEvent.PortActivation(ports[1].Number)));
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        miniport.OnOid = _ => NtStatus.Success;

        Assert.Equal([PortNumber.Default, ports[1].Number], protocol.BoundPorts);
        Assert.Equal(NdisStatus.InvalidPortState, SendBy(protocol, ports[0].Number));
        Assert.Equal(NdisStatus.InvalidPort, SendBy(protocol, new PortNumber(99)));
        Assert.Equal(NdisStatus.InvalidPortState, SendBy(protocol, ports[1].Number));
        Assert.Equal(0, Receive(miniport, protocol, ports[1].Number));
        Assert.Equal((2, 1), (_host.Kernel.Drops[NdisDrop.PortClosed] - 1, _host.Kernel.Drops[NdisDrop.InvalidPort]));

        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(ForPort(OidRequest.Set(Oid.GenPortAuthenticationParameters, _authorized), ports[1].Number)));

        Assert.Equal(NtStatus.Success, SendBy(protocol, ports[1].Number));
        Assert.Equal(1, Receive(miniport, protocol, ports[1].Number));
        Assert.Equal(NtStatus.Success, SendBy(protocol, PortNumber.Default));
        Assert.True(_host.Kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void Requests_ForPortsThatAreNotActive_AreRefused()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        PortNumber port = miniport.Adapter.AllocatePort(new()).Number;
        OidRequest request = new(OidRequestType.QueryInformation, Oid.GenPortState, new byte[PortState.Size]) { Port = port };

        Assert.Equal(NdisStatus.InvalidPortState, protocol.Binding.OidRequest(request));
        Assert.Equal(NdisStatus.InvalidPort, protocol.Binding.OidRequest(new(OidRequestType.QueryInformation, Oid.GenPortState, new byte[PortState.Size]) { Port = new PortNumber(9) }));
        Assert.Equal(NdisStatus.InvalidPortState, protocol.Binding.DirectOidRequest(request));
        Assert.Equal(NdisStatus.InvalidPortState, protocol.Binding.SynchronousOidRequest(request));

        miniport.Adapter.NetPnPEvent(NetPnPEvent.PortActivation(port));
        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(request));
        Assert.True(request.TryGetAnswer<PortState>(out PortState? state));
        Assert.Equal(PortControlState.Uncontrolled, state.SendControlState);
    }

    [Fact]
    public void EnumeratePorts_TellsAllWithTheirCharacteristics()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        miniport.Adapter.AllocatePort(_locked with { Type = PortType.Supplicant8021x });
        OidRequest request = OidRequest.Query(Oid.GenEnumeratePorts, 144);

        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(request));

        Assert.True(request.TryGetAnswer<PortArray>(out PortArray? ports));
        Assert.Equal([0u, 1u], ports.Ports.Select(port => port.PortNumber));
        Assert.Equal((PortType.Supplicant8021x, PortAuthorizationState.Unauthorized), (ports.Ports[1].Type, ports.Ports[1].RcvAuthorizationState));
        OidRequest small = OidRequest.Query(Oid.GenEnumeratePorts, 100);
        Assert.Equal((NdisStatus.BufferTooShort, 144), (protocol.Binding.OidRequest(small), small.BytesNeeded));
    }

    [Fact]
    public void LifeOfAPort_WrongOrder_IsRefused()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        MiniportAdapter adapter = miniport.Adapter;
        PortNumber port = adapter.AllocatePort(new()).Number;

        Assert.Equal(NdisStatus.InvalidPortState, adapter.NetPnPEvent(NetPnPEvent.PortDeactivation(port)));
        Assert.Equal(NtStatus.Success, adapter.NetPnPEvent(NetPnPEvent.PortActivation(port)));
        Assert.Equal(NdisStatus.InvalidPortState, adapter.NetPnPEvent(NetPnPEvent.PortActivation(port)));
        Assert.Equal(NdisStatus.InvalidPort, adapter.NetPnPEvent(NetPnPEvent.PortActivation(new PortNumber(77))));
        Assert.Equal(NdisStatus.InvalidPortState, adapter.FreePort(port));
        Assert.Equal(NtStatus.Success, adapter.NetPnPEvent(NetPnPEvent.PortDeactivation(port)));
        Assert.Equal(NtStatus.Success, adapter.FreePort(port));
        Assert.Equal(NdisStatus.InvalidPort, adapter.FreePort(port));
        Assert.Equal(NdisStatus.InvalidPort, adapter.FreePort(PortNumber.Default));
        Assert.Equal(new PortNumber(2), adapter.AllocatePort(new()).Number);
    }

    [Fact]
    public void Activation_IsToldToBoundProtocols()
    {
        List<string> log = [];
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol.Register(_runtime, log);
        PortNumber port = miniport.Adapter.AllocatePort(new()).Number;

        miniport.Adapter.NetPnPEvent(NetPnPEvent.PortActivation(port));
        miniport.Adapter.NetPnPEvent(NetPnPEvent.PortDeactivation(port));

        Assert.Equal(["proto PortActivation", "proto PortDeactivation"], log.TakeLast(2));
    }

    [Fact]
    public void ControlledDefaultPort_NothingAttachesBeforeItIsActive()
    {
        List<string> log = [];
        TestFilterDriver.Register(_runtime, log, "filter", static (d, m) => new PassThroughFilter(d, m));
        TestProtocol protocol = TestProtocol.Register(_runtime, log);
        TestMiniport miniport = TestMiniport.AddTo(_runtime, log, configure: m => m.RegistrationAttributes = new MiniportRegistrationAttributes { Flags = MiniportAttributeFlags.ControlsDefaultPort });

        Assert.Equal(["proto BindsComplete", "miniport initialize"], log);
        Assert.Equal(AdapterState.Paused, miniport.Adapter.State);

        miniport.Adapter.NetPnPEvent(NetPnPEvent.PortActivation(PortNumber.Default));

        Assert.Contains("filter attach", log);
        Assert.Equal((AdapterState.Running, BindingState.Running), (miniport.Adapter.State, protocol.Binding.State));
        Assert.Equal(NtStatus.Success, SendBy(protocol, PortNumber.Default));
    }

    [Fact]
    public void PortStateIndication_ChangesThePortAndTheOperationalState()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        PortState closed = miniport.Adapter.Ports[0].State with { RcvControlState = PortControlState.Controlled, RcvAuthorizationState = PortAuthorizationState.Reauthorizing };

        miniport.Adapter.IndicateStatus(new StatusIndication(miniport.Adapter, NdisStatusCode.PortState, closed));

        Assert.Equal(new OperState { OperationalStatus = OperStatus.Down, Flags = OperStatusFlags.DownNotAuthenticated }, miniport.Adapter.OperState);
        Assert.Equal([NdisStatusCode.PortState, NdisStatusCode.OperStatus], protocol.Statuses.TakeLast(2).Select(status => status.Code));
        Assert.Equal(0, Receive(miniport, protocol, PortNumber.Default));
        Assert.Equal(NtStatus.Success, SendBy(protocol, PortNumber.Default));
    }

    [Fact]
    public void Status_ForAPortThatIsNotActive_IsDropped()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        PortNumber port = miniport.Adapter.AllocatePort(new()).Number;
        StatusIndication down = new(miniport.Adapter, NdisStatusCode.LinkState, new LinkState { MediaConnectState = MediaConnectState.Disconnected }) { Port = port };
        int before = protocol.Statuses.Count;

        miniport.Adapter.IndicateStatus(down);
        Assert.Equal(before, protocol.Statuses.Count);

        miniport.Adapter.NetPnPEvent(NetPnPEvent.PortActivation(port));
        miniport.Adapter.IndicateStatus(down);

        // The link of a port is not the link of the adapter.
        Assert.Equal((before + 1, true), (protocol.Statuses.Count, protocol.Binding.Attributes.LinkState.IsUp));
        Assert.Equal(MediaConnectState.Disconnected, miniport.Adapter.Ports[1].State.MediaConnectState);
    }

    [Fact]
    public void ReceivesOfSeveralPorts_AreIndicatedPortByPort()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, []);
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        PortNumber[] ports = [miniport.Adapter.AllocatePort(new()).Number, miniport.Adapter.AllocatePort(new()).Number];
        miniport.Adapter.NetPnPEvent(NetPnPEvent.PortActivation(ports));
        protocol.Indications = [];
        PortReceiveQueues queues = new();
        queues.Add(ports[1], miniport.Frame(0x1111));
        queues.Add(ports[0], miniport.Frame(0x2222));
        queues.Add(ports[1], miniport.Frame(0x3333));

        queues.Indicate(miniport.Adapter, ReceiveFlags.PerfectFiltered);

        Assert.Equal([(ports[1], 2), (ports[0], 1)], protocol.Indications);
        Assert.Equal(3, miniport.Returned);
    }

    [Fact]
    public void OidsOfOtherPorts_WithoutIntercept_GoStraightDown()
    {
        TestMiniport miniport = TestMiniport.AddTo(_runtime, [], configure: m => m.RegistrationAttributes = new MiniportRegistrationAttributes { Flags = MiniportAttributeFlags.NoOidInterceptOnNonDefaultPorts });
        TestProtocol protocol = TestProtocol.Register(_runtime, []);
        PortNumber port = miniport.Adapter.AllocatePort(new()).Number;
        miniport.Adapter.NetPnPEvent(NetPnPEvent.PortActivation(port));
        List<PortNumber> asked = [];
        miniport.OnOid = request =>
        {
            asked.Add(request.Port);
            return request.Answer(1u);
        };

        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(new(OidRequestType.QueryInformation, Oid.GenMaximumFrameSize, new byte[4]) { Port = port }));
        Assert.Equal(NtStatus.Success, protocol.Binding.OidRequest(OidRequest.Query(Oid.GenMaximumFrameSize, 4)));

        Assert.Equal([port], asked);
    }

    private static OidRequest ForPort(OidRequest request, PortNumber port) => new(request.Type, request.Oid, request.InformationBuffer) { Port = port };

    private static NtStatus SendBy(TestProtocol protocol, PortNumber port)
    {
        NetBufferListChain chain = new(protocol.NewList());
        protocol.Binding.Send(ref chain, port, SendFlags.None);
        return protocol.Completions[^1];
    }

    private static int Receive(TestMiniport miniport, TestProtocol protocol, PortNumber port)
    {
        int before = protocol.Received;
        NetBufferListChain chain = new(miniport.Frame());
        miniport.Adapter.IndicateReceive(ref chain, port, ReceiveFlags.PerfectFiltered);
        return protocol.Received - before;
    }
}
