using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>One byte there and back over TCP with WSK events, in thousands of round trips per CPU-second.</summary>
internal static class PingPong
{
    private const int RoundTrips = 100_000;

    public static IEnumerable<QuickResult> Measure(QuickOptions options)
    {
        using var hosts = new TwoHosts();
        (WskConnectionSocket client, WskConnectionSocket server) = hosts.Connect();
        var a = new Player(client, hosts.A.Kernel);
        var b = new Player(server, hosts.B.Kernel) { Left = long.MaxValue };

        double Play()
        {
            a.Left = RoundTrips;
            a.Hit();
            hosts.Network.Loop.RunUntilIdle(long.MaxValue);
            return a.Left == 0 ? RoundTrips / 1e3 : throw new InvalidOperationException($"{a.Left} round trips are missing.");
        }

        yield return new("tcp.pingpong.1", CpuMeter.Rate(Play), "k/s");
        GC.KeepAlive(b);
    }

    private sealed class Player : IWskConnectionEvents
    {
        private static readonly IrpCompletionRoutine Keep = static (irp, context) =>
        {
            ((Player)context!)._idle.Push(irp);
            return NtStatus.MoreProcessingRequired;
        };

        private readonly WskConnectionSocket _socket;
        private readonly SimKernel _kernel;
        private readonly WskBuffer _byte = new(Mdl.Over(new byte[1]), 0, 1);
        private readonly Stack<Irp> _idle = new();

        public Player(WskConnectionSocket socket, SimKernel kernel)
        {
            _socket = socket;
            _kernel = kernel;
            socket.Attach(this, WskEventMask.Receive);
        }

        public long Left { get; set; }

        public void Hit()
        {
            Irp irp = _idle.TryPop(out Irp? idle) ? idle : _kernel.Io.AllocateIrp(1, "ping");
            irp.Reuse(NtStatus.Unsuccessful);
            irp.SetCompletionRoutine(Keep, this);
            _socket.Send(_byte, WskSendFlags.NoDelay, irp);
        }

        public NtStatus Receive(WskConnectionSocket socket, WskEventFlags flags, WskDataIndication? data, int bytesIndicated, ref int bytesAccepted)
        {
            if (--Left > 0)
            {
                Hit();
            }

            return NtStatus.Success;
        }

        public NtStatus Disconnect(WskConnectionSocket socket, WskEventFlags flags) => NtStatus.Success;
    }
}
