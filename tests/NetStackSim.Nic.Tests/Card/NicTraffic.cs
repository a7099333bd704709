using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests;

/// <summary>Two cards on one cable; chains of full-sized TCP segments go from one to the other and are returned at once.</summary>
internal sealed class NicTraffic : IProtocolDriver, IProtocol
{
    private const int ChainLength = 32;

    private readonly EventLoop _loop;
    private readonly NetBufferListPool _pool;
    private readonly List<ProtocolBinding> _bindings = [];
    private readonly byte[] _packet;

    public NicTraffic(SimKernel kernel, FramePool frames, VirtualNicOptions? options = null)
    {
        _loop = kernel.Loop;
        _pool = new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "traffic/send", DataSize = 1600, HeadRoom = 64 });
        NdisRuntime ndis = new(kernel);
        ndis.RegisterProtocol(this, new ProtocolOptions { Name = "TRAFFIC" });
        MiniportRegistration driver = ndis.RegisterMiniport(new VirtualNicDriver(), VirtualNicDriver.Registration);
        options ??= new VirtualNicOptions { Offloads = VirtualNicOptions.AllOffloads with { CoalesceIPv4 = false } };
        VirtualNic a = new(kernel, frames, options with { Name = "traffic/a", MacAddress = new MacAddress(0x0200_0000_0001) });
        VirtualNic b = new(kernel, frames, options with { Name = "traffic/b", MacAddress = new MacAddress(0x0200_0000_0002) });
        Wire.Connect(a, b);
        ndis.AddAdapter(driver, new AdapterOptions { Name = "A", Device = a });
        ndis.AddAdapter(driver, new AdapterOptions { Name = "B", Device = b });
        _loop.RunUntilIdle();
        foreach (ProtocolBinding binding in _bindings)
        {
            binding.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)(PacketFilter.Directed | PacketFilter.Broadcast)));
        }

        _loop.RunUntilIdle();
        TestFrames.Spec spec = new() { Payload = TestFrames.Pattern(1460) };
        _packet = TestFrames.Request(TestFrames.Transport(spec), spec);
    }

    public long Received { get; private set; }

    public bool AsksForChecksums { get; set; } = true;

    public void Run(int chains)
    {
        for (int i = 0; i < chains; i++)
        {
            SendChain();
            _loop.RunUntilIdle();
        }
    }

    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        _bindings.Add(binding);
        protocol = this;
        return NtStatus.Success;
    }

    public NtStatus Unbind() => NtStatus.Success;

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        Received += chain.Count;
        if ((flags & ReceiveFlags.Resources) == 0)
        {
            _bindings[1].Return(ref chain, ReturnFlags.DispatchLevel);
        }
    }

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags)
    {
        while (chain.RemoveFirst() is { } list)
        {
            list.Free();
        }
    }

    private void SendChain()
    {
        NetBufferListChain chain = default;
        for (int i = 0; i < ChainLength; i++)
        {
            _pool.TryRent(out NetBufferList? list);
            NetBuffer buffer = list!.FirstNetBuffer;
            buffer.DataLength = _packet.Length;
            _packet.AsSpan(0, 54).CopyTo(buffer.GetWritable(54));
            if (AsksForChecksums)
            {
                list.TransmitChecksum = TransmitChecksumInfo.ForTcp(true, 34, ipHeaderChecksum: true);
            }

            chain.Add(list);
        }

        _bindings[0].Send(ref chain, PortNumber.Default, SendFlags.None);
    }
}
