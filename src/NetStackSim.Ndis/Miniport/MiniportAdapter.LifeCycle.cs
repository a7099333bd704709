using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Initialize, pause, restart, reset, halt, shutdown: called by the driver stack, completed by the miniport.</content>
public sealed partial class MiniportAdapter
{
    // Parameter 2 of bug check 0x7C/0x1F.
    private const ulong PauseCompleteKind = 1;
    private const ulong RestartCompleteKind = 2;

    private PendingStep? _step;
    private bool _isPoweredDown;

    /// <summary>The miniport completes a pause that it had left pending. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisMPauseComplete")]
    public void PauseComplete() => CompleteStep(AdapterState.Pausing, NtStatus.Success, NdisDdi.MPauseComplete, PauseCompleteKind);

    /// <summary>The miniport completes a restart that it had left pending. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisMRestartComplete")]
    public void RestartComplete(NtStatus status) => CompleteStep(AdapterState.Restarting, status, NdisDdi.MRestartComplete, RestartCompleteKind);

    /// <summary>The miniport completes a reset that it had left pending. One that nobody asked for is bug check 0x7C/0x0F. IRQL: at most Dispatch.</summary>
    /// <param name="status">How it went.</param>
    /// <param name="addressingReset">True: NDIS is to set packet filter, multicast list and encapsulation again.</param>
    [WindowsDdi("NdisMResetComplete")]
    public void ResetComplete(NtStatus status, bool addressingReset)
    {
        if (Reset is not { } reset)
        {
            AdapterReset.RaiseNotAsked(this);
            return;
        }

        reset.Complete(status, addressingReset);
    }

    /// <summary>The miniport asks NDIS to reset it, in a work item. IRQL: at most Dispatch.</summary>
    /// <returns>Success, or NotResettable for a miniport without <see cref="IMiniportReset"/>.</returns>
    [WindowsDdi("NdisMResetMiniport")]
    public NtStatus RequestReset()
    {
        if (Reset is not { } reset)
        {
            return NdisStatus.NotResettable;
        }

        reset.Request();
        return NtStatus.Success;
    }

    /// <summary>
    /// The miniport sends a network plug and play event up to filters and protocols (port activation, for example), or asks NDIS for something:
    /// <see cref="NetPnPEventCode.InhibitBindsAbove"/> unbinds all protocols until <see cref="NetPnPEventCode.AllowBindsAbove"/>,
    /// <see cref="NetPnPEventCode.RequirePause"/> pauses the stack until <see cref="NetPnPEventCode.AllowStart"/>. IRQL: Passive; not in a request handler.
    /// </summary>
    /// <returns>The answer; Pending when a protocol answers later, or the operation on the stack waits for a driver.</returns>
    [WindowsDdi("NdisMNetPnPEvent")]
    public NtStatus NetPnPEvent(NetPnPEvent netPnPEvent)
    {
        NdisDdi.MNetPnPEvent.Check(Kernel);
        NdisArgument.NotNull(netPnPEvent, Kernel, "NdisMNetPnPEvent");
        if (_stack.Runtime.Ownership is { OidDepth: > 0 } verifier)
        {
            verifier.Violation(NdisVerifierRules.NetPnPEventInOidRequest, Driver.Name, $"NdisMNetPnPEvent({netPnPEvent}) of '{Name}' inside a handler for requests: NDIS may wait for that one");
        }

        return _stack.EventFromMiniport(netPnPEvent);
    }

    /// <summary>The same for an event without payload. IRQL: Passive.</summary>
    public NtStatus NetPnPEvent(NetPnPEventCode code) => NetPnPEvent(new NetPnPEvent(code));

    internal void MoveTo(AdapterEvent what)
    {
        AdapterState before = State;
        if (AdapterTransitions.Next(before, what) is not { } next)
        {
            NdisBugCheck.Raise(Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"{what} for adapter '{Name}', which is {State}");
            return;
        }

        State = next;
        UpdatePaths();
        _stack.Runtime.LifeCycleObserver?.OnAdapter(this, before, what);
    }

    /// <summary>MiniportInitializeEx, with new options or the old ones.</summary>
    internal NtStatus Initialize(AdapterOptions? options = null)
    {
        if (options is not null)
        {
            _options = options;
            Settings = AdapterSettings.Install(Kernel, Driver.Name, options);
        }

        MoveTo(AdapterEvent.InitializeCalled);
        (_general, RegistrationAttributes, CurrentOffloads) = (null, null, OffloadCapabilities.None);
        (IsRemoved, PowerState) = (false, DevicePowerState.D0);
        PortTable = new PortTable();
        long begun = Kernel.Now;
        NtStatus status = (Driver.Driver as IMiniportPnP)?.StartDevice(this) ?? NtStatus.Success;
        if (status == NtStatus.Success)
        {
            status = Driver.Driver.Initialize(this, new MiniportInitializeParameters(_options, Settings, Attributes.IfIndex, Attributes.NetLuid), out _miniport);
        }

        ReleasePhase phase = _isPoweredDown ? ReleasePhase.PowerUpFailed : ReleasePhase.InitializeFailed;
        if (status == NtStatus.Success && (_miniport is null || _general is null))
        {
            // The driver thinks that it is up and has to be taken down again.
            _miniport?.Halt(HaltAction.DeviceInitializationFailed);
            phase = ReleasePhase.HaltedDuringInitialize;
            status = NdisStatus.BadCharacteristics;
        }

        _stack.History.Initialized(begun, Kernel.Now);
        MoveTo(status == NtStatus.Success ? AdapterEvent.InitializeSucceeded : AdapterEvent.InitializeFailed);
        if (status != NtStatus.Success)
        {
            _miniport = null;
            Resources.CheckReleased(phase);
            return status;
        }

        Reset = _miniport is IMiniportReset handler ? new AdapterReset(this, handler, RegistrationAttributes?.CheckForHangTimeInSeconds ?? 0) : null;
        return status;
    }

    /// <summary>MiniportPause.</summary>
    internal PendingStep Pause(PauseReason reason)
    {
        MoveTo(AdapterEvent.PauseCalled);
        PendingStep step = _step = new PendingStep($"pause of miniport '{Name}'", NdisWatchdog.MiniportPause, Driver.Name);
        NtStatus status = _miniport!.Pause(reason);
        if (status != NtStatus.Success && status != NtStatus.Pending)
        {
            _stack.Runtime.Ownership?.Violation(NdisVerifierRules.PauseReturn, Driver.Name, $"Pause of '{Name}' returned {status}; only Success and Pending are legal");
        }

        return step.Returned(status == NtStatus.Pending ? status : NtStatus.Success);
    }

    /// <summary>MiniportRestart.</summary>
    internal PendingStep Restart(RestartAttributes attributes)
    {
        MoveTo(AdapterEvent.RestartCalled);
        PendingStep step = _step = new PendingStep($"restart of miniport '{Name}'", null, Driver.Name);
        return step.Returned(_miniport!.Restart(attributes));
    }

    /// <summary>MiniportHaltEx.</summary>
    internal void Halt(HaltAction action)
    {
        Reset?.Stop();
        Reset = null;
        CallWatch watch = CallWatch.Begin(Kernel);
        _miniport!.Halt(action);
        watch.End(_stack.Runtime, NdisWatchdog.MiniportHalt, Driver.Name);
        _isPoweredDown = action == HaltAction.DevicePoweredDown;
        MoveTo(AdapterEvent.HaltCalled);
        _miniport = null;
        Resources.CheckReleased(ReleasePhase.Halted);
        if (_outstandingReceives != 0)
        {
            NdisBugCheck.Raise(Kernel, NdisBugCheckCode.LeakedNetBufferLists, Driver.Name, $"{_outstandingReceives} indicated lists of '{Name}' are out at halt");
        }
    }

    /// <summary>MiniportShutdownEx.</summary>
    internal void Shutdown(ShutdownAction action)
    {
        if (AdapterTransitions.Next(State, AdapterEvent.ShutdownCalled) is not null)
        {
            Reset?.Stop();
            Resources.IsInShutdown = true;
            _miniport!.Shutdown(action);
            Resources.IsInShutdown = false;
            MoveTo(AdapterEvent.ShutdownCalled);
        }
    }

    /// <summary>The device is gone: sends fail from here on.</summary>
    internal void Remove()
    {
        IsRemoved = true;
        UpdatePaths();
    }

    /// <summary>The device is in another power state: at low power sends fail and nothing is received.</summary>
    internal void SetPowerState(DevicePowerState state)
    {
        PowerState = state;
        UpdatePaths();
    }

    private void CompleteStep(AdapterState expected, NtStatus status, DdiContract call, ulong kind)
    {
        call.Check(Kernel);
        if (State != expected || _step is not { IsCompleted: false } step)
        {
            NdisBugCheck.Raise(Kernel, NdisBugCheckCode.IllegalStateTransition, Driver.Name, $"{call.Name} for adapter '{Name}', which is {State}", kind);
            return;
        }

        step.Complete(status);
    }
}
