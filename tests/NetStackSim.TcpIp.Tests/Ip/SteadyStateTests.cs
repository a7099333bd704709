using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests;

/// <summary>What bulk traffic costs: no allocation, chains stay chains, no copies.</summary>
public sealed class SteadyStateTests
{
    /// <summary>A miniport that neither copies nor allocates.</summary>
    private sealed class QuietNic : IMiniportDriver, IMiniport
    {
        public MiniportAdapter? Adapter;
        public NetBufferListQueue Idle;
        public int LongestChain;

        public NtStatus Initialize(MiniportAdapter adapter, MiniportInitializeParameters parameters, out IMiniport? miniport)
        {
            Adapter = adapter;
            adapter.SetAttributes(new MiniportGeneralAttributes { CurrentMacAddress = new MacAddress(0x0200_0000_0101) });
            miniport = this;
            return NtStatus.Success;
        }

        public void SendNetBufferLists(ref NetBufferListChain chain, PortNumber port, SendFlags flags)
        {
            LongestChain = Math.Max(LongestChain, chain.Count);
            NetBufferListChain done = chain.Take();
            Adapter!.CompleteSend(ref done, SendCompleteFlags.None);
        }

        public void ReturnNetBufferLists(ref NetBufferListChain chain, ReturnFlags flags) => Idle.Enqueue(ref chain);

        public NtStatus OidRequest(OidRequest request) => NtStatus.Success;

        public void Halt(HaltAction action)
        {
        }

        public NtStatus Pause(PauseReason reason) => NtStatus.Success;

        public NtStatus Restart(RestartAttributes attributes) => NtStatus.Success;

        public void CancelOidRequest(ulong requestId)
        {
        }
    }

    /// <summary>A client that returns what it gets and keeps its requests.</summary>
    private sealed class QuietClient : IDatagramClient
    {
        public IDatagramEndpoint? Endpoint;
        public long Received;
        public int Completed;

        public void OnReceive(ref NetBufferListChain lists)
        {
            Received += lists.Count;
            Endpoint!.Return(ref lists);
        }

        public void OnSendComplete(DatagramSend first)
        {
            for (DatagramSend? send = first; send is not null; send = send.Next)
            {
                Completed++;
            }
        }

        public void OnError(in IpEndpoint remote, NtStatus status)
        {
        }

        public void OnClosed()
        {
        }
    }

    [Theory]
    [InlineData(IpFamily.V4)]
    [InlineData(IpFamily.V6)]
    public void Datagrams_BothWays_AllocateNothingAndStayInChains(IpFamily family)
    {
        const int Chain = 32;
        EventLoop loop = new();
        SimKernel kernel = new(loop, new SimKernelOptions { Verifier = false });
        NdisRuntime ndis = new(kernel);
        TcpIpStack stack = new(kernel, ndis);
        QuietNic nic = new();
        MiniportAdapter adapter = ndis.AddAdapter(ndis.RegisterMiniport(nic, new MiniportOptions { Name = "quiet" }), new AdapterOptions { Name = "quiet" });
        loop.RunFor(0);
        IpInterface on = stack.Interfaces[^1];
        stack.AddAddress(on, IpPrefix.Parse(Frames.PrefixOf(family)), skipDad: true);
        stack.AddNeighbour(on, IpAddress.Parse(Frames.PeerOf(family)), Frames.PeerMac);
        QuietClient client = new();
        stack.CreateDatagramEndpoint(new EndpointOptions(family, 17), client, out client.Endpoint);
        client.Endpoint!.Bind(new IpEndpoint(IpAddress.Parse(Frames.OursOf(family)), 9), AddressSharing.Default);
        NetBufferListPool pool = new(kernel, new NetBufferListPoolOptions { Name = "rx", DataSize = 2048 });
        DatagramSend[] sends = new DatagramSend[Chain];
        byte[] frame = Frames.IpFrame(new MacAddress(0x0200_0000_0101), Frames.Udp(Frames.PeerOf(family), 5, Frames.OursOf(family), 9, Frames.Pattern(1000)));
        Mdl payload = Mdl.Over(Frames.Pattern(1000));
        for (int i = 0; i < Chain; i++)
        {
            NetBufferList list = pool.Get();
            list.FirstNetBuffer.DataLength = frame.Length;
            frame.CopyTo(list.FirstNetBuffer.GetWritable(frame.Length));
            nic.Idle.Enqueue(list);
            sends[i] = new DatagramSend { Mdl = payload, Length = 1000, Remote = new IpEndpoint(IpAddress.Parse(Frames.PeerOf(family)), 5) };
        }

        long allocated = long.MaxValue;
        for (int round = 0; round < 20 && allocated != 0; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
            {
                Exchange(nic, client, sends);
            }

            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Assert.Equal(0, allocated);
        Assert.Equal(Chain, nic.LongestChain);
        Assert.Equal(client.Received, client.Completed);
        Assert.Equal(0, kernel.Copies.StackBytes);
        client.Endpoint.Close();
        stack.Dispose();
        ndis.RemoveAdapter(adapter);
        loop.RunFor(0);
    }

    private static void Exchange(QuietNic nic, QuietClient client, DatagramSend[] sends)
    {
        NetBufferListChain chain = default;
        nic.Idle.MoveTo(ref chain);
        nic.Adapter!.IndicateReceive(ref chain, PortNumber.Default, ReceiveFlags.DispatchLevel | ReceiveFlags.PerfectFiltered);
        for (int i = 0; i < sends.Length - 1; i++)
        {
            sends[i].Next = sends[i + 1];
        }

        sends[^1].Next = null;
        client.Endpoint!.Send(sends[0]);
    }
}
