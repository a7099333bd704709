using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Low power and back (ndis.md section 2.4).</content>
internal sealed partial class DriverStack
{
    private const MiniportAttributeFlags PowerAware = MiniportAttributeFlags.NoHaltOnSuspend | MiniportAttributeFlags.NoPauseOnSuspend;

    private bool SupportsPower => (AttributeFlags & PowerAware) != 0;

    private MiniportAttributeFlags AttributeFlags => Adapter.RegistrationAttributes?.Flags ?? MiniportAttributeFlags.None;

    // Only when every driver of the stack was written for a system that has this.
    private bool KeepsRunningOnSuspend =>
        (AttributeFlags & MiniportAttributeFlags.NoPauseOnSuspend) != 0
        && Adapter.Driver.Options.Version >= NdisVersion.Ndis630
        && _filters.TrueForAll(static module => module.Driver.Options.Version >= NdisVersion.Ndis630)
        && _bindings.TrueForAll(static binding => binding.Driver.Options.Version >= NdisVersion.Ndis630);

    private IEnumerable<PendingStep> PowerSteps(StackOperation operation, DevicePowerState state)
    {
        // A device that is stopped, or failed to start, has no power state to leave.
        bool isStarted = Adapter.State != AdapterState.Halted || Adapter.IsLowPower;
        if (state == DevicePowerState.Unspecified || !isStarted)
        {
            operation.Result = isStarted ? NdisStatus.InvalidParameter : NdisStatus.InvalidState;
            return [];
        }

        return state == Adapter.PowerState ? []
            : state == DevicePowerState.D0 ? ResumeSteps(operation)
            : Adapter.IsLowPower ? DeviceSteps(state)
            : SuspendSteps(state);
    }

    private IEnumerable<PendingStep> SuspendSteps(DevicePowerState state)
    {
        yield return Deliver(new NetPnPEvent(NetPnPEventCode.SetPower, state));
        if (!KeepsRunningOnSuspend)
        {
            foreach (PendingStep step in PauseSteps(PauseReason.LowPower))
            {
                yield return step;
            }
        }

        foreach (PendingStep step in DeviceSteps(state))
        {
            yield return step;
        }
    }

    // The device itself: told by request, or halted when its driver has no power support.
    private IEnumerable<PendingStep> DeviceSteps(DevicePowerState state)
    {
        Adapter.SetPowerState(state);
        if (SupportsPower)
        {
            PendingStep request = RequestPower(state);
            yield return request;
            RequireTaken(request);
            yield break;
        }

        foreach (PendingStep step in HaltForPowerSteps())
        {
            yield return step;
        }
    }

    private IEnumerable<PendingStep> HaltForPowerSteps()
    {
        if (Adapter.State != AdapterState.Paused)
        {
            yield break;
        }

        foreach (PendingStep step in QuietSteps())
        {
            yield return step;
        }

        Adapter.Halt(HaltAction.DevicePoweredDown);
    }

    private IEnumerable<PendingStep> ResumeSteps(StackOperation operation)
    {
        if (Adapter.State == AdapterState.Halted)
        {
            foreach (PendingStep step in ReinitializeSteps(operation))
            {
                yield return step;
            }
        }
        else
        {
            PendingStep request = RequestPower(DevicePowerState.D0);
            yield return request;
            RequireTaken(request);
            Adapter.SetPowerState(DevicePowerState.D0);
        }

        if (!operation.Result.IsSuccess)
        {
            yield break;
        }

        foreach (PendingStep step in CatchUpSteps(operation))
        {
            yield return step;
        }

        yield return Deliver(new NetPnPEvent(NetPnPEventCode.SetPower, DevicePowerState.D0));
    }

    // Filters and protocols may have come and gone meanwhile. A stack that was not paused for the sleep is paused for them.
    private IEnumerable<PendingStep> CatchUpSteps(StackOperation operation)
    {
        if (Adapter.State == AdapterState.Running && Runtime.Protocols.Any(ShouldBind))
        {
            foreach (PendingStep step in PauseSteps(PauseReason.BindProtocol))
            {
                yield return step;
            }
        }

        if (Adapter.State == AdapterState.Paused)
        {
            foreach (PendingStep step in Sequence(SyncFiltersSteps(), BindAllSteps(operation), RestartSteps(operation)))
            {
                yield return step;
            }
        }
    }

    // What the miniport was told before it was halted it does not know any more; those above it believe that it does.
    private IEnumerable<PendingStep> ReinitializeSteps(StackOperation operation)
    {
        NtStatus status = Adapter.Initialize();
        if (status == NtStatus.Success)
        {
            yield return HardwareReplay.Run(Adapter);
            yield break;
        }

        operation.Result = status;
        Remark(Adapter, $"miniport '{Adapter.Driver.Name}' failed to initialize after low power: {status}");
        foreach (PendingStep step in Sequence(UnbindAllSteps(), DetachSteps(static _ => true)))
        {
            yield return step;
        }
    }

    private PendingStep RequestPower(DevicePowerState state) =>
        new OidStep(OidRequest.Set(Oid.PnpSetPower, (uint)state), Adapter.Driver.Name).SubmitTo(StationBelow(_filters.Count));

    // No miniport may refuse.
    private void RequireTaken(PendingStep request)
    {
        if (!request.Status.IsSuccess)
        {
            NdisBugCheck.Raise(Kernel, NdisBugCheckCode.FailedMandatoryOid, Adapter.Driver.Name, $"{request.What} of '{Adapter.Name}' failed: {request.Status}", (ulong)Oid.PnpSetPower);
        }
    }
}
