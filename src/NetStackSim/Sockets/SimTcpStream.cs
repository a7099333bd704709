using System.Runtime.CompilerServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// A TCP connection as a <see cref="Stream"/> over a WSK connection socket. Writes return once copied into the send buffer (64 KiB and up, like a
/// Winsock socket's); reads copy once. Use it on the simulation context; foreign threads reach it through the HTTP helper.
/// </summary>
/// <remarks>
/// One read and one write may be pending at a time. Reading 0 bytes is the peer's FIN. A reset or timeout is an <see cref="IOException"/> around a
/// <see cref="SocketStatusException"/>. Disposing sends FIN behind what is written and lets the connection end in the background, as closing a
/// Winsock socket does; a pending read or write ends with <see cref="ObjectDisposedException"/>.
/// </remarks>
public sealed class SimTcpStream : Stream
{
    private const int LongestRedirectContext = 4096;

    private readonly SimKernel _kernel;
    private readonly StreamRead _read;
    private readonly SendRing _ring;
    private bool _shutdown;
    private bool _disposed;

    internal SimTcpStream(SimKernel kernel, WskConnectionSocket socket, SendBufferPool buffers, Irp readIrp)
    {
        _kernel = kernel;
        Socket = socket;
        _read = new StreamRead(kernel, socket, readIrp);
        _ring = new SendRing(kernel, socket, buffers);
    }

    /// <summary>The WSK socket below.</summary>
    public WskConnectionSocket Socket { get; }

    /// <summary>Our address, also of an IPv4 connection that a dual-mode listener accepted.</summary>
    public IpEndpoint LocalEndpoint => Unmapped(Socket.LocalAddress);

    /// <summary>The peer's address.</summary>
    public IpEndpoint RemoteEndpoint => Unmapped(Socket.RemoteAddress);

    /// <summary>Who redirected the connection that was accepted here, for <see cref="HostSockets.ConnectAsProxyAsync"/>.</summary>
    /// <returns>An opaque value; null when nobody did.</returns>
    public byte[]? QueryRedirectRecords() => Query(WskSocketOption.QueryRedirectRecords);

    /// <summary>What the callout that redirected the connection tells the process that accepted it.</summary>
    /// <returns>The bytes; null when nobody redirected it, or nothing was told.</returns>
    public byte[]? QueryRedirectContext() => Query(WskSocketOption.QueryRedirectContext);

    /// <inheritdoc/>
    public override bool CanRead => !_disposed;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => !_disposed && !_shutdown;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException("A connection has no length.");

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException("A connection has no position.");
        set => throw new NotSupportedException("A connection has no position.");
    }

    /// <summary>Reads what has arrived, at least one byte; 0 at the end of the stream.</summary>
    /// <param name="buffer">Where the bytes go.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The number of bytes.</returns>
    /// <exception cref="IOException">The connection was reset or timed out.</exception>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<int>(cancellationToken);
        }

        return buffer.IsEmpty ? new ValueTask<int>(0) : _read.ReadAsync(buffer, cancellationToken);
    }

    /// <summary>Writes everything: returns when the last byte is in the send buffer.</summary>
    /// <param name="buffer">The bytes; may be reused after the call.</param>
    /// <param name="cancellationToken">Cancels the wait for space.</param>
    /// <returns>Ends when all bytes are buffered.</returns>
    /// <exception cref="IOException">The connection was reset, timed out or is shut down.</exception>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        CheckWritable();
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        int taken = _ring.Write(buffer.Span);
        CheckWritable();
        return taken == buffer.Length ? ValueTask.CompletedTask : WriteRestAsync(buffer[taken..], cancellationToken);
    }

    /// <summary>Sends FIN behind everything written; reading goes on.</summary>
    /// <returns>Ends when the peer acknowledged the FIN.</returns>
    /// <exception cref="IOException">The connection was reset or timed out, or something written before could not be sent.</exception>
    public async ValueTask ShutdownSendAsync()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_shutdown)
        {
            return;
        }

        CheckWritable();
        Irp irp = _kernel.RentStreamIrp("stream disconnect");
        _shutdown = true;
        irp.PrepareWait();
        IoStatusBlock result = await irp.WaitAsync(Socket.Disconnect(default, WskDisconnectFlags.None, irp));
        irp.Free();
        if (!result.Status.IsSuccess)
        {
            throw SocketStatusException.ToIOException(result.Status);
        }
    }

    /// <summary>Resets the connection and closes the socket at once.</summary>
    public void Abort()
    {
        if (!_disposed)
        {
            EndPending();
            ConnectionCloser.CloseNow(_kernel, Socket, OnClosed);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Data leaves as soon as the connection allows: nothing to flush.</summary>
    public override void Flush()
    {
    }

    /// <summary>Data leaves as soon as the connection allows: nothing to flush.</summary>
    /// <param name="cancellationToken">Not looked at.</param>
    /// <returns>A completed task.</returns>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Not possible: waiting without await would stop the loop.</summary>
    /// <param name="buffer">Not used.</param>
    /// <param name="offset">Not used.</param>
    /// <param name="count">Not used.</param>
    /// <returns>Never.</returns>
    /// <exception cref="NotSupportedException">Always.</exception>
    public override int Read(byte[] buffer, int offset, int count) =>
        throw new NotSupportedException("Use ReadAsync: a blocked thread would stop the simulation.");

    /// <summary>Writes if the send buffer has room for everything; never blocks.</summary>
    /// <param name="buffer">The array.</param>
    /// <param name="offset">First byte.</param>
    /// <param name="count">Number of bytes.</param>
    /// <exception cref="NotSupportedException">The send buffer is full: only WriteAsync can wait.</exception>
    public override void Write(byte[] buffer, int offset, int count)
    {
        CheckWritable();
        if (_ring.Room < count)
        {
            throw new NotSupportedException("The send buffer is full. Use WriteAsync: a blocked thread would stop the simulation.");
        }

        _ring.Write(buffer.AsSpan(offset, count));
        CheckWritable();
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("A connection cannot seek.");

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException("A connection has no length.");

    /// <inheritdoc/>
    public override ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_disposed)
        {
            EndPending();
            if (_ring.Failure.IsError)
            {
                // What was written is not whole: the peer must not take its end for the end of the data.
                ConnectionCloser.CloseNow(_kernel, Socket, OnClosed);
            }
            else
            {
                ConnectionCloser.CloseGracefully(_kernel, Socket, _shutdown, OnClosed);
            }
        }

        base.Dispose(disposing);
    }

    private static IpEndpoint Unmapped(IpEndpoint endpoint) => new(endpoint.Address.Unmap(), endpoint.Port);

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask WriteRestAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken)
    {
        while (!buffer.IsEmpty)
        {
            await _ring.WaitForSpaceAsync(cancellationToken);
            CheckWritable();
            buffer = buffer[_ring.Write(buffer.Span)..];
            CheckWritable();
        }
    }

    private void CheckWritable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_ring.Failure.IsError)
        {
            throw SocketStatusException.ToIOException(_ring.Failure);
        }

        if (_shutdown)
        {
            throw new InvalidOperationException("The sending direction was shut down.");
        }
    }

    /// <summary>The stream is closed: who waits is told.</summary>
    private void EndPending()
    {
        _disposed = true;
        _ring.EndWait();
        _read.Close();
    }

    private void OnClosed()
    {
        _ring.Free();
        _read.Free();
    }

    private byte[]? Query(uint code)
    {
        byte[] value = new byte[LongestRedirectContext];
        Irp irp = _kernel.RentIrp("redirect query");
        irp.PrepareWait();
        NtStatus status = Socket.Control(WskControlRequest.Ioctl, code, 0, default, value, out int bytes, irp);
        irp.Free();
        return status.IsSuccess ? value[..bytes] : null;
    }
}
