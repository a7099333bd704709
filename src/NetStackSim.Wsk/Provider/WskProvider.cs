using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>
/// What a client holds after capturing WSK (<c>WSK_PROVIDER_NPI</c>: client object and dispatch table). Members: IRQL at most Dispatch.
/// </summary>
public sealed partial class WskProvider
{
    private readonly WskSubsystem _wsk;
    private readonly NmrBinding _binding;
    private int _sockets;
    private bool _detaching;

    internal WskProvider(WskSubsystem wsk, WskRegistration registration, NmrBinding binding)
    {
        _wsk = wsk;
        Registration = registration;
        _binding = binding;
    }

    internal RedirectRecordTable RedirectRecords => _wsk.RedirectRecords;

    /// <summary>The transports behind WSK, in a fixed order.</summary>
    public ReadOnlySpan<TransportDescriptor> Transports => _wsk.Transport is { } transport ? transport.Transports : default;

    /// <summary>Sockets that this client has not closed.</summary>
    public int OpenSockets => _sockets;

    /// <summary>The host.</summary>
    public SimKernel Kernel => _wsk.Kernel;

    internal WskRegistration Registration { get; }

    internal ITransportProvider? Transport => _wsk.Transport;

    internal DeviceObject Device => _wsk.Device;

    internal WskEventMask StaticEvents { get; private set; }

    internal WskPools.StreamSendPool Sends => _wsk.Pools.Sends;

    internal WskPools.DatagramSendPool Datagrams => _wsk.Pools.Datagrams;

    internal WskPools.DataIndicationPool Indications => _wsk.Pools.Indications;

    internal WskPools.DatagramIndicationPool DatagramIndications => _wsk.Pools.DatagramIndications;

    /// <summary>False once the client or WSK deregisters: no new socket may hold that up.</summary>
    internal bool MaySocketsBeMade => !_detaching && _wsk.Transport is not null;

    /// <summary>Makes a socket.</summary>
    /// <param name="request">Family, type, protocol, category, context and callbacks.</param>
    /// <param name="irp">The request; its InformationObject becomes the <see cref="WskSocket"/>.</param>
    /// <returns>Success, ProtocolNotSupported, InvalidParameter, DeviceNotReady.</returns>
    [WindowsDdi("WskSocket")]
    public NtStatus Socket(in WskSocketRequest request, Irp irp)
    {
        irp.BeginRequest(Device, IrpMajorFunction.InternalDeviceControl, WskMinorFunction.Socket);
        NtStatus status = Check(request);
        if (status.IsSuccess)
        {
            irp.InformationObject = Make(request);
        }

        return irp.CompleteRequest(status);
    }

    /// <summary>Makes a connection socket, binds it and connects it, in one request; on failure no socket exists.</summary>
    /// <param name="request">As for <see cref="Socket"/>; the category is connection.</param>
    /// <param name="local">The local address; unspecified address and port 0 for any.</param>
    /// <param name="remote">The peer.</param>
    /// <param name="irp">The request; its InformationObject becomes the <see cref="WskConnectionSocket"/> once connected. Cancelling it gives the attempt up.</param>
    /// <returns>Pending, or an error as of bind and connect.</returns>
    [WindowsDdi("WskSocketConnect")]
    public NtStatus SocketConnect(in WskSocketRequest request, in IpEndpoint local, in IpEndpoint remote, Irp irp)
    {
        irp.BeginRequest(Device, IrpMajorFunction.InternalDeviceControl, WskMinorFunction.SocketConnect);
        NtStatus status = request.Flags == WskSocketFlags.Connection ? Check(request) : NtStatus.InvalidParameter;
        if (!status.IsSuccess)
        {
            return irp.CompleteRequest(status);
        }

        var socket = new WskConnectionSocket(this, request, StaticEvents);
        return socket.BindAndConnect(local, remote, irp);
    }

    /// <summary>Closes a socket whose end nobody waits for; needs no IRP. Does nothing when it is closing already.</summary>
    /// <param name="socket">The socket; not to be used afterwards.</param>
    public void Abandon(WskSocket socket)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.CloseUnattended();
    }

    internal void Add(WskSocket socket)
    {
        _sockets++;
        _wsk.Add(socket);
    }

    internal void Remove(WskSocket socket)
    {
        _sockets--;
        _wsk.Remove(socket);
        if (_sockets > 0)
        {
            return;
        }

        Registration.OnSocketsClosed();
        if (_detaching)
        {
            _binding.ProviderDetachComplete();
        }
    }

    /// <summary>The client or WSK deregisters. WSK holds the detach open until the client has closed all its sockets.</summary>
    internal NtStatus BeginDetach()
    {
        _detaching = true;
        return _sockets == 0 ? NtStatus.Success : NtStatus.Pending;
    }

    internal void OnTransportReleased(WskSocket socket) => _wsk.OnTransportReleased(socket);

    internal void ReportRetained(WskSocket socket, int indications) =>
        Kernel.Verifier?.Violation(WskRules.RetainedAtClose, socket.ToString()!, $"WskCloseSocket with {indications} retained indication(s): release them first.");

    internal void ReportReleasedAndReturned(WskSocket socket) =>
        Kernel.Verifier?.Violation(WskRules.ReleasedAndReturned, socket.ToString()!, "A receive callback released its indication and did not return STATUS_PENDING.");

    /// <summary>Traces a send request and names it; 0 when nobody looks.</summary>
    internal ulong TraceSubmit(int bytes) => _wsk.TraceSubmit(bytes);

    internal void TraceReceive(NetBufferList? lists) => _wsk.TraceReceive(lists);

    private NtStatus Check(in WskSocketRequest request)
    {
        if (_detaching || _wsk.Transport is not { } transport)
        {
            return NtStatus.DeviceNotReady;
        }

        TransportSocketType expected = request.Flags switch
        {
            WskSocketFlags.Listen or WskSocketFlags.Connection => TransportSocketType.Stream,
            WskSocketFlags.Datagram => request.SocketType == TransportSocketType.Raw ? TransportSocketType.Raw : TransportSocketType.Datagram,
            _ => request.SocketType,
        };
        bool isBasic = request.Flags == WskSocketFlags.Basic;
        if (expected != request.SocketType || request.Flags == WskSocketFlags.Stream || (isBasic && request.Events is not null))
        {
            return NtStatus.InvalidParameter;
        }

        foreach (ref readonly TransportDescriptor descriptor in transport.Transports)
        {
            if (descriptor.Family == request.Family && descriptor.SocketType == request.SocketType
                && (descriptor.Protocol == request.Protocol || descriptor.Protocol == 0))
            {
                return NtStatus.Success;
            }
        }

        return NtStatus.ProtocolNotSupported;
    }

    private WskSocket Make(in WskSocketRequest request) => request.Flags switch
    {
        WskSocketFlags.Listen => new WskListenSocket(this, request, StaticEvents),
        WskSocketFlags.Connection => new WskConnectionSocket(this, request, StaticEvents),
        WskSocketFlags.Datagram => new WskDatagramSocket(this, request, StaticEvents),
        _ => new WskBasicSocket(this, request),
    };
}
