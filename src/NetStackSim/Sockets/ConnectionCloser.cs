using NetStackSim.Kernel;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// Ends a connection in the background, as closing a Winsock socket does: FIN behind the data, then everything that still arrives is discarded
/// until the peer's FIN; a peer that never ends is reset after <see cref="LingerNs"/>.
/// </summary>
internal sealed class ConnectionCloser : ITimerTarget
{
    /// <summary>How long a connection may take to end.</summary>
    public const long LingerNs = 120_000_000_000;

    private static readonly IrpCompletionRoutine OnDisconnected = static (irp, context) =>
    {
        ((ConnectionCloser)context!).Drain(irp.Status);
        return NtStatus.MoreProcessingRequired;
    };

    private static readonly IrpCompletionRoutine OnDrained = static (_, context) =>
    {
        ((ConnectionCloser)context!).Close();
        return NtStatus.MoreProcessingRequired;
    };

    private static readonly IrpCompletionRoutine OnClosed = static (_, context) =>
    {
        ((ConnectionCloser)context!).Finish();
        return NtStatus.MoreProcessingRequired;
    };

    private readonly WskConnectionSocket _socket;
    private readonly Action? _closed;
    private readonly KernelTimer _timer;
    private readonly Irp _irp;
    private readonly Irp _closeIrp;
    private bool _closing;

    private ConnectionCloser(SimKernel kernel, WskConnectionSocket socket, Action? closed)
    {
        _socket = socket;
        _closed = closed;
        _timer = new KernelTimer(kernel.BootProcessor, this);
        _irp = kernel.Io.AllocateIrp(1, "connection linger");
        _closeIrp = kernel.Io.AllocateIrp(1, "connection close");
    }

    /// <summary>Ends the connection gracefully.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="socket">The socket; closed in the end.</param>
    /// <param name="isShutDown">True when the FIN was asked for already.</param>
    /// <param name="closed">Called when the socket is closed and all its sends have come back.</param>
    public static void CloseGracefully(SimKernel kernel, WskConnectionSocket socket, bool isShutDown, Action? closed = null)
    {
        var closer = new ConnectionCloser(kernel, socket, closed);
        closer._timer.SetAfter(LingerNs);
        if (isShutDown)
        {
            closer.Drain(NtStatus.Success);
            return;
        }

        closer._irp.SetCompletionRoutine(OnDisconnected, closer);
        socket.Disconnect(default, WskDisconnectFlags.None, closer._irp);
    }

    /// <summary>Resets the connection.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="socket">The socket; closed in the end.</param>
    /// <param name="closed">Called when the socket is closed and all its sends have come back.</param>
    public static void CloseNow(SimKernel kernel, WskConnectionSocket socket, Action? closed = null) =>
        new ConnectionCloser(kernel, socket, closed).Close();

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
        _timer.Dispose();
        _closeIrp.SetCompletionRoutine(OnClosed, this);
        _socket.Close(_closeIrp);
    }

    private void Finish()
    {
        _irp.Free();
        _closeIrp.Free();
        _closed?.Invoke();
    }
}
