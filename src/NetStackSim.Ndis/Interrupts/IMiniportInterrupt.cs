using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The interrupt handlers of a miniport whose device has a line. A driver that takes messages too implements <see cref="IMiniportMessageInterrupt"/>.</summary>
public interface IMiniportInterrupt
{
    /// <summary>
    /// The line rang. Ask the device; when it was not its interrupt, return false at once, for the line may be shared. Else acknowledge, mask, choose the DPCs.
    /// They are queued as the out parameters say, whatever is returned. IRQL: DIRQL.
    /// </summary>
    /// <param name="queueDefaultInterruptDpc">True for one DPC on the present processor; <paramref name="targetProcessors"/> is not looked at then.</param>
    /// <param name="targetProcessors">One bit for each processor, of the first 32, that shall run a DPC. Drivers of today say zero and call <see cref="InterruptRegistration.QueueDpc"/>.</param>
    /// <returns>True when the device of this adapter interrupted.</returns>
    [WindowsDdi("MiniportInterrupt")]
    bool Interrupt(out bool queueDefaultInterruptDpc, out uint targetProcessors);

    /// <summary>The deferred half: indicate, complete, and unmask when nothing is left. IRQL: Dispatch.</summary>
    /// <param name="dpcContext">From <see cref="InterruptRegistration.QueueDpc"/>; null for a DPC that the service routine asked for.</param>
    /// <param name="throttle">How much may be done, and whether more is left.</param>
    [WindowsDdi("MiniportInterruptDPC")]
    void InterruptDpc(object? dpcContext, ref ReceiveThrottle throttle);

    /// <summary>Lets the device interrupt again; for diagnostics. IRQL: DIRQL.</summary>
    [WindowsDdi("MiniportEnableInterruptEx")]
    void EnableInterrupt()
    {
    }

    /// <summary>Keeps the device from interrupting; for diagnostics. IRQL: DIRQL.</summary>
    [WindowsDdi("MiniportDisableInterruptEx")]
    void DisableInterrupt()
    {
    }
}
