using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Wsk.Tests.Sockets;

/// <summary>The data path of WSK allocates nothing once pools are warm.</summary>
public sealed class AllocationTests
{
    private const int Warmup = 200;
    private const int Segments = 2000;

    private static readonly byte[] Payload = FakeStream.Pattern(0, 1460);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Receive_ByEvent_AllocatesNothing(bool retains)
    {
        using WskHarness host = new(verifier: false);
        Sink sink = new(retains);
        (WskConnectionSocket socket, FakeStream stream) = host.Connect(sink, WskEventMask.Receive);
        long allocated = Measure(() => stream.DeliverList(List(host), Payload.Length));
        Assert.Equal(0, allocated);
        sink.ReleaseAll(socket);
        Assert.Equal((Warmup + Segments) * (long)Payload.Length, sink.Bytes);
        host.CloseNow(socket);
    }

    [Fact]
    public void Receive_ByRequest_AllocatesNothing()
    {
        using WskHarness host = new(verifier: false);
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        Requests requests = new(host.Kernel);
        var buffer = new WskBuffer(Mdl.Over(new byte[4096]), 0, 4096);
        long allocated = Measure(() =>
        {
            socket.Receive(buffer, WskReceiveFlags.None, requests.Next());
            stream.DeliverList(List(host), Payload.Length);
        });
        Assert.Equal(0, allocated);
        Assert.Equal((Warmup + Segments) * (long)Payload.Length, requests.Bytes);
        requests.Free();
        host.CloseNow(socket);
    }

    [Fact]
    public void Send_ByReference_AllocatesNothing()
    {
        using WskHarness host = new(verifier: false);
        (WskConnectionSocket socket, FakeStream stream) = host.Connect();
        Requests requests = new(host.Kernel);
        var buffer = new WskBuffer(Mdl.Over(new byte[4096]), 0, 4096);
        long allocated = Measure(() =>
        {
            socket.Send(buffer, WskSendFlags.None, requests.Next());
            stream.Acknowledge();
        });
        Assert.Equal(0, allocated);
        Assert.Equal((Warmup + Segments) * 4096L, requests.Bytes);
        requests.Free();
        host.CloseNow(socket);
    }

    [Fact]
    public void Datagrams_BothWays_AllocateNothing()
    {
        using WskHarness host = new(verifier: false);
        WskDatagramSocket socket = host.Udp();
        Requests requests = new(host.Kernel);
        Requests sends = new(host.Kernel);
        var buffer = new WskBuffer(Mdl.Over(new byte[4096]), 0, 4096);
        WskAddressBuffer from = new();
        Packets.IpEndpoint peer = WskHarness.Peer;
        host.Transport.Datagram.Targets.Capacity = Warmup + Segments;
        long allocated = Measure(() =>
        {
            socket.ReceiveFrom(buffer, from, requests.Next());
            host.Transport.Datagram.DeliverList(List(host));
            socket.SendTo(buffer, peer, sends.Next());
            host.Transport.Datagram.CompleteSends();
        });
        Assert.Equal(0, allocated);
        requests.Free();
        sends.Free();
        host.CloseNow(socket);
    }

    private static NetBufferList List(WskHarness host)
    {
        NetBufferList list = host.Transport.Pool.Get();
        list.FirstNetBuffer.DataLength = Payload.Length;
        list.FirstNetBuffer.CopyFrom(0, Payload);
        return list;
    }

    private static long Measure(Action segment)
    {
        for (int i = 0; i < Warmup; i++)
        {
            segment();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Segments; i++)
        {
            segment();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Takes what it is shown; or keeps the last one, as a zero-copy client does.</summary>
    private sealed class Sink(bool retains) : IWskConnectionEvents
    {
        private WskDataIndication? _kept;

        public long Bytes { get; private set; }

        public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
        {
            Bytes += bytesIndicated;
            if (!retains)
            {
                return NtStatus.Success;
            }

            ReleaseAll(socket);
            _kept = data;
            return NtStatus.Pending;
        }

        public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags) => NtStatus.Success;

        public void ReleaseAll(WskConnectionSocket socket)
        {
            if (_kept is { } data)
            {
                _kept = null;
                socket.Release(data);
            }
        }
    }

    /// <summary>One IRP that is used again and again.</summary>
    private sealed class Requests(SimKernel kernel)
    {
        private static readonly IrpCompletionRoutine Done = static (irp, context) =>
        {
            ((Requests)context!).Bytes += (long)irp.Information;
            return NtStatus.MoreProcessingRequired;
        };

        private readonly Irp _irp = kernel.Io.AllocateIrp(1, "test");

        public long Bytes { get; private set; }

        public Irp Next()
        {
            _irp.Reuse(NtStatus.Unsuccessful);
            _irp.SetCompletionRoutine(Done, this);
            return _irp;
        }

        public void Free() => _irp.Free();
    }
}
