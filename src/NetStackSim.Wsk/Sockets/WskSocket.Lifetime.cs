using System.Diagnostics;
using NetStackSim.Kernel;

namespace NetStackSim.Wsk;

/// <content>
/// The end of a socket: by <see cref="Close"/>, or because its transport went away. What is on the call stack (a callback, a completion routine)
/// is waited for; then the transport gets everything back; then the close request completes, last of all.
/// </content>
public abstract partial class WskSocket
{
    private Irp? _closeIrp;
    private int _holds;
    private bool _releaseBegun;
    private bool _closeCompleted;

    /// <summary>True from the close request on; no other request is legal then.</summary>
    public bool IsClosing { get; private set; }

    /// <summary>True when the transport went away: requests end with FileForcedClosed, only <see cref="Close"/> is useful.</summary>
    public bool IsForcedClosed { get; private set; }

    /// <summary>True until the transport has everything back that it lent to this socket.</summary>
    internal bool UsesTransport { get; private set; } = true;

    /// <summary>True when a transport that wants to go waits for this socket.</summary>
    internal bool HoldsDetach { get; set; }

    /// <summary>Success, or why no request is legal any more.</summary>
    private protected NtStatus Usable =>
        IsForcedClosed ? NtStatus.FileForcedClosed : IsClosing ? NtStatus.InvalidDeviceState : NtStatus.Success;

    /// <summary>Indications that the client holds.</summary>
    private protected abstract int Retained { get; }

    /// <summary>
    /// Closes the socket: pending requests end with Cancelled, a connection that is not fully disconnected is reset, no event follows. The IRP
    /// completes when everything has ended, also callbacks that are running; the socket must not be used after the call.
    /// </summary>
    /// <param name="irp">The request.</param>
    /// <returns>Pending; or InvalidDeviceState for a second close.</returns>
    [WindowsDdi("WskCloseSocket")]
    public NtStatus Close(Irp irp)
    {
        Begin(irp, WskMinorFunction.Close);
        if (IsClosing)
        {
            return irp.CompleteRequest(NtStatus.InvalidDeviceState);
        }

        irp.MarkPending();
        _closeIrp = irp;
        BeginClose();
        return NtStatus.Pending;
    }

    /// <summary>Closes a socket whose end nobody waits for. Does nothing when it is closing already.</summary>
    internal void CloseUnattended()
    {
        if (!IsClosing)
        {
            BeginClose();
        }
    }

    /// <summary>The transport goes away: requests fail, the client is told through its callback, the transport gets everything back that the client does not retain.</summary>
    internal void OnTransportRemoved()
    {
        if (IsForcedClosed)
        {
            return;
        }

        IsForcedClosed = true;
        Hold();
        FailRequests(NtStatus.FileForcedClosed);
        if (!IsClosing)
        {
            IndicateForcedClose();
        }

        Unhold();
    }

    /// <summary>Keeps the socket's end away while something of it is on the call stack. Nests.</summary>
    private protected void Hold() => _holds++;

    /// <summary>Undoes <see cref="Hold"/>; the last one goes on with an end that waited.</summary>
    private protected void Unhold()
    {
        Debug.Assert(_holds > 0, "A hold is undone once.");
        if (--_holds == 0)
        {
            GoOnEnding();
        }
    }

    /// <summary>Goes on with an end that waited for a retained indication.</summary>
    private protected void GoOnEnding()
    {
        if (_holds > 0 || !(IsClosing || IsForcedClosed))
        {
            return;
        }

        if (!_releaseBegun)
        {
            if (Retained > 0)
            {
                ReportRetained();
                return;
            }

            _releaseBegun = true;
            ReleaseTransport();
        }

        if (!UsesTransport && IsClosing && !_closeCompleted)
        {
            CompleteClose();
        }
    }

    /// <summary>The transport has everything back and will not call again.</summary>
    private protected void OnTransportReleased()
    {
        UsesTransport = false;
        Wsk.OnTransportReleased(this);
        GoOnEnding();
    }

    /// <summary>Ends what is pending.</summary>
    private protected abstract void FailRequests(NtStatus status);

    /// <summary>Calls the enabled callback of the category without data: the socket is dead.</summary>
    private protected abstract void IndicateForcedClose();

    /// <summary>Gives the transport everything back and ends the endpoint; the category calls <see cref="OnTransportReleased"/> when that is done.</summary>
    private protected abstract void ReleaseTransport();

    private void BeginClose()
    {
        IsClosing = true;
        Hold();
        FailRequests(NtStatus.Cancelled);
        Unhold();
    }

    private void ReportRetained()
    {
        if (IsClosing)
        {
            Wsk.ReportRetained(this, Retained);
        }
    }

    private void CompleteClose()
    {
        _closeCompleted = true;
        Irp? irp = _closeIrp;
        _closeIrp = null;
        Wsk.Remove(this);
        irp?.Complete(NtStatus.Success);
    }
}
