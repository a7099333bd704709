using NetStackSim.Kernel;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.Wsk;

/// <content>Incoming connections: inspection before the handshake, the way from the backlog to the client after it.</content>
public sealed partial class WskListenSocket
{
    ConnectionRequestAction IListenerClient.OnRequest(ulong requestId, in IpEndpoint local, in IpEndpoint remote)
    {
        if (IsClosing || IsForcedClosed)
        {
            return ConnectionRequestAction.Reject;
        }

        if (_client is not { } client)
        {
            return ConnectionRequestAction.Accept;
        }

        Hold();
        WskInspectAction action = client.Inspect(this, Present(local), Present(remote), requestId);
        Unhold();
        return Translate(action);
    }

    void IListenerClient.OnRequestAborted(ulong requestId)
    {
        if (_client is { } client && !IsClosing && !IsForcedClosed)
        {
            Hold();
            client.Abort(this, requestId);
            Unhold();
        }
    }

    IStreamEndpointClient? IListenerClient.OnIncoming(IStreamEndpoint endpoint, ulong requestId)
    {
        if (IsClosing || IsForcedClosed || !Wsk.MaySocketsBeMade)
        {
            return null;
        }

        var request = new WskSocketRequest(Family, TransportSocketType.Stream, Protocol, WskSocketFlags.Connection, Process: Process);
        var socket = new WskConnectionSocket(Wsk, request, Wsk.StaticEvents);
        socket.AttachAccepted(endpoint, this, requestId);
        return socket;
    }

    /// <summary>A connection is established and its socket waits for a client.</summary>
    internal void Offer(WskConnectionSocket socket)
    {
        if (IsClosing || IsForcedClosed)
        {
            socket.CloseUnattended();
            return;
        }

        _backlog.Enqueue(socket);
        Pump();
    }

    /// <summary>Hands connections out, in the order of their handshakes: to pending requests first.</summary>
    private void Pump()
    {
        if (_pumping)
        {
            return;
        }

        Hold();
        _pumping = true;
        while (_backlog.TryPeek(out WskConnectionSocket? socket) && (TryComplete(socket) || TryIndicate(socket)))
        {
        }

        _pumping = false;
        Unhold();
    }

    private bool TryComplete(WskConnectionSocket socket)
    {
        if (_accepts.RemoveNext() is not { } irp)
        {
            return false;
        }

        _backlog.Dequeue();
        _listener!.Accepted();
        Hand(socket, irp);
        irp.Complete(NtStatus.Success);
        return true;
    }

    private bool TryIndicate(WskConnectionSocket socket)
    {
        if (_client is not { } client || !IsEventOn(WskEventMask.Accept))
        {
            return false;
        }

        _backlog.Dequeue();
        _listener!.Accepted();
        EnterCallback(WskEventMask.Accept);
        NtStatus status = client.Accept(this, LevelFlag, socket.LocalAddress, socket.RemoteAddress, socket, out IWskConnectionEvents? events);
        if (status.IsSuccess)
        {
            socket.Take(events, EnabledEvents);
        }
        else
        {
            socket.CloseUnattended();
        }

        LeaveCallback(WskEventMask.Accept);
        return true;
    }

    private static void Hand(WskConnectionSocket socket, Irp irp)
    {
        IoStackLocation location = irp.CurrentStackLocation;
        socket.Context = location.Argument1;
        socket.Take((IWskConnectionEvents?)location.Argument2, WskEventMask.None);
        irp.InformationObject = socket;
    }

    private static ConnectionRequestAction Translate(WskInspectAction action) => action switch
    {
        WskInspectAction.Accept => ConnectionRequestAction.Accept,
        WskInspectAction.Pend => ConnectionRequestAction.Pend,
        _ => ConnectionRequestAction.Reject,
    };
}
