using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Nic;

/// <summary>A card with its miniport driver and a protocol on top that sends frames of its own making and returns at once what arrives.</summary>
internal sealed class NicStack : IProtocolDriver, IProtocol
{
    private readonly SimKernel _kernel;
    private ProtocolBinding? _binding;
    private NetBufferListQueue _home;

    public NicStack(FramePool frames, int index, OffloadCapabilities offloads, int queues = 1, bool headerDataSplit = false)
    {
        _kernel = new SimKernel(frames.Loop, new SimKernelOptions { Name = $"host{index}", HostIndex = index, Verifier = false, ProcessorCount = queues });
        Card = new VirtualNic(_kernel, frames, new VirtualNicOptions
        {
            MacAddress = new MacAddress(0x0200_0000_0000UL + (uint)index), Offloads = offloads, HeaderDataSplit = headerDataSplit,
        });
        var runtime = new NdisRuntime(_kernel);
        runtime.RegisterProtocol(this, new ProtocolOptions { Name = "bench" });
        runtime.AddAdapter(runtime.RegisterMiniport(new VirtualNicDriver(), VirtualNicDriver.Registration), new AdapterOptions { Name = "eth0", Device = Card });
        _kernel.Loop.RunUntilIdle();
        _binding!.OidRequest(OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.Promiscuous));
        if (queues > 1)
        {
            _binding.OidRequest(OidRequest.Set(Oid.GenReceiveScaleParameters, new ReceiveScaleParameters
            {
                HashTypes = RssHashTypes.All,
                IndirectionTable = [.. Enumerable.Range(0, 128).Select(i => i % queues)],
                SecretKey = new byte[ToeplitzHash.KeySize].Select((_, i) => (byte)(i * 37)).ToArray(),
            }));
        }
    }

    /// <summary>The card.</summary>
    public VirtualNic Card { get; }

    /// <summary>Lists that were indicated.</summary>
    public long Received { get; private set; }

    /// <summary>Makes the lists that <see cref="Send"/> sends.</summary>
    public void Fill(int chainLength, ReadOnlySpan<byte> frame)
    {
        var pool = new NetBufferListPool(_kernel, new NetBufferListPoolOptions { Name = "bench", DataSize = frame.Length, HeadRoom = 64 });
        for (int i = 0; i < chainLength; i++)
        {
            NetBufferList list = pool.Get();
            list.FirstNetBuffer.DataLength = frame.Length;
            list.FirstNetBuffer.CopyFrom(0, frame);
            _home.Enqueue(list);
        }
    }

    /// <summary>Hands all lists to the card; they are back when the loop is idle.</summary>
    public void Send()
    {
        NetBufferListChain chain = _home.TakeAll();
        _binding!.Send(ref chain, default, SendFlags.None);
    }

    public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
    {
        _binding = binding;
        protocol = this;
        return binding.Open(new OpenParameters());
    }

    public NtStatus Unbind() => NtStatus.Success;

    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent) => NtStatus.Success;

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags)
    {
        Received += chain.Count;
        if ((flags & ReceiveFlags.Resources) == 0)
        {
            _binding!.Return(ref chain, ReturnFlags.None);
        }
    }

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => _home.Enqueue(ref chain);
}
