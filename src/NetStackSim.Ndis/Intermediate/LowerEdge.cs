using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The lower edge of an intermediate driver: its protocol over one adapter. Who is above, and who gets which frame, is the deriving class's.</summary>
internal abstract partial class LowerEdge : IProtocol
{
    private NetPnPEvent? _pendingPause;
    private bool _isUnbinding;
    private bool _unbindPended;

    protected LowerEdge(ProtocolBinding binding, IntermediateBuffers buffers)
    {
        Binding = binding;
        Buffers = buffers;
    }

    /// <summary>The NDIS side.</summary>
    public ProtocolBinding Binding { get; }

    /// <summary>True between restart and pause of the lower stack.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>True in device state D0 of the adapter below.</summary>
    public bool IsPoweredUp { get; private set; } = true;

    /// <summary>The pools of the driver.</summary>
    protected IntermediateBuffers Buffers { get; }

    /// <inheritdoc/>
    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        switch (netPnPEvent.Code)
        {
            case NetPnPEventCode.Restart:
                IsRunning = true;
                OnRestarted();
                return NtStatus.Success;
            case NetPnPEventCode.Pause:
                return Pause(netPnPEvent);
            case NetPnPEventCode.SetPower when netPnPEvent.Payload is DevicePowerState state:
                IsPoweredUp = state == DevicePowerState.D0;
                OnPowerChanged();
                return NtStatus.Success;
            case NetPnPEventCode.ImReEnableDevice when netPnPEvent.Payload is string name:
                NtStatus status = OnReEnabled(name);

                // Nobody waits for a device whose name is not free yet.
                return status == NtStatus.Pending ? NtStatus.Success : status;
            default:
                return NtStatus.Success;
        }
    }

    /// <inheritdoc/>
    public NtStatus Unbind()
    {
        _isUnbinding = true;
        OnUnbinding();
        _unbindPended = !IsFree;
        return _unbindPended ? NtStatus.Pending : NtStatus.Success;
    }

    /// <inheritdoc/>
    public void Status(in StatusIndication indication) => OnStatus(indication.StatusCode);

    /// <inheritdoc/>
    public void OidRequestComplete(OidRequest request, NtStatus status) => ((OidFanOut)request.SourceReserved0!).Complete(request, status);

    /// <summary>True when no virtual miniport needs this edge any more.</summary>
    protected abstract bool IsFree { get; }

    /// <summary>The lower stack runs: so may the virtual miniports.</summary>
    protected abstract void OnRestarted();

    /// <summary>The lower stack pauses: the virtual miniports must give back what they indicated.</summary>
    protected abstract void OnPausing();

    /// <summary>All lists are back after a pause.</summary>
    protected abstract void OnDrained();

    /// <summary>The adapter below went to low power or came back; what the drivers above do about theirs is another matter.</summary>
    protected abstract void OnPowerChanged();

    /// <summary>A virtual miniport that was disabled alone (its device was removed) is to come back. A name of somebody else is no failure.</summary>
    protected abstract NtStatus OnReEnabled(string name);

    /// <summary>The adapter goes: virtual miniports that cannot be without it are deinitialised.</summary>
    protected abstract void OnUnbinding();

    /// <summary>Something changed below; the attributes of the binding are up to date.</summary>
    protected abstract void OnStatus(NdisStatusCode code);

    /// <summary>A virtual miniport was halted: an unbind that waited for it is complete.</summary>
    public void OnUpperHalted()
    {
        if (_isUnbinding && _unbindPended && IsFree)
        {
            _unbindPended = false;
            Binding.UnbindComplete();
        }
    }

    // Sends are waited for by NDIS. What was received and is still above comes back when the virtual miniports are paused; this handler does not wait for it.
    private NtStatus Pause(NetPnPEvent netPnPEvent)
    {
        IsRunning = false;
        OnPausing();
        if (Binding.OutstandingReceives == 0)
        {
            OnDrained();
            return NtStatus.Success;
        }

        _pendingPause = netPnPEvent;
        return NtStatus.Pending;
    }

    private void CheckDrained()
    {
        if (_pendingPause is { } pause && Binding.OutstandingReceives == 0)
        {
            _pendingPause = null;
            OnDrained();
            Binding.CompleteNetPnPEvent(pause, NtStatus.Success);
        }
    }
}
