using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The interrupt handlers of a miniport that takes messages (MsiSupported). It must have those of a line as well: the bus may give no messages.</summary>
public interface IMiniportMessageInterrupt : IMiniportInterrupt
{
    /// <summary>A message came. Messages are not shared: return true. IRQL: DIRQL.</summary>
    /// <param name="messageId">Which one.</param>
    /// <param name="queueDefaultInterruptDpc">True for one DPC on the present processor; <paramref name="targetProcessors"/> is not looked at then.</param>
    /// <param name="targetProcessors">One bit for each processor, of the first 32, that shall run a DPC.</param>
    /// <returns>True.</returns>
    [WindowsDdi("MiniportMessageInterrupt")]
    bool MessageInterrupt(int messageId, out bool queueDefaultInterruptDpc, out uint targetProcessors);

    /// <summary>The deferred half of a message. IRQL: Dispatch.</summary>
    /// <param name="messageId">Which one.</param>
    /// <param name="dpcContext">From <see cref="InterruptRegistration.QueueDpc"/>; null for a DPC that the service routine asked for.</param>
    /// <param name="throttle">How much may be done, and whether more is left.</param>
    [WindowsDdi("MiniportMessageInterruptDPC")]
    void MessageInterruptDpc(int messageId, object? dpcContext, ref ReceiveThrottle throttle);

    /// <summary>Lets the device send a message again; for changes of the message table by NDIS. IRQL: DIRQL.</summary>
    /// <param name="messageId">Which one.</param>
    [WindowsDdi("MiniportEnableMessageInterrupt")]
    void EnableMessageInterrupt(int messageId)
    {
    }

    /// <summary>Keeps the device from sending a message. IRQL: DIRQL.</summary>
    /// <param name="messageId">Which one.</param>
    [WindowsDdi("MiniportDisableMessageInterrupt")]
    void DisableMessageInterrupt(int messageId)
    {
    }
}
