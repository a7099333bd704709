using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>A block of a pipe writer: filled by the user, sent by reference, back when the peer has acknowledged its last byte.</summary>
internal sealed class SendBlock
{
    /// <summary>Size of a block unless more is asked for at once.</summary>
    public const int StandardSize = 16 * 1024;

    private static readonly IrpCompletionRoutine Sent = static (irp, context) =>
    {
        ((SendBlock)context!).OnSent(irp.Status);
        return NtStatus.MoreProcessingRequired;
    };

    private readonly WskPipeWriter _writer;
    private readonly byte[] _memory;
    private readonly Mdl _mdl;
    private readonly Irp _irp;

    public SendBlock(WskPipeWriter writer, SimKernel kernel, int size)
    {
        _writer = writer;
        _memory = GC.AllocateUninitializedArray<byte>(size, pinned: true);
        _mdl = Mdl.Over(_memory, 0, 0);
        _irp = kernel.RentStreamIrp("pipe send");
    }

    /// <summary>Bytes filled and not sent.</summary>
    public int Used { get; private set; }

    /// <summary>Where the user writes next.</summary>
    public Memory<byte> Room => _memory.AsMemory(Used);

    /// <summary>True when it can be used again.</summary>
    public bool IsStandardSize => _memory.Length == StandardSize;

    /// <summary>The user wrote bytes.</summary>
    public void Fill(int bytes) => Used += bytes;

    /// <summary>Sends what was filled.</summary>
    public void Send(WskConnectionSocket socket)
    {
        _mdl.ByteCount = Used;
        _irp.Reuse(NtStatus.Unsuccessful);
        _irp.SetCompletionRoutine(Sent, this);
        socket.Send(new WskBuffer(_mdl, 0, Used), WskSendFlags.None, _irp);
    }

    /// <summary>Gives the request back; the block must not be in flight.</summary>
    public void Free() => _irp.Free();

    private void OnSent(NtStatus status)
    {
        int bytes = Used;
        Used = 0;
        _writer.OnSent(this, bytes, status);
    }
}
