using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.ConformanceTests.Support;

/// <summary>Receives as Winsock does: the stack copies once into a buffer of the client.</summary>
internal sealed class CopyingSink : IBulkSink
{
    private const int BufferSize = 64 * 1024;

    private static readonly IrpCompletionRoutine Received = static (irp, context) =>
    {
        ((CopyingSink)context!).OnReceived(irp);
        return NtStatus.MoreProcessingRequired;
    };

    private readonly WskConnectionSocket _socket;
    private readonly Irp _irp;
    private readonly WskBuffer _buffer = new(Mdl.Over(GC.AllocateArray<byte>(BufferSize, pinned: true)), 0, BufferSize);

    private readonly bool _hashing;

    public CopyingSink(WskConnectionSocket socket, SimKernel kernel, bool hashing)
    {
        _hashing = hashing;
        _socket = socket;
        _irp = kernel.Io.AllocateIrp(1, "bulk receive");
        Post();
    }

    public long Bytes { get; private set; }

    public ulong Hash { get; private set; } = ByteHash.Start;

    public void Stop()
    {
    }

    private void OnReceived(Irp irp)
    {
        Bytes += (long)irp.Information;
        if (_hashing)
        {
            Hash = ByteHash.Add(Hash, _buffer.Mdl!.Span[..(int)irp.Information]);
        }

        if (irp.Status.IsSuccess && irp.Information > 0)
        {
            Post();
        }
        else
        {
            irp.Free();
        }
    }

    private void Post()
    {
        _irp.Reuse(NtStatus.Unsuccessful);
        _irp.SetCompletionRoutine(Received, this);
        _socket.Receive(_buffer, WskReceiveFlags.None, _irp);
    }
}
