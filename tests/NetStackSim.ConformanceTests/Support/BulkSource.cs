using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim.ConformanceTests.Support;

/// <summary>Keeps a few WSK sends outstanding, by reference, from one buffer whose pattern does not repeat within a segment.</summary>
internal sealed class BulkSource
{
    private const int SendSize = 48_000;

    private static readonly IrpCompletionRoutine Sent = static (irp, context) =>
    {
        var source = (BulkSource)context!;
        source._idle[source._idleCount++] = irp;
        source.Post();
        return NtStatus.MoreProcessingRequired;
    };

    private readonly Irp[] _idle;
    private readonly Mdl _mdl = Mdl.Over(GC.AllocateArray<byte>(SendSize, pinned: true));
    private readonly WskConnectionSocket _socket;
    private int _idleCount;
    private long _left;

    public BulkSource(WskConnectionSocket socket, SimKernel kernel, int outstanding)
    {
        _idle = new Irp[outstanding];
        _socket = socket;
        new RandomStream(5).NextBytes(_mdl.Span);
        while (_idleCount < _idle.Length)
        {
            _idle[_idleCount++] = kernel.Io.AllocateIrp(1, "bulk send");
        }
    }

    public void Start(long bytes)
    {
        _left += bytes;
        Post();
    }

    /// <summary>All sends have come back.</summary>
    public void Free()
    {
        Assert.Equal(_idle.Length, _idleCount);
        foreach (Irp irp in _idle)
        {
            irp.Free();
        }
    }

    private void Post()
    {
        while (_left > 0 && _idleCount > 0)
        {
            Irp irp = _idle[--_idleCount];
            int size = (int)Math.Min(SendSize, _left);
            _left -= size;
            irp.Reuse(NtStatus.Unsuccessful);
            irp.SetCompletionRoutine(Sent, this);
            _socket.Send(new WskBuffer(_mdl, 0, size), WskSendFlags.None, irp);
        }
    }
}
