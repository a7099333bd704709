using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>The sockets of one host for .NET code: everything here is built on WSK. Call it on the simulation context.</summary>
public sealed class HostSockets
{
    private readonly WskRegistration _registration;
    private readonly WskProvider _provider;
    private readonly SendBufferPool _sendBuffers = new();

    internal HostSockets(SimKernel kernel)
    {
        Kernel = kernel;
        _registration = WskRegistration.Register(kernel, "NetStackSim sockets");
        if (_registration.TryCaptureProvider(out WskProvider? provider) is { IsSuccess: false } status)
        {
            throw new SocketStatusException("WskCaptureProviderNPI", status);
        }

        _provider = provider!;
    }

    /// <summary>The captured WSK provider, for code that wants IRPs and event callbacks.</summary>
    public WskProvider Provider => _provider;

    internal SimKernel Kernel { get; }

    /// <summary>Connects to a peer.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="SocketStatusException">Refused, timed out, unreachable or blocked by a filter.</exception>
    public async ValueTask<SimTcpStream> ConnectAsync(IpEndpoint remote, CancellationToken cancellationToken = default, SimProcess? process = null) =>
        Stream(await ConnectSocketAsync(remote, process, cancellationToken));

    /// <summary>Connects to a peer in the place of a connection that was redirected to this process: the callout that sent it here leaves this one alone.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="records">The records of the accepted connection (<see cref="SimTcpStream.QueryRedirectRecords"/>).</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="SocketStatusException">Refused, timed out, unreachable or blocked by a filter; the records are no records.</exception>
    public async ValueTask<SimTcpStream> ConnectAsProxyAsync(IpEndpoint remote, ReadOnlyMemory<byte> records, SimProcess? process = null)
    {
        IpAddress any = remote.Address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        var socket = (WskConnectionSocket)Create(
            new WskSocketRequest(remote.Address.Family, TransportSocketType.Stream, 6, WskSocketFlags.Connection, Process: process));
        await CompleteAsync("Bind", socket, irp => socket.Bind(new IpEndpoint(any, 0), irp));
        Complete("SIO_SET_WFP_CONNECTION_REDIRECT_RECORDS", socket, irp => socket.Control(
            WskControlRequest.Ioctl, WskSocketOption.SetRedirectRecords, 0, records.Span, default, out _, irp));
        Irp connect = Kernel.RentIrp("connect");
        connect.PrepareWait();
        IoStatusBlock result = await connect.WaitAsync(socket.Connect(remote, connect));
        connect.Free();
        if (!result.Status.IsSuccess)
        {
            _provider.Abandon(socket);
            throw new SocketStatusException($"Connect to {remote}", result.Status);
        }

        return Stream(socket);
    }

    /// <summary>Connects to a peer and returns a pipe over the received lists.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The connection.</returns>
    /// <exception cref="SocketStatusException">Refused, timed out, unreachable or blocked by a filter.</exception>
    public async ValueTask<SimTcpPipe> ConnectPipeAsync(IpEndpoint remote, CancellationToken cancellationToken = default, SimProcess? process = null) =>
        new(Kernel, await ConnectSocketAsync(remote, process, cancellationToken));

    /// <summary>Listens on a port of every address of both families.</summary>
    /// <param name="port">The port; 0 picks one.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="SocketStatusException">The port is taken, or a filter blocks it.</exception>
    public SimTcpListener Listen(ushort port, SimProcess? process = null) => Listen(new IpEndpoint(IpAddress.AnyV6, port), process);

    /// <summary>Listens on an address; the unspecified IPv6 address serves both families.</summary>
    /// <param name="local">The address.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="SocketStatusException">The port is taken, the address is not ours, or a filter blocks it.</exception>
    public SimTcpListener Listen(IpEndpoint local, SimProcess? process = null)
    {
        WskListenSocket socket = CreateListener(local, process);
        Complete("Listen", socket, irp => socket.Bind(local, irp));
        return new SimTcpListener(this, socket);
    }

    /// <summary>Listens on an address, and waits when a filter holds the bind or the listen.</summary>
    /// <param name="local">The address; the unspecified IPv6 address serves both families.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <returns>The listener.</returns>
    /// <exception cref="SocketStatusException">The port is taken, the address is not ours, or a filter blocks it.</exception>
    public async ValueTask<SimTcpListener> ListenAsync(IpEndpoint local, SimProcess? process = null, CancellationToken cancellationToken = default)
    {
        WskListenSocket socket = CreateListener(local, process);
        await CompleteAsync("Listen", socket, irp => socket.Bind(local, irp), cancellationToken);
        return new SimTcpListener(this, socket);
    }

    /// <summary>Opens a UDP socket.</summary>
    /// <param name="local">The address to bind; port 0 picks one.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The socket.</returns>
    /// <exception cref="SocketStatusException">The port is taken, the address is not ours, or a filter blocks it.</exception>
    public SimUdpSocket OpenUdp(IpEndpoint local, SimProcess? process = null) => OpenUdp(local, null, process);

    /// <summary>Opens a UDP socket whose datagrams go to a WSK receive event.</summary>
    /// <param name="local">The address to bind; port 0 picks one.</param>
    /// <param name="events">The callback, enabled at once; null for a socket that is read with <see cref="SimUdpSocket.ReceiveFromAsync"/>.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <returns>The socket.</returns>
    /// <exception cref="SocketStatusException">The port is taken, the address is not ours, or a filter blocks it.</exception>
    public SimUdpSocket OpenUdp(IpEndpoint local, IWskDatagramEvents? events, SimProcess? process = null)
    {
        WskDatagramSocket socket = CreateUdp(local, events, process);
        Complete("Bind", socket, irp => socket.Bind(local, irp));
        return Finish(socket, events);
    }

    /// <summary>Opens a UDP socket, and waits when a filter holds the bind.</summary>
    /// <param name="local">The address to bind; port 0 picks one.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <returns>The socket.</returns>
    /// <exception cref="SocketStatusException">The port is taken, the address is not ours, or a filter blocks it.</exception>
    public async ValueTask<SimUdpSocket> OpenUdpAsync(IpEndpoint local, SimProcess? process = null, CancellationToken cancellationToken = default)
    {
        WskDatagramSocket socket = CreateUdp(local, null, process);
        await CompleteAsync("Bind", socket, irp => socket.Bind(local, irp), cancellationToken);
        return new SimUdpSocket(this, socket);
    }

    /// <summary>Opens a raw socket.</summary>
    /// <param name="local">The address to bind; unspecified for packets to every address of its family.</param>
    /// <param name="protocol">The IP protocol; 0 for all.</param>
    /// <param name="process">The owner that filters see, an administrator; null is the System process.</param>
    /// <returns>The socket.</returns>
    /// <exception cref="SocketStatusException">The owner is no administrator, the address is not ours, or a filter blocks it.</exception>
    public SimRawSocket OpenRaw(IpAddress local, byte protocol, SimProcess? process = null)
    {
        var socket = (WskDatagramSocket)Create(
            new WskSocketRequest(local.Family, TransportSocketType.Raw, protocol, WskSocketFlags.Datagram, Process: process));
        Complete("Bind", socket, irp => socket.Bind(new IpEndpoint(local, 0), irp));
        return new SimRawSocket(this, socket);
    }

    /// <summary>Wraps a connected socket; without memory for that the connection is reset.</summary>
    internal SimTcpStream Stream(WskConnectionSocket socket)
    {
        if (Kernel.Io.TryAllocateIrp(1, out Irp? read, "stream read"))
        {
            return new SimTcpStream(Kernel, socket, _sendBuffers, read);
        }

        _provider.Abandon(socket);
        throw new SocketStatusException("stream read", NtStatus.InsufficientResources);
    }

    internal async ValueTask CloseAsync(WskSocket socket)
    {
        if (!Kernel.Io.TryAllocateIrp(1, out Irp? irp, "socket close"))
        {
            // A close cannot fail; only its end cannot be waited for.
            _provider.Abandon(socket);
            return;
        }

        irp.PrepareWait();
        await irp.WaitAsync(socket.Close(irp));
        irp.Free();
    }

    /// <summary>Ends the registration: every socket must be closed.</summary>
    internal async ValueTask StopAsync()
    {
        _registration.ReleaseProvider();
        await _registration.DeregisterAsync();
    }

    /// <summary>Connects to a peer and returns the WSK socket, for code that wants IRPs and event callbacks.</summary>
    /// <param name="remote">The peer.</param>
    /// <param name="process">The owner that filters see; null is the System process.</param>
    /// <param name="cancellationToken">Gives the attempt up.</param>
    /// <returns>The connected socket; the caller closes it.</returns>
    /// <exception cref="SocketStatusException">Refused, timed out, unreachable or blocked by a filter.</exception>
    public async ValueTask<WskConnectionSocket> ConnectSocketAsync(IpEndpoint remote, SimProcess? process = null, CancellationToken cancellationToken = default)
    {
        IpAddress any = remote.Address.IsV4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
        var request = new WskSocketRequest(remote.Address.Family, TransportSocketType.Stream, 6, WskSocketFlags.Connection, Process: process);
        Irp irp = Kernel.RentIrp("connect");
        irp.PrepareWait();
        NtStatus call = _provider.SocketConnect(request, new IpEndpoint(any, 0), remote, irp);
        IoStatusBlock result = await irp.WaitAsync(call, cancellationToken);
        irp.Free();
        if (result.Status == NtStatus.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return result.Status.IsSuccess
            ? (WskConnectionSocket)result.InformationObject!
            : throw new SocketStatusException($"Connect to {remote}", result.Status);
    }

    private WskSocket Create(WskSocketRequest request)
    {
        Irp irp = Kernel.RentIrp("socket");
        irp.PrepareWait();
        NtStatus status = _provider.Socket(request, irp);
        object? socket = irp.InformationObject;
        irp.Free();
        return status.IsSuccess ? (WskSocket)socket! : throw new SocketStatusException("WskSocket", status);
    }

    /// <summary>A request that WSK completes inside the call, unless a filter holds it: then it is given up.</summary>
    internal void Complete(string operation, Func<Irp, NtStatus> request)
    {
        Irp irp = Kernel.RentIrp(operation);
        irp.PrepareWait();
        NtStatus status = request(irp);
        if (status == NtStatus.Pending)
        {
            irp.CancelIrp();
        }

        irp.Free();
        if (status != NtStatus.Success)
        {
            throw new SocketStatusException(operation, status);
        }
    }

    /// <summary>A request that a filter may hold.</summary>
    internal async ValueTask CompleteAsync(string operation, Func<Irp, NtStatus> request, CancellationToken cancellationToken = default)
    {
        Irp irp = Kernel.RentIrp(operation);
        irp.PrepareWait();
        IoStatusBlock result = await irp.WaitAsync(request(irp), cancellationToken);
        irp.Free();
        if (result.Status == NtStatus.Cancelled)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        if (!result.Status.IsSuccess)
        {
            throw new SocketStatusException(operation, result.Status);
        }
    }

    /// <summary>As <see cref="Complete(string, Func{Irp, NtStatus})"/>; a failure closes the socket again.</summary>
    private void Complete(string operation, WskSocket socket, Func<Irp, NtStatus> request)
    {
        try
        {
            Complete(operation, request);
        }
        catch (SocketStatusException)
        {
            _provider.Abandon(socket);
            throw;
        }
    }

    private async ValueTask CompleteAsync(string operation, WskSocket socket, Func<Irp, NtStatus> request, CancellationToken cancellationToken = default)
    {
        bool isDone = false;
        try
        {
            await CompleteAsync(operation, request, cancellationToken);
            isDone = true;
        }
        finally
        {
            if (!isDone)
            {
                _provider.Abandon(socket);
            }
        }
    }

    private WskListenSocket CreateListener(IpEndpoint local, SimProcess? process)
    {
        var request = new WskSocketRequest(local.Address.Family, TransportSocketType.Stream, 6, WskSocketFlags.Listen, Process: process);
        var socket = (WskListenSocket)Create(request);
        if (local.Address == IpAddress.AnyV6)
        {
            Complete("IPV6_V6ONLY", socket, irp => socket.Control(
                WskControlRequest.SetOption, WskSocketOption.Ipv6Only, WskSocketOption.LevelIpv6, new byte[sizeof(uint)], default, out _, irp));
        }

        return socket;
    }

    private WskDatagramSocket CreateUdp(IpEndpoint local, IWskDatagramEvents? events, SimProcess? process) => (WskDatagramSocket)Create(
        new WskSocketRequest(local.Address.Family, TransportSocketType.Datagram, 17, WskSocketFlags.Datagram, Events: events, Process: process));

    private SimUdpSocket Finish(WskDatagramSocket socket, IWskDatagramEvents? events)
    {
        if (events is not null)
        {
            byte[] mask = BitConverter.GetBytes((uint)WskEventMask.ReceiveFrom);
            socket.Control(WskControlRequest.SetOption, WskSocketOption.EventCallback, WskSocketOption.LevelSocket, mask, default, out _, null);
        }

        return new SimUdpSocket(this, socket);
    }
}
