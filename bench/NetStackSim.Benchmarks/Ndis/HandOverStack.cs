using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>Protocol, some pass-through filters, a miniport that completes at once: a send goes down and its completion comes up.</summary>
internal sealed class HandOverStack : IProtocolDriver, IProtocol
{
    private readonly SimKernel _kernel;
    private readonly NetBufferListPool _pool;
    private readonly NetBufferList[] _lists;
    private ProtocolBinding? _binding;
    private NetBufferListQueue _home;

    public HandOverStack(int filters, int chainLength)
    {
        _kernel = new SimKernel(new EventLoop(), new SimKernelOptions { Name = "bench", Verifier = false });
        var runtime = new NdisRuntime(_kernel);
        for (int i = 0; i < filters; i++)
        {
            runtime.RegisterFilter(new PassThroughFilterDriver(), new FilterOptions { Name = $"pass{i}" });
        }

        runtime.RegisterProtocol(this, new ProtocolOptions { Name = "bench" });
        MiniportRegistration miniport = runtime.RegisterMiniport(new MirrorMiniportDriver(), new MiniportOptions { Name = "mirror" });
        runtime.AddAdapter(miniport, new AdapterOptions { Name = "mirror0" });
        _kernel.Loop.RunUntilIdle();
        _pool = new NetBufferListPool(_kernel, new NetBufferListPoolOptions { Name = "bench", DataSize = 128, HeadRoom = 64 });
        _lists = new NetBufferList[chainLength];
        for (int i = 0; i < chainLength; i++)
        {
            _lists[i] = _pool.Get();
            _home.Enqueue(_lists[i]);
        }
    }

    /// <summary>One chain down and up.</summary>
    public void RoundTrip()
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

    public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => _binding!.Return(ref chain, ReturnFlags.None);

    public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => _home.Enqueue(ref chain);
}
