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

    // Without memory the close waits a little; it never fails.
    private const long RetryNs = 10_000_000;

    private readonly SimKernel _kernel;
    private readonly WskConnectionSocket _socket;
    private readonly Action? _closed;
    private readonly KernelTimer _timer;
    private Irp? _irp;
    private Irp? _closeIrp;
    private bool _graceful;
    private bool _isShutDown;
    private bool _closing;

    private ConnectionCloser(SimKernel kernel, WskConnectionSocket socket, Action? closed)
    {
        _kernel = kernel;
        _socket = socket;
        _closed = closed;
        _timer = new KernelTimer(kernel.BootProcessor, this);
    }

    /// <summary>Ends the connection gracefully.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="socket">The socket; closed in the end.</param>
    /// <param name="isShutDown">True when the FIN was asked for already.</param>
    /// <param name="closed">Called when the socket is closed and all its sends have come back.</param>
    public static void CloseGracefully(SimKernel kernel, WskConnectionSocket socket, bool isShutDown, Action? closed = null)
    {
        var closer = new ConnectionCloser(kernel, socket, closed) { _graceful = true, _isShutDown = isShutDown };
        closer.Begin();
    }

    /// <summary>Resets the connection.</summary>
    /// <param name="kernel">The host.</param>
    /// <param name="socket">The socket; closed in the end.</param>
    /// <param name="closed">Called when the socket is closed and all its sends have come back.</param>
    public static void CloseNow(SimKernel kernel, WskConnectionSocket socket, Action? closed = null) =>
        new ConnectionCloser(kernel, socket, closed).Begin();

    void ITimerTarget.OnTimer(int id)
    {
        if (_closeIrp is null)
        {
            Begin();
        }
        else
        {
            Close();
        }
    }

    private void Begin()
    {
        if (!TryPrepare())
        {
            _timer.SetAfter(RetryNs);
        }
        else if (!_graceful)
        {
            Close();
        }
        else
        {
            BeginGracefully();
        }
    }

    private bool TryPrepare()
    {
        if (_irp is null && !_kernel.Io.TryAllocateIrp(1, out _irp, "connection linger"))
        {
            return false;
        }

        return _kernel.Io.TryAllocateIrp(1, out _closeIrp, "connection close");
    }

    private void BeginGracefully()
    {
        _timer.SetAfter(LingerNs);
        if (_isShutDown)
        {
            Drain(NtStatus.Success);
            return;
        }

        _irp!.SetCompletionRoutine(OnDisconnected, this);
        _socket.Disconnect(default, WskDisconnectFlags.None, _irp);
    }

    private void Drain(NtStatus status)
    {
        if (!status.IsSuccess || _closing)
        {
            Close();
            return;
        }

        _irp!.Reuse(NtStatus.Unsuccessful);
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
        _closeIrp!.SetCompletionRoutine(OnClosed, this);
        _socket.Close(_closeIrp);
    }

    private void Finish()
    {
        _irp!.Free();
        _closeIrp!.Free();
        _closed?.Invoke();
    }
}
