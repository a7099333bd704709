using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>The same driver for a device that sends messages.</summary>
internal sealed class MessageMiniport(InterruptResources resources, List<string> log, string name = "nic")
    : InterruptMiniport(resources, log, name), IMiniportMessageInterrupt
{
    public bool MessageInterrupt(int messageId, out bool queueDefaultInterruptDpc, out uint targetProcessors)
    {
        (queueDefaultInterruptDpc, targetProcessors) = Asks;
        Note($"isr {messageId}");
        return true;
    }

    public void MessageInterruptDpc(int messageId, object? dpcContext, ref ReceiveThrottle throttle)
    {
        Note($"dpc {messageId} {dpcContext}".TrimEnd());
        throttle.MoreNblsPending = Throttled-- > 0;
    }

    public void EnableMessageInterrupt(int messageId) => Note($"enable {messageId}");

    public void DisableMessageInterrupt(int messageId) => Note($"disable {messageId}");
}
