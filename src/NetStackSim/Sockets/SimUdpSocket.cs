using System.Runtime.InteropServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>A UDP socket over a WSK datagram socket.</summary>
public sealed class SimUdpSocket : IAsyncDisposable
{
    private readonly HostSockets _sockets;
    private readonly WskDatagramSocket _socket;
    private bool _disposed;

    internal SimUdpSocket(HostSockets sockets, WskDatagramSocket socket)
    {
        _sockets = sockets;
        _socket = socket;
    }

    /// <summary>The bound address.</summary>
    public IpEndpoint LocalEndpoint => _socket.LocalAddress;

    /// <summary>The WSK socket below.</summary>
    public WskDatagramSocket Socket => _socket;

    /// <summary>Sends one datagram; the memory is lent to the stack until the returned task ends.</summary>
    /// <param name="payload">The payload.</param>
    /// <param name="remote">Where to.</param>
    /// <param name="cancellationToken">Cancels the wait, not the datagram.</param>
    /// <returns>Ends when the lower layers are done with the memory.</returns>
    /// <exception cref="SocketStatusException">The datagram could not be sent.</exception>
    public async ValueTask SendToAsync(ReadOnlyMemory<byte> payload, IpEndpoint remote, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Mdl mdl = Mdl.OverMemory(payload, _sockets.Kernel.Copies);
        Irp irp = _sockets.Kernel.Io.AllocateIrp(1, "udp send");
        irp.PrepareWait();
        IoStatusBlock result = await irp.WaitAsync(_socket.SendTo(new WskBuffer(mdl, 0, payload.Length), remote, irp), cancellationToken);
        irp.Free();
        if (!result.Status.IsSuccess)
        {
            throw new SocketStatusException("SendTo", result.Status);
        }
    }

    /// <summary>Waits for a datagram.</summary>
    /// <param name="buffer">Array-backed memory for the payload; what does not fit is lost.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What arrived.</returns>
    /// <exception cref="SocketStatusException">An ICMP error came back for a datagram of ours, or the socket was closed.</exception>
    public async ValueTask<UdpReceiveResult> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (!MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)buffer, out ArraySegment<byte> array))
        {
            throw new ArgumentException("The buffer must be backed by an array.", nameof(buffer));
        }

        var remote = new WskAddressBuffer();
        Irp irp = _sockets.Kernel.Io.AllocateIrp(1, "udp receive");
        irp.PrepareWait();
        var target = new WskBuffer(Mdl.Over(array.Array!, array.Offset, array.Count), 0, array.Count);
        IoStatusBlock result = await irp.WaitAsync(_socket.ReceiveFrom(target, remote, irp), cancellationToken);
        irp.Free();
        if (result.Status == NtStatus.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!result.Status.IsSuccess && result.Status != NtStatus.BufferOverflow)
        {
            throw new SocketStatusException("ReceiveFrom", result.Status);
        }

        return new UdpReceiveResult((int)result.Information, remote.Address, result.Status == NtStatus.BufferOverflow);
    }

    /// <summary>Closes the socket; pending receives fail.</summary>
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
}
