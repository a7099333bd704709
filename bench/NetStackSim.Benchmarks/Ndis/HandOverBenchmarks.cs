using BenchmarkDotNet.Attributes;
using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Benchmarks.Ndis;

/// <summary>The driver stack alone, by chain length and number of pass-through filters: nanoseconds for a list there and back. Rows differ by the filters between.</summary>
[MemoryDiagnoser]
public class HandOverBenchmarks
{
    private const int ListsPerInvocation = 1024;

    private readonly EchoDrivers _drivers = new();

    /// <summary>Lists in a chain.</summary>
    [Params(1, 8, 32, 64)]
    public int ChainLength { get; set; }

    /// <summary>Pass-through filters in the stack.</summary>
    [Params(0, 1, 2, 4, 8, 16)]
    public int Filters { get; set; }

    /// <summary>Ownership checks on.</summary>
    [Params(false, true)]
    public bool Verifier { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        SimKernel kernel = new(new EventLoop(), new SimKernelOptions { Verifier = Verifier });
        NdisRuntime runtime = new(kernel);
        runtime.RegisterProtocol(_drivers, new ProtocolOptions { Name = "echo" });
        for (int i = 0; i < Filters; i++)
        {
            runtime.RegisterFilter(new PassThroughFilterDriver(), new FilterOptions { Name = $"pass{i}" });
        }

        runtime.AddAdapter(runtime.RegisterMiniport(_drivers, new MiniportOptions { Name = "echo" }), new AdapterOptions { Name = "Ethernet" });
        Fill(ref _drivers.ToSend, new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "send", DataSize = 64 }));
        Fill(ref _drivers.ToIndicate, new NetBufferListPool(kernel, new NetBufferListPoolOptions { Name = "receive", DataSize = 64 }));
    }

    [Benchmark(OperationsPerInvoke = ListsPerInvocation)]
    public void SendAndComplete()
    {
        for (int i = 0; i < ListsPerInvocation / ChainLength; i++)
        {
            _drivers.Send();
        }
    }

    [Benchmark(OperationsPerInvoke = ListsPerInvocation)]
    public void IndicateAndReturn()
    {
        for (int i = 0; i < ListsPerInvocation / ChainLength; i++)
        {
            _drivers.Indicate();
        }
    }

    private void Fill(ref NetBufferListQueue queue, NetBufferListPool pool)
    {
        queue = default;
        for (int i = 0; i < ChainLength; i++)
        {
            queue.Enqueue(pool.Get());
        }
    }

    /// <summary>A miniport that completes at once under a protocol that returns at once.</summary>
    private sealed class EchoDrivers : IMiniportDriver, IMiniport, IProtocolDriver, IProtocol
    {
        public NetBufferListQueue ToSend;
        public NetBufferListQueue ToIndicate;
        private MiniportAdapter? _adapter;
        private ProtocolBinding? _binding;

        public void Send()
        {
            NetBufferListChain chain = ToSend.TakeAll();
            _binding!.Send(ref chain, PortNumber.Default, SendFlags.None);
        }

        public void Indicate()
        {
            NetBufferListChain chain = ToIndicate.TakeAll();
            _adapter!.IndicateReceive(ref chain, PortNumber.Default, ReceiveFlags.PerfectFiltered);
        }

        public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
        {
            _adapter = adapter;
            miniport = this;
            return adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = new MacAddress(0x0200_0000_0001) });
        }

        public NtStatus BindAdapter(ProtocolBinding binding, BindParameters parameters, out IProtocol? protocol)
        {
            _binding = binding;
            protocol = this;
            binding.Open(new OpenParameters());
            return binding.OidRequest(NetStackSim.Ndis.OidRequest.Set(Oid.GenCurrentPacketFilter, (uint)PacketFilter.Directed));
        }

        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags) => _adapter!.CompleteSend(ref chain, SendCompleteFlags.None);

        public void SendNetBufferListsComplete(ref NetBufferListChain chain, SendCompleteFlags flags) => ToSend.Enqueue(ref chain);

        public void ReceiveNetBufferLists(ref NetBufferListChain chain, PortNumber port, ReceiveFlags flags) => _binding!.Return(ref chain, ReturnFlags.None);

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => ToIndicate.Enqueue(ref chain);

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
    }
}
