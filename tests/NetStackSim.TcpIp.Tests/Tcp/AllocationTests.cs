using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp.Tests.Tcp;

/// <summary>Nothing is allocated for a segment, an acknowledgment or a request once the pools are warm; an idle connection stays small.</summary>
public sealed class AllocationTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(97, false)]
    public void Bulk_InSteadyState_AllocatesNothing(int loseEvery, bool timestamps)
    {
        var loop = new EventLoop();
        (DirectWire a, DirectWire b) = DirectWire.Pair(loop, StackProfile.Windows11 with { TcpOfferTimestamps = timestamps });
        (Client client, Client server) = Connect(a, b);
        client.Resends = true;
        byte[] data = new byte[65_536];
        for (int request = 0; request < 4; request++)
        {
            client.Endpoint.Send(new StreamSend { Mdl = Mdl.Over(data), Length = data.Length });
        }

        a.LoseEvery = loseEvery;
        Pump(loop, a, b, 3000);
        long segments = a.Segments + b.Segments;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pump(loop, a, b, 500);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(a.Segments + b.Segments - segments > 4_000, $"{a.Segments + b.Segments - segments} segments");
        Assert.True(server.Bytes > 0);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public void PingPong_InSteadyState_AllocatesNothing()
    {
        var loop = new EventLoop();
        (DirectWire a, DirectWire b) = DirectWire.Pair(loop);
        (Client client, Client server) = Connect(a, b);
        client.Echo = new StreamSend { Mdl = Mdl.Over(new byte[1]), Length = 1, Flags = StreamSendFlags.NoDelay };
        server.Echo = new StreamSend { Mdl = Mdl.Over(new byte[1]), Length = 1, Flags = StreamSendFlags.NoDelay };
        client.Endpoint.Send(client.Echo);
        Pump(loop, a, b, 1000);
        long bytes = server.Bytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Pump(loop, a, b, 5000);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(server.Bytes - bytes >= 5000, $"{server.Bytes - bytes} round trips");
    }

    [Fact]
    public void ConnectAndClose_InSteadyState_AllocatesLittle()
    {
        var loop = new EventLoop();
        (DirectWire a, DirectWire b) = DirectWire.Pair(loop);
        var listener = new Listener();
        Listen(b, listener);
        void Round()
        {
            Client client = Open(a, b);
            a.Pump();
            while (b.Pump() | a.Pump())
            {
            }

            client.Endpoint.Close();
            listener.Last!.Endpoint.Close();
            while (b.Pump() | a.Pump())
            {
            }
        }

        for (int round = 0; round < 500; round++)
        {
            Round();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            Round();
        }

        long perConnection = (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        Assert.InRange(perConnection, 0, 300);
    }

    [Fact]
    public void IdleConnections_TakeLessThanTwoKibibytesAnEnd()
    {
        var loop = new EventLoop();
        (DirectWire a, DirectWire b) = DirectWire.Pair(loop, StackProfile.Windows11 with { DynamicPortStart = 1024, DynamicPortCount = 60_000 });
        var listener = new Listener();
        Listen(b, listener);
        const int count = 4000;
        Open(a, b);
        var clients = new Client[count];
        long before = GC.GetTotalMemory(forceFullCollection: true);
        for (int index = 0; index < count; index++)
        {
            clients[index] = Open(a, b);
            while (b.Pump() | a.Pump())
            {
            }
        }

        long perEnd = (GC.GetTotalMemory(forceFullCollection: true) - before) / (2 * count);
        GC.KeepAlive(clients);
        Assert.True(perEnd < 2048, $"{perEnd} bytes");
    }

    private static void Pump(EventLoop loop, DirectWire a, DirectWire b, int rounds)
    {
        for (int round = 0; round < rounds; round++)
        {
            b.Pump();
            if (!a.Pump())
            {
                // Everything in flight was lost: let the timers work.
                loop.RunFor(50_000_000);
            }
        }
    }

    private static (Client Client, Client Server) Connect(DirectWire a, DirectWire b)
    {
        var listener = new Listener();
        Listen(b, listener);
        Client client = Open(a, b);
        while (b.Pump() | a.Pump())
        {
        }

        return (client, listener.Last!);
    }

    private static void Listen(DirectWire wire, Listener listener)
    {
        wire.Tcp.CreateListener(new EndpointOptions(IpFamily.V4, 6), listener, out IListener? made);
        listener.Made = made!;
        Assert.Equal(NtStatus.Success, made!.Bind(new IpEndpoint(IpAddress.AnyV4, 7), AddressSharing.Default));
        Assert.Equal(NtStatus.Success, made.Listen(100_000, conditional: false));
    }

    private static Client Open(DirectWire from, DirectWire to)
    {
        var client = new Client();
        from.Tcp.CreateStreamEndpoint(new EndpointOptions(IpFamily.V4, 6), client, out IStreamEndpoint? endpoint);
        client.Endpoint = endpoint!;
        Assert.True(endpoint!.Bind(new IpEndpoint(IpAddress.AnyV4, 0), AddressSharing.Default).IsSuccess);
        Assert.True(endpoint.Connect(new IpEndpoint(to.Address, 7)) == NtStatus.Pending);
        return client;
    }

    private sealed class Client : IStreamEndpointClient
    {
        public IStreamEndpoint Endpoint { get; set; } = null!;

        public long Bytes { get; private set; }

        public bool Resends { get; set; }

        public StreamSend? Echo { get; set; }

        public void OnConnected(NtStatus status)
        {
        }

        public void OnReceive(ref NetBufferListChain lists, int bytes, StreamReceiveFlags flags)
        {
            Bytes += bytes;
            NetBufferListChain chain = lists.Take();
            Endpoint.Return(ref chain, bytes);
            if (Echo is { } echo)
            {
                Endpoint.Send(echo);
            }
        }

        public void OnSendComplete(StreamSend first)
        {
            for (StreamSend? send = first; Resends && send is not null;)
            {
                StreamSend? next = send.Next;
                Endpoint.Send(send);
                send = next;
            }
        }

        public void OnDisconnected(NtStatus status)
        {
        }

        public void OnDisconnectComplete(NtStatus status)
        {
        }

        public void OnSendBacklog(long ideal)
        {
        }

        public void OnClosed()
        {
        }
    }

    private sealed class Listener : IListenerClient
    {
        public IListener Made { get; set; } = null!;

        public Client? Last { get; private set; }

        public ConnectionRequestAction OnRequest(ulong requestId, in IpEndpoint local, in IpEndpoint remote) => ConnectionRequestAction.Accept;

        public void OnRequestAborted(ulong requestId)
        {
        }

        public IStreamEndpointClient? OnIncoming(IStreamEndpoint endpoint, ulong requestId)
        {
            Last = new Client { Endpoint = endpoint };
            Made.Accepted();
            return Last;
        }
    }
}
