using System.Buffers.Binary;
using System.Runtime.InteropServices;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>A UDP socket over a WSK datagram socket. Use it on the simulation context.</summary>
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
    /// <param name="remote">Where to; default sends to the address of <see cref="SetRemote"/>.</param>
    /// <param name="cancellationToken">Looked at before the datagram is handed over; a datagram that is on its way cannot be taken back.</param>
    /// <returns>Ends when the lower layers are done with the memory.</returns>
    /// <exception cref="SocketStatusException">The datagram could not be sent.</exception>
    public async ValueTask SendToAsync(ReadOnlyMemory<byte> payload, IpEndpoint remote = default, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        Mdl mdl = Mdl.OverMemory(payload, _sockets.Kernel.Copies);
        Irp irp = _sockets.Kernel.RentIrp("udp send");
        irp.PrepareWait();
        IoStatusBlock result = await irp.WaitAsync(_socket.SendTo(new WskBuffer(mdl, 0, payload.Length), remote, irp));
        irp.Free();
        if (!result.Status.IsSuccess)
        {
            throw new SocketStatusException("SendTo", result.Status);
        }
    }

    /// <summary>Waits for a datagram.</summary>
    /// <param name="buffer">Memory for the payload; what does not fit is lost.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What arrived.</returns>
    /// <exception cref="SocketStatusException">An ICMP error came back for a datagram of ours.</exception>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public async ValueTask<UdpReceiveResult> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        bool inPlace = MemoryMarshal.TryGetArray((ReadOnlyMemory<byte>)buffer, out ArraySegment<byte> array);
        if (!inPlace)
        {
            array = new byte[buffer.Length];
        }

        var remote = new WskAddressBuffer();
        Irp irp = _sockets.Kernel.RentIrp("udp receive");
        irp.PrepareWait();
        var target = new WskBuffer(Mdl.Over(array.Array!, array.Offset, array.Count), 0, array.Count);
        IoStatusBlock result = await irp.WaitAsync(_socket.ReceiveFrom(target, remote, irp), cancellationToken);
        irp.Free();
        ThrowIfFailed(result.Status, cancellationToken);
        if (!inPlace)
        {
            array.AsSpan(0, (int)result.Information).CopyTo(buffer.Span);
            _sockets.Kernel.Copies.Add(CopyKind.StackOther, (long)result.Information);
        }

        bool isCut = (remote.Flags & WskMessageFlags.Truncated) != 0;
        return new UdpReceiveResult((int)result.Information, remote.Address, isCut);
    }

    /// <summary>Fixes the peer: the default target, and the only one whose datagrams are received.</summary>
    /// <param name="remote">The peer; default clears it.</param>
    /// <exception cref="SocketStatusException">There is no route to it.</exception>
    public void SetRemote(IpEndpoint remote) => Request("SetRemote", irp => _socket.SetRemoteAddress(remote, filterReceives: true, irp));

    /// <summary>Fixes the peer, and waits when a filter holds that.</summary>
    /// <param name="remote">The peer; default clears it.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>Ends when the peer is fixed.</returns>
    /// <exception cref="SocketStatusException">There is no route to it, or a filter blocks it.</exception>
    public ValueTask SetRemoteAsync(IpEndpoint remote, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _sockets.CompleteAsync("SetRemote", irp => _socket.SetRemoteAddress(remote, filterReceives: true, irp), cancellationToken);
    }

    /// <summary>Joins a multicast group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="interfaceIndex">The interface; 0 for the routing table's choice.</param>
    /// <exception cref="SocketStatusException">Not a group, or joined already.</exception>
    public void JoinGroup(IpAddress group, uint interfaceIndex = 0) => Request("JoinGroup", irp => _socket.SetMembership(group, interfaceIndex, join: true, irp));

    /// <summary>Leaves a multicast group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="interfaceIndex">As when it was joined.</param>
    /// <exception cref="SocketStatusException">Not joined.</exception>
    public void LeaveGroup(IpAddress group, uint interfaceIndex = 0) => Request("LeaveGroup", irp => _socket.SetMembership(group, interfaceIndex, join: false, irp));

    /// <summary>Allows broadcasts.</summary>
    public void EnableBroadcast() => Request("SO_BROADCAST", irp =>
    {
        byte[] value = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(value, 1);
        return _socket.Control(WskControlRequest.SetOption, WskSocketOption.Broadcast, WskSocketOption.LevelSocket, value, default, out _, irp);
    });

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

    private void Request(string operation, Func<Irp, NtStatus> request)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _sockets.Complete(operation, request);
    }

    private void ThrowIfFailed(NtStatus status, CancellationToken cancellationToken)
    {
        if (status == NtStatus.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_disposed, this);
        }

        if (!status.IsSuccess && status != NtStatus.BufferOverflow)
        {
            throw new SocketStatusException("ReceiveFrom", status);
        }
    }
}
