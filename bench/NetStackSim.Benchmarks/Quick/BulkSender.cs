using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Keeps a few large WSK sends outstanding, by reference, from one buffer that stays in the cache.</summary>
internal sealed class BulkSender
{
    private const int SendSize = 64 * 1024;
    private const int Outstanding = 4;

    private static readonly IrpCompletionRoutine Sent = static (irp, context) =>
    {
        ((BulkSender)context!).OnSent(irp);
        return NtStatus.MoreProcessingRequired;
    };

    private readonly Irp[] _irps = new Irp[Outstanding];
    private readonly Mdl _mdl = Mdl.Over(GC.AllocateArray<byte>(SendSize, pinned: true));
    private readonly WskConnectionSocket _socket;
    private long _left;

    public BulkSender(WskConnectionSocket socket, SimKernel kernel)
    {
        _socket = socket;
        new Span<byte>(_mdl.Buffer).Fill(0x5A);
        for (int i = 0; i < Outstanding; i++)
        {
            _irps[i] = kernel.Io.AllocateIrp(1, "bulk send");
        }
    }

    /// <summary>Starts sending; the loop must run.</summary>
    public void Start(long bytes)
    {
        _left = bytes;
        foreach (Irp irp in _irps)
        {
            Post(irp);
        }
    }

    private void OnSent(Irp irp) => Post(irp);

    private void Post(Irp irp)
    {
        if (_left <= 0)
        {
            return;
        }

        int size = (int)Math.Min(SendSize, _left);
        _left -= size;
        irp.Reuse(NtStatus.Unsuccessful);
        irp.SetCompletionRoutine(Sent, this);
        _socket.Send(new WskBuffer(_mdl, 0, size), WskSendFlags.None, irp);
    }
}
