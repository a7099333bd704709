using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests.Card;

/// <summary>One board with two ports: one driver stack for each.</summary>
public sealed class MultiPortNicTests : IProtocolDriver
{
    private readonly EventLoop _loop = new();
    private readonly SimKernel _kernel;
    private readonly FramePool _frames;
    private readonly NdisRuntime _ndis;
    private readonly NetBufferListPool _pool;
    private readonly List<Port> _ports = [];
    private readonly RecordingPort[] _wires;

    public MultiPortNicTests()
    {
        _kernel = new SimKernel(_loop, new SimKernelOptions { Name = "host" });
        _frames = new FramePool(_loop);
        _ndis = new NdisRuntime(_kernel);
        _pool = new NetBufferListPool(_kernel, new NetBufferListPoolOptions { Name = "test/send", DataSize = 1600 });
        _wires = [new RecordingPort(_loop, WireCapabilities.SingleFrames, "wire0"), new RecordingPort(_loop, WireCapabilities.SingleFrames, "wire1")];
        _ndis.RegisterProtocol(this, new ProtocolOptions { Name = "TEST" });
    }

    [Fact]
    public void Install_GivesEachPortAnAdapterAndAStack()
    {
        MultiPortNic board = Install();

        Assert.Equal(["Ethernet", "Ethernet 2"], board.Adapters.Select(adapter => adapter.Name));
        Assert.All(board.Adapters, adapter => Assert.Equal(AdapterState.Running, adapter.State));
        Assert.Equal(board.Ports[0].MacAddress.Value + 1, board.Ports[1].MacAddress.Value);
        Assert.Equal(["host/nic/port0", "host/nic/port1"], board.Ports.Select(port => port.Name));
        Assert.NotEqual(board.Adapters[0].Attributes.IfIndex, board.Adapters[1].Attributes.IfIndex);
    }

    [Fact]
    public void Traffic_OfOnePort_IsNotSeenByTheOther()
    {
        MultiPortNic board = Install();

        _wires[1].Send(_frames, TestFrames.Plain(board.Ports[1].MacAddress.Value, 5, 100), TestFrames.Plain(board.Ports[0].MacAddress.Value, 5, 100));
        Send(_ports[0]);
        _loop.RunUntilIdle();

        Assert.Equal((0, 1), (_ports[0].Received, _ports[1].Received));
        Assert.Equal((1, 0), (_wires[0].Arrivals.Count, _wires[1].Arrivals.Count));
        Assert.Equal((1ul, 0ul), (board.Ports[0].Statistics.OutUcastPkts, board.Ports[1].Statistics.OutUcastPkts));
    }

    [Fact]
    public void LinkAndPause_OfOnePort_LeaveTheOtherAlone()
    {
        MultiPortNic board = Install();

        Wire.Disconnect(_wires[0]);
        _ndis.PauseStack(board.Adapters[0]);

        Assert.Equal((false, true), (board.Adapters[0].Attributes.LinkState.IsUp, board.Adapters[1].Attributes.LinkState.IsUp));
        Assert.Equal((AdapterState.Paused, AdapterState.Running), (board.Adapters[0].State, board.Adapters[1].State));
        Send(_ports[1]);
        _loop.RunUntilIdle();
        Assert.Single(_wires[1].Arrivals);
    }

    [Fact]
    public void BoardPulledOut_TakesAllAdaptersAway()
    {
        MultiPortNic board = Install();

        IReadOnlyList<StackOperation> removals = board.SurpriseRemove(_ndis);
        _loop.RunUntilIdle();

        Assert.All(removals, removal => Assert.Equal(NtStatus.Success, removal.Status));
        Assert.Empty(_ndis.Adapters);
        Assert.True(_kernel.CheckLeaks().IsClean);
    }

    [Fact]
    public void SharedInterruptLine_BothPortsAreServed()
    {
        MultiPortNic board = Install(new VirtualNicOptions { InterruptLine = new InterruptLine(_kernel.BootProcessor) });

        _wires[0].Send(_frames, TestFrames.Plain(board.Ports[0].MacAddress.Value, 5, 100));
        _wires[1].Send(_frames, TestFrames.Plain(board.Ports[1].MacAddress.Value, 5, 100));
        _loop.RunUntilIdle();

        Assert.Equal((1, 1), (_ports[0].Received, _ports[1].Received));
    }

    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        Port port = new(binding);
        _ports.Add(port);
        protocol = port;
        return NtStatus.Success;
    }

    private MultiPortNic Install(VirtualNicOptions? options = null)
    {
        MultiPortNic board = new(_kernel, _frames, options);
        Wire.Connect(board.Ports[0], _wires[0]);
        Wire.Connect(board.Ports[1], _wires[1]);
        board.Install(_ndis, _ndis.RegisterMiniport(new VirtualNicDriver(), VirtualNicDriver.Registration));
        foreach (Port port in _ports)
        {
            Assert.True(port.Binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.Directed)).IsSuccess);
        }

        _loop.RunUntilIdle();
        return board;
    }

    private void Send(Port port)
    {
        NetBufferList list = _pool.Get();
        byte[] frame = TestFrames.Plain(0x0200_0000_0055, port.Binding.Attributes.MacAddress.Value, 100);
        list.FirstNetBuffer.DataLength = frame.Length;
        list.FirstNetBuffer.CopyFrom(0, frame);
        NetBufferListChain chain = new(list);
        port.Binding.Send(ref chain, PortNumber.Default, SendFlags.None);
    }

    private sealed class Port(ProtocolBinding binding) : IProtocol
    {
        public ProtocolBinding Binding => binding;

        public int Received { get; private set; }

        public NtStatus Unbind() => NtStatus.Success;

        public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
        {
            Received += chain.Count;
            if ((flags & ReceiveFlags.Resources) == 0)
            {
                binding.Return(ref chain, ReturnFlags.None);
            }
        }

        public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
        {
            while (chain.RemoveFirst() is { } list)
            {
                list.Free();
            }
        }
    }
}
