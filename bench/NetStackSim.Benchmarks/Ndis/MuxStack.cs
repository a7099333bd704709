using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>A miniport that completes at once, the VLAN multiplexer over it, and a protocol that returns at once over its one VLAN.</summary>
internal sealed class MuxStack : IMiniportDriver, IMiniport, IProtocolDriver, IProtocol
{
    private const string Lower = "Ethernet";
    private const int Vlan = 10;

    private static readonly MacAddress Address = new(0x0200_0000_0001);

    private readonly bool _insertsTags;
    private MiniportAdapter? _adapter;
    private ProtocolBinding? _binding;
    private NetBufferListQueue _toSend;
    private NetBufferListQueue _toIndicate;

    public MuxStack(int chainLength, bool insertsTags)
    {
        _insertsTags = insertsTags;
        SimKernel kernel = new(new EventLoop(), new SimKernelOptions { Name = "bench", Verifier = false });
        NdisRuntime runtime = new(kernel);
        runtime.RegisterProtocol(this, new ProtocolOptions { Name = "bench", BindsByDefault = false });
        runtime.AddAdapter(runtime.RegisterMiniport(this, new MiniportOptions { Name = "mirror" }), new AdapterOptions { Name = Lower });
        VlanMuxDriver mux = new(runtime);
        mux.AddVlan(Lower, new VlanOptions { VlanId = Vlan });
        runtime.Bindings.Enable("bench", $"{Lower}.{Vlan}");
        kernel.Loop.RunFor(1_000_000);
        NetBufferListPool pool = new(kernel, new NetBufferListPoolOptions { Name = "bench", DataSize = 256, HeadRoom = 64 });
        for (int i = 0; i < chainLength; i++)
        {
            _toSend.Enqueue(Frame(pool, tagged: false));
            NetBufferList received = Frame(pool, tagged: !insertsTags);
            received.FrameType = EtherTypes.IPv4;
            received.Vlan = insertsTags ? new VlanInfo(0, Vlan) : default;
            _toIndicate.Enqueue(received);
        }
    }

    /// <summary>One chain down through both stacks, completed, and back.</summary>
    public void Send()
    {
        NetBufferListChain chain = _toSend.TakeAll();
        _binding!.Send(ref chain, PortNumber.Default, SendFlags.None);
    }

    /// <summary>One chain up through both stacks, returned, and back.</summary>
    public void Indicate()
    {
        NetBufferListChain chain = _toIndicate.TakeAll();
        _adapter!.IndicateReceive(ref chain, PortNumber.Default, ReceiveFlags.PerfectFiltered);
    }

    public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
    {
        _adapter = adapter;
        miniport = this;
        adapter.SetAttributes(new MiniportRegistrationAttributes());
        return adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = Address, MacOptions = _insertsTags ? MacOptions.Vlan8021Q : MacOptions.None });
    }

    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        _binding = binding;
        protocol = this;
        binding.Open(new OpenParameters());
        return binding.OidRequest(NetStackSim.Ndis.OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.Directed));
    }

    public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => _adapter!.CompleteSend(ref chain, SendCompleteFlags.None);

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => _toSend.Enqueue(ref chain);

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => _binding!.Return(ref chain, ReturnFlags.None);

    public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => _toIndicate.Enqueue(ref chain);

    public NtStatus Pause(PauseReason reason) => NtStatus.Success;

    public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

    public NtStatus Unbind() => NtStatus.Success;

    public NtStatus OidRequest(OidRequest request) => NtStatus.Success;

    public void CancelOidRequest(ulong requestId)
    {
    }

    public void Halt(HaltAction action)
    {
    }

    private static NetBufferList Frame(NetBufferListPool pool, bool tagged)
    {
        NetBufferList list = pool.Get();
        byte[] header = new byte[64];
        Address.CopyTo(header);
        (header[12], header[13]) = tagged ? ((byte)0x81, (byte)0x00) : ((byte)0x08, (byte)0x00);
        (header[15], header[16]) = tagged ? ((byte)Vlan, (byte)0x08) : ((byte)0, (byte)0);
        list.FirstNetBuffer.DataLength = header.Length;
        list.FirstNetBuffer.CopyFrom(0, header);
        return list;
    }
}
