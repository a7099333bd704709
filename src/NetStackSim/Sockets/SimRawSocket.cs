using System.Buffers.Binary;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>A raw socket (<c>SOCK_RAW</c>): packets of one IP protocol. IPv4 packets are received with their IP header, IPv6 packets without. Use it on the simulation context.</summary>
public sealed class SimRawSocket : IAsyncDisposable
{
    private readonly HostSockets _sockets;
    private readonly SimUdpSocket _datagrams;

    internal SimRawSocket(HostSockets sockets, WskDatagramSocket socket)
    {
        _sockets = sockets;
        _datagrams = new SimUdpSocket(sockets, socket);
    }

    /// <summary>The bound address.</summary>
    public IpAddress LocalAddress => _datagrams.LocalEndpoint.Address;

    /// <summary>The WSK socket below.</summary>
    public WskDatagramSocket Socket => _datagrams.Socket;

    /// <summary>Sends one packet; the memory is lent to the stack until the returned task ends.</summary>
    /// <param name="payload">The IP payload, or with <see cref="IncludeHeader"/> the whole packet.</param>
    /// <param name="remote">Where to; default sends to the address of <see cref="SetRemote"/>.</param>
    /// <param name="cancellationToken">Looked at before the packet is handed over.</param>
    /// <returns>Ends when the lower layers are done with the memory.</returns>
    /// <exception cref="SocketStatusException">The packet could not be sent.</exception>
    public ValueTask SendToAsync(ReadOnlyMemory<byte> payload, IpAddress remote = default, CancellationToken cancellationToken = default) =>
        _datagrams.SendToAsync(payload, new IpEndpoint(remote, 0), cancellationToken);

    /// <summary>Waits for a packet.</summary>
    /// <param name="buffer">Memory for it; what does not fit is lost.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>What arrived.</returns>
    /// <exception cref="ObjectDisposedException">The socket was closed.</exception>
    public ValueTask<UdpReceiveResult> ReceiveFromAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _datagrams.ReceiveFromAsync(buffer, cancellationToken);

    /// <summary>Fixes the peer.</summary>
    /// <param name="remote">The peer; default clears it.</param>
    /// <exception cref="SocketStatusException">There is no route to it, or a filter blocks it.</exception>
    public void SetRemote(IpAddress remote) => _datagrams.SetRemote(new IpEndpoint(remote, 0));

    /// <summary>What is sent begins with an IP header of the caller's (<c>IP_HDRINCL</c>); the stack fills in length and checksum, and a source or identification of zero.</summary>
    public void IncludeHeader()
    {
        uint level = LocalAddress.IsV4 ? WskSocketOption.LevelIp : WskSocketOption.LevelIpv6;
        byte[] value = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(value, 1);
        _sockets.Complete("IP_HDRINCL", irp => Socket.Control(WskControlRequest.SetOption, WskSocketOption.HeaderIncluded, level, value, default, out _, irp));
    }

    /// <summary>Receives every packet of the interface whose address the socket is bound to (<c>SIO_RCVALL</c>).</summary>
    /// <param name="mode">Which packets.</param>
    /// <exception cref="SocketStatusException">The socket is bound to no address of an interface, or a filter blocks it.</exception>
    public void ReceiveAll(ReceiveAllMode mode)
    {
        byte[] value = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(value, (uint)mode);
        _sockets.Complete("SIO_RCVALL", irp => Socket.Control(WskControlRequest.Ioctl, WskSocketOption.ReceiveAll, 0, value, default, out _, irp));
    }

    /// <summary>Closes the socket; pending receives fail.</summary>
    /// <returns>Ends when the socket is closed.</returns>
    public ValueTask DisposeAsync() => _datagrams.DisposeAsync();
}
