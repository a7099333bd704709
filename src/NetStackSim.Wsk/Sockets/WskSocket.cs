using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <summary>
/// A WSK socket (<c>WSK_SOCKET</c>) of any category. Members: IRQL at most Dispatch. Every request takes an IRP with a completion routine and
/// one free stack location; it is completed exactly once, inside the call (then the call returns its status) or later (Pending).
/// </summary>
public abstract partial class WskSocket
{
    private protected WskSocket(WskProvider wsk, in WskSocketRequest request, WskEventMask staticEvents)
    {
        Wsk = wsk;
        Context = request.Context;
        Process = request.Process;
        Family = request.Family;
        Protocol = request.Protocol;
        _events = new WskEventState(staticEvents);
        wsk.Add(this);
    }

    /// <summary>Belongs to the client (<c>SocketContext</c>).</summary>
    public object? Context { get; set; }

    /// <summary>The address family.</summary>
    public IpFamily Family { get; }

    /// <summary>The IP protocol.</summary>
    public byte Protocol { get; }

    /// <summary>The owner for the filter engine and the connection table; null is the System process.</summary>
    public SimProcess? Process { get; }

    /// <summary>The category.</summary>
    public abstract WskSocketFlags Category { get; }

    internal WskSocket? RegistryNext { get; set; }

    internal WskSocket? RegistryPrevious { get; set; }

    private protected WskProvider Wsk { get; }

    private protected AddressSharing Sharing { get; private set; }

    private protected bool DualMode { get; private set; }

    private protected abstract bool IsBound { get; }

    private protected EndpointOptions EndpointOptions => new(Family, Protocol, Process, DualMode: DualMode);

    /// <inheritdoc/>
    public override string ToString() => $"WSK {Category} socket (protocol {Protocol}{(IsClosing ? ", closing" : IsForcedClosed ? ", transport gone" : "")})";

    /// <summary>Takes the IRP's next location for WSK.</summary>
    private protected IoStackLocation Begin(Irp irp, byte minorFunction) =>
        irp.BeginRequest(Wsk.Device, IrpMajorFunction.InternalDeviceControl, minorFunction);

    /// <summary>Addresses as the client of an AF_INET6 socket sees them: IPv4 peers of a dual-mode socket as <c>::ffff:a.b.c.d</c>.</summary>
    private protected IpEndpoint Present(in IpEndpoint endpoint) =>
        Family == IpFamily.V6 && endpoint.Address.IsV4 ? new IpEndpoint(endpoint.Address.MapToV6(), endpoint.Port) : endpoint;

    /// <summary>The AT_DISPATCH flag says that the level is exactly Dispatch; without it the client knows nothing.</summary>
    private protected WskEventFlags LevelFlag =>
        Wsk.Kernel.CurrentProcessor.Irql == Irql.Dispatch ? WskEventFlags.AtDispatchLevel : WskEventFlags.None;
}
