using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Datagrams of 64 bytes one way, in thousands per CPU-second.</summary>
internal static class Datagrams
{
    private const int Count = 200_000;
    private const int Outstanding = 32;

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        using var hosts = new TwoHosts();
        var sink = new Sink();
        (SimUdpSocket from, IpEndpoint to) = hosts.Network.Run(async () =>
        {
            SimUdpSocket sender = hosts.A.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 0));
            SimUdpSocket receiver = hosts.B.Sockets.OpenUdp(new IpEndpoint(IpAddress.AnyV4, 9), sink);
            await sender.SendToAsync(new byte[64], new IpEndpoint(hosts.B.Address, 9));
            GC.KeepAlive(receiver);
            return (sender, new IpEndpoint(hosts.B.Address, 9));
        });
        var source = new Source(from.Socket, hosts.A.Kernel, to);

        double Run()
        {
            long before = sink.Datagrams;
            for (int sent = 0; sent < Count; sent += Outstanding)
            {
                source.Send(Outstanding);
                hosts.Network.Loop.RunUntilIdle(long.MaxValue);
            }

            return sink.Datagrams - before == Count ? Count / 1e3 : throw new InvalidOperationException("Datagrams were lost.");
        }

        yield return new("udp.64", CpuMeter.Rate(Run), "k/s");
    }

    private sealed class Sink : IWskDatagramEvents
    {
        public long Datagrams { get; private set; }

        public NtStatus ReceiveFrom(WskDatagramSocket socket, WskEventFlags flags, WskDatagramIndication? datagrams)
        {
            for (WskDatagramIndication? datagram = datagrams; datagram is not null; datagram = datagram.Next)
            {
                Datagrams++;
            }

            return NtStatus.Success;
        }
    }

    private sealed class Source
    {
        private static readonly IrpCompletionRoutine Keep = static (irp, context) =>
        {
            ((Source)context!)._idle.Push(irp);
            return NtStatus.MoreProcessingRequired;
        };

        private readonly WskDatagramSocket _socket;
        private readonly IpEndpoint _to;
        private readonly WskBuffer _payload = new(Mdl.Over(new byte[64]), 0, 64);
        private readonly Stack<Irp> _idle = new();

        public Source(WskDatagramSocket socket, SimKernel kernel, IpEndpoint to)
        {
            _socket = socket;
            _to = to;
            for (int i = 0; i < Outstanding; i++)
            {
                _idle.Push(kernel.Io.AllocateIrp(1, "datagram"));
            }
        }

        public void Send(int count)
        {
            for (int i = 0; i < count; i++)
            {
                Irp irp = _idle.Pop();
                irp.Reuse(NtStatus.Unsuccessful);
                irp.SetCompletionRoutine(Keep, this);
                _socket.SendTo(_payload, _to, irp);
            }
        }
    }
}
