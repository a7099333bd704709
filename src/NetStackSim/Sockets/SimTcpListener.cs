using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>A listening WSK socket that hands out streams.</summary>
public sealed class SimTcpListener : IAsyncDisposable
{
    private readonly HostSockets _sockets;
    private readonly WskListenSocket _socket;
    private bool _disposed;

    internal SimTcpListener(HostSockets sockets, WskListenSocket socket)
    {
        _sockets = sockets;
        _socket = socket;
    }

    /// <summary>The bound address.</summary>
    public IpEndpoint LocalEndpoint => _socket.LocalAddress;

    /// <summary>Waits for the next connection.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ObjectDisposedException">The listener was closed.</exception>
    /// <exception cref="SocketStatusException">The transport is gone.</exception>
    public async ValueTask<SimTcpStream> AcceptAsync(CancellationToken cancellationToken = default)
    {
        WskConnectionSocket socket = await AcceptSocketAsync(cancellationToken);
        return _sockets.Stream(socket);
    }

    /// <summary>Waits for the next connection and returns it as a pipe over the received lists.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="ObjectDisposedException">The listener was closed.</exception>
    /// <exception cref="SocketStatusException">The transport is gone.</exception>
    public async ValueTask<SimTcpPipe> AcceptPipeAsync(CancellationToken cancellationToken = default)
    {
        WskConnectionSocket socket = await AcceptSocketAsync(cancellationToken);
        return new SimTcpPipe(_sockets.Kernel, socket);
    }

    /// <summary>Every connection until the listener is closed or the wait cancelled.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The connections, in the order of their handshakes.</returns>
    public async IAsyncEnumerable<SimTcpStream> AcceptAllAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (!_disposed && !cancellationToken.IsCancellationRequested)
        {
            SimTcpStream stream;
            try
            {
                stream = await AcceptAsync(cancellationToken);
            }
            catch (ObjectDisposedException)
            {
                yield break;
            }
            catch (OperationCanceledException)
            {
                yield break;
            }

            yield return stream;
        }
    }

    /// <summary>Stops listening; connections that nobody accepted are reset.</summary>
    /// <returns>Ends when the socket is closed.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        await _sockets.CloseAsync(_socket);
    }

    /// <summary>Waits for the next connection and returns its WSK socket, for code that wants IRPs and event callbacks.</summary>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The socket; the caller closes it.</returns>
    /// <exception cref="ObjectDisposedException">The listener was closed.</exception>
    /// <exception cref="SocketStatusException">The transport is gone.</exception>
    public async ValueTask<WskConnectionSocket> AcceptSocketAsync(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        Irp irp = _sockets.Kernel.RentIrp("accept");
        irp.PrepareWait();
        IoStatusBlock result = await irp.WaitAsync(_socket.Accept(null, null, irp), cancellationToken);
        irp.Free();
        if (result.Status == NtStatus.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_disposed, this);
        }

        return result.Status.IsSuccess
            ? (WskConnectionSocket)result.InformationObject!
            : throw new SocketStatusException("Accept", result.Status);
    }
}
