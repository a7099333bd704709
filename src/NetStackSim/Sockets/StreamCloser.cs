using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// Ends a connection in the background, as closing a Winsock socket does: FIN behind the data, then everything that still arrives is discarded
/// until the peer's FIN; a peer that never ends is reset after <see cref="LingerNs"/>.
/// </summary>
internal sealed class StreamCloser : ITimerTarget
{
    /// <summary>How long a connection may take to end.</summary>
    public const long LingerNs = 120_000_000_000;

    private static readonly IrpCompletionRoutine OnDisconnected = static (irp, context) =>
    {
        ((StreamCloser)context!).Drain(irp.Status);
        return NtStatus.MoreProcessingRequired;
    };

    private static readonly IrpCompletionRoutine OnDrained = static (_, context) =>
    {
        ((StreamCloser)context!).Close();
        return NtStatus.MoreProcessingRequired;
    };

    private static readonly IrpCompletionRoutine OnClosed = static (_, context) =>
    {
        ((StreamCloser)context!).Finish();
        return NtStatus.MoreProcessingRequired;
    };

    private readonly SimKernel _kernel;
    private readonly WskConnectionSocket _socket;
    private readonly SendRing _ring;
    private readonly Action _closed;
    private readonly KernelTimer _timer;
    private readonly Irp _irp;
    private readonly Irp _closeIrp;
    private bool _closing;

    private StreamCloser(SimKernel kernel, WskConnectionSocket socket, SendRing ring, Action closed)
    {
        _kernel = kernel;
        _socket = socket;
        _ring = ring;
        _closed = closed;
        _timer = new KernelTimer(kernel.BootProcessor, this);
        _irp = kernel.Io.AllocateIrp(1, "stream linger");
        _closeIrp = kernel.Io.AllocateIrp(1, "stream close");
    }

    /// <summary>Ends the connection gracefully.</summary>
    public static void CloseGracefully(SimKernel kernel, WskConnectionSocket socket, SendRing ring, bool alreadyShutDown, Action closed)
    {
        var closer = new StreamCloser(kernel, socket, ring, closed);
        closer._timer.SetAfter(LingerNs);
        if (alreadyShutDown)
        {
            closer.Drain(NtStatus.Success);
            return;
        }

        closer._irp.SetCompletionRoutine(OnDisconnected, closer);
        socket.Disconnect(default, WskDisconnectFlags.None, closer._irp);
    }

    /// <summary>Resets the connection.</summary>
    public static void CloseNow(SimKernel kernel, WskConnectionSocket socket, SendRing ring, Action closed) =>
        new StreamCloser(kernel, socket, ring, closed).Close();

    void ITimerTarget.OnTimer(int id) => Close();

    private void Drain(NtStatus status)
    {
        if (!status.IsSuccess || _closing)
        {
            Close();
            return;
        }

        _irp.Reuse(NtStatus.Unsuccessful);
        _irp.SetCompletionRoutine(OnDrained, this);
        _socket.Receive(default, WskReceiveFlags.Drain, _irp);
    }

    private void Close()
    {
        if (_closing)
        {
            return;
        }

        _closing = true;
        _timer.Cancel();
        _closeIrp.SetCompletionRoutine(OnClosed, this);
        _socket.Close(_closeIrp);
    }

    private void Finish()
    {
        _irp.Free();
        _closeIrp.Free();
        _ring.Free();
        _closed();
    }
}
