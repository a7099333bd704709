using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>What a miniport registers for its hardware: interrupts, poll objects.</content>
public sealed partial class MiniportAdapter
{
    /// <summary>
    /// Connects the interrupt of the device, in Initialize after the registration attributes. A driver with <see cref="IMiniportMessageInterrupt"/> gets messages
    /// when the device has some, else the line. The handlers may be called before this returns. IRQL: Passive.
    /// </summary>
    /// <param name="handlers">The handlers.</param>
    /// <param name="registration">The interrupt; to be deregistered in Halt, and when Initialize fails after this.</param>
    /// <returns>Success, ResourceConflict for a device without a fitting interrupt, or InvalidState before the registration attributes.</returns>
    [WindowsDdi("NdisMRegisterInterruptEx")]
    public NtStatus RegisterInterrupt(IMiniportInterrupt handlers, out InterruptRegistration? registration)
    {
        NdisArgument.NotNull(handlers, Kernel, "NdisMRegisterInterruptEx");
        NdisDdi.MRegisterInterruptEx.Check(Kernel);
        registration = null;
        if (RegistrationAttributes is null)
        {
            return NdisStatus.InvalidState;
        }

        if ((_options.Device as IInterruptDevice)?.InterruptResources is not { IsConnected: false } resources
            || (resources.Line is null && (resources.MessageCount == 0 || handlers is not IMiniportMessageInterrupt)))
        {
            return NdisStatus.ResourceConflict;
        }

        registration = new InterruptRegistration(this, resources, handlers);
        return NtStatus.Success;
    }

    /// <summary>Makes a poll object, in Initialize: NDIS then calls the handlers instead of an interrupt DPC. IRQL: Passive.</summary>
    /// <param name="handlers">The handlers.</param>
    /// <param name="affinity">Where it polls first; null for the present processor.</param>
    /// <param name="options">Budgets; null for those of the system.</param>
    /// <returns>The object; to be deregistered in Halt.</returns>
    [WindowsDdi("NdisRegisterPoll")]
    public PollRegistration RegisterPoll(IMiniportPoll handlers, Processor? affinity = null, PollOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(handlers);
        NdisDdi.RegisterPoll.Check(Kernel);
        return new PollRegistration(this, handlers, options ?? new PollOptions(), affinity ?? Kernel.CurrentProcessor);
    }
}
