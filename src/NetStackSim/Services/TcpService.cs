using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>A TCP server of a simulated host, written as a kernel driver would be: a WSK client with event callbacks and IRPs, no copies, no waiting.</summary>
/// <remarks>Lives on the host's loop: start and dispose it on the simulation context, at Passive.</remarks>
public abstract class TcpService : IWskListenEvents, IAsyncDisposable
{
    private const WskEventMask Events = WskEventMask.Accept | WskEventMask.Receive | WskEventMask.Disconnect | WskEventMask.SendBacklog;

    private readonly WskRegistration _registration;
    private readonly List<ServiceConnection> _connections = [];
    private readonly Stack<SendSlot> _idleSlots = new();
    private readonly SimProcess? _process;
    private WskProvider? _provider;
    private WskListenSocket? _listener;
    private TaskCompletionSource? _drained;
    private bool _stopping;

    private protected TcpService(SimKernel kernel, string name, SimProcess? process)
    {
        ArgumentNullException.ThrowIfNull(kernel);
        Kernel = kernel;
        Name = name;
        _process = process;
        _registration = WskRegistration.Register(kernel, $"NetStackSim {name} service");
    }

    /// <summary>Name of the service, for example "echo".</summary>
    public string Name { get; }

    /// <summary>The bound port.</summary>
    public ushort Port => _listener?.LocalAddress.Port ?? 0;

    /// <summary>Connections that are open now.</summary>
    public int OpenConnections => _connections.Count;

    /// <summary>Connections accepted since the start.</summary>
    public long AcceptedConnections { get; private set; }

    /// <summary>Payload bytes received.</summary>
    public long BytesReceived { get; internal set; }

    /// <summary>Payload bytes that peers have acknowledged.</summary>
    public long BytesSent { get; internal set; }

    internal SimKernel Kernel { get; }

    /// <summary>Ends the service: the port is free at once, connections that have not ended are reset. Ends when the last buffer is back.</summary>
    /// <returns>Ends when the WSK client is gone.</returns>
    [RequiresIrql(Max = Irql.Passive)]
    public async ValueTask DisposeAsync()
    {
        if (_stopping)
        {
            return;
        }

        _stopping = true;
        await CloseListenerAsync();
        for (int i = _connections.Count - 1; i >= 0; i--)
        {
            _connections[i].End();
        }

        if (_connections.Count > 0)
        {
            _drained = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _drained.Task;
        }

        while (_idleSlots.TryPop(out SendSlot? slot))
        {
            slot.Irp.Free();
        }

        _registration.ReleaseProvider();
        await _registration.DeregisterAsync();
        GC.SuppressFinalize(this);
    }

    NtStatus IWskListenEvents.Accept(
        WskListenSocket socket, WskEventFlags flags, in IpEndpoint local, in IpEndpoint remote, WskConnectionSocket? acceptSocket, out IWskConnectionEvents? acceptEvents)
    {
        acceptEvents = null;
        if (acceptSocket is null || _stopping)
        {
            return NtStatus.RequestNotAccepted;
        }

        ServiceConnection connection = CreateConnection(acceptSocket);
        connection.Index = _connections.Count;
        _connections.Add(connection);
        AcceptedConnections++;
        acceptEvents = connection;
        connection.OnAccepted();
        return NtStatus.Success;
    }

    /// <summary>Makes the state of a new connection.</summary>
    private protected abstract ServiceConnection CreateConnection(WskConnectionSocket socket);

    /// <summary>Captures WSK, listens on every address of both families and turns the events on.</summary>
    private protected void Listen(ushort port)
    {
        try
        {
            Check("WskCaptureProviderNPI", _registration.TryCaptureProvider(out _provider));
            _listener = CreateListener();
            Bind(_listener, port);
            EnableEvents(_listener);
        }
        catch (SocketStatusException)
        {
            // The registration ends by itself once the abandoned socket is closed.
            Abandon();
            throw;
        }
    }

    private void Bind(WskListenSocket listener, ushort port)
    {
        Irp irp = Kernel.RentIrp(Name + " bind");
        irp.PrepareWait();
        listener.Control(WskControlRequest.SetOption, WskSocketOption.Ipv6Only, WskSocketOption.LevelIpv6, stackalloc byte[sizeof(uint)], default, out _, irp);
        irp.Reuse(NtStatus.Unsuccessful);
        irp.PrepareWait();
        NtStatus status = listener.Bind(new IpEndpoint(IpAddress.AnyV6, port), irp);
        _ = FreeWhenDone(irp, status).AsTask();
        Check($"Listen on port {port}", status);
    }

    // A filter may hold the bind: the service serves from then on.
    private static async ValueTask FreeWhenDone(Irp irp, NtStatus call)
    {
        await irp.WaitAsync(call);
        irp.Free();
    }

    private static void EnableEvents(WskListenSocket listener)
    {
        Span<byte> mask = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(mask, (uint)Events);
        Check("SO_WSK_EVENT_CALLBACK", listener.Control(WskControlRequest.SetOption, WskSocketOption.EventCallback, WskSocketOption.LevelSocket, mask, default, out _, null));
    }

    private void Abandon()
    {
        if (_listener is { } listener)
        {
            _provider!.Abandon(listener);
            _listener = null;
        }

        if (_provider is not null)
        {
            _registration.ReleaseProvider();
        }

        _stopping = true;
        _ = _registration.DeregisterAsync().AsTask();
    }

    /// <summary>What one send needs; false when there is no IRP.</summary>
    internal bool TryRentSlot(ServiceConnection connection, [NotNullWhen(true)] out SendSlot? slot)
    {
        if (!_idleSlots.TryPop(out slot))
        {
            if (!Kernel.Io.TryAllocateIrp(1, out Irp? irp, Name + " send"))
            {
                return false;
            }

            slot = new SendSlot(irp);
        }

        slot.Connection = connection;
        return true;
    }

    /// <summary>Closes the socket of a connection without waiting for its end.</summary>
    internal void Abandon(WskConnectionSocket socket) => _provider!.Abandon(socket);

    internal void ReturnSlot(SendSlot slot)
    {
        slot.Clear();
        _idleSlots.Push(slot);
    }

    internal void Remove(ServiceConnection connection)
    {
        ServiceConnection last = _connections[^1];
        _connections[connection.Index] = last;
        last.Index = connection.Index;
        _connections.RemoveAt(_connections.Count - 1);
        if (_connections.Count == 0)
        {
            _drained?.TrySetResult();
        }
    }

    private static void Check(string operation, NtStatus status)
    {
        if (!status.IsSuccess)
        {
            throw new SocketStatusException(operation, status);
        }
    }

    private WskListenSocket CreateListener()
    {
        var request = new WskSocketRequest(IpFamily.V6, TransportSocketType.Stream, (byte)IpProtocol.Tcp, WskSocketFlags.Listen, Events: this, Process: _process);
        Irp irp = Kernel.RentIrp(Name + " socket");
        irp.PrepareWait();
        NtStatus status = _provider!.Socket(request, irp);
        object? socket = irp.InformationObject;
        irp.Free();
        Check("WskSocket", status);
        return (WskListenSocket)socket!;
    }

    private async ValueTask CloseListenerAsync()
    {
        if (_listener is not { } listener)
        {
            return;
        }

        if (!Kernel.Io.TryAllocateIrp(1, out Irp? irp, Name + " close"))
        {
            _provider!.Abandon(listener);
            return;
        }

        irp.PrepareWait();
        await irp.WaitAsync(listener.Close(irp));
        irp.Free();
    }
}
