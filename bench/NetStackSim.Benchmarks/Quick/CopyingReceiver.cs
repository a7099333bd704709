using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.Benchmarks.Quick;

/// <summary>Receives as Winsock does: one copy into a buffer of its own.</summary>
internal sealed class CopyingReceiver
{
    private const int BufferSize = 64 * 1024;

    private static readonly IrpCompletionRoutine Received = static (irp, context) =>
    {
        ((CopyingReceiver)context!).OnReceived(irp);
        return NtStatus.MoreProcessingRequired;
    };

    private readonly WskConnectionSocket _socket;
    private readonly Irp _irp;
    private readonly WskBuffer _buffer = new(Mdl.Over(GC.AllocateArray<byte>(BufferSize, pinned: true)), 0, BufferSize);

    public CopyingReceiver(WskConnectionSocket socket, SimKernel kernel)
    {
        _socket = socket;
        _irp = kernel.Io.AllocateIrp(1, "bulk receive");
        Post();
    }

    /// <summary>Bytes received.</summary>
    public long Bytes { get; private set; }

    private void OnReceived(Irp irp)
    {
        Bytes += (long)irp.Information;
        if (irp.Status.IsSuccess && irp.Information > 0)
        {
            Post();
        }
    }

    private void Post()
    {
        _irp.Reuse(NtStatus.Unsuccessful);
        _irp.SetCompletionRoutine(Received, this);
        _socket.Receive(_buffer, WskReceiveFlags.None, _irp);
    }
}
