using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The driver's interrupt handlers: a message for each queue, or one line whose service routine reads the causes of all.</summary>
internal sealed class NicInterruptHandlers : IMiniportMessageInterrupt
{
    private readonly SimKernel _kernel;
    private readonly VirtualNic _nic;
    private readonly NicQueue[] _queues;
    private readonly int _budget;
    private InterruptRegistration? _registration;

    internal NicInterruptHandlers(SimKernel kernel, VirtualNic nic, NicQueue[] queues)
    {
        _kernel = kernel;
        _nic = nic;
        _queues = queues;
        _budget = nic.Options.MaxNblsToIndicate;
    }

    /// <summary>Registers the interrupt, and a poll object for each queue when the card is to be polled.</summary>
    internal NtStatus Connect(MiniportAdapter adapter)
    {
        NtStatus status = adapter.RegisterInterrupt(this, out _registration);
        if (!status.IsSuccess)
        {
            return status;
        }

        foreach (NicQueue queue in _queues)
        {
            queue.Poll = _nic.Options.UsesPoll ? adapter.RegisterPoll(queue, queue.Processor) : null;
            queue.Interrupt.Enable();
        }

        return NtStatus.Success;
    }

    /// <summary>Gives the interrupt up: nothing is served any more.</summary>
    internal void Disconnect()
    {
        Silence();
        _registration?.Deregister();
        _registration = null;
        foreach (NicQueue queue in _queues)
        {
            queue.Poll?.Deregister();
            queue.Poll = null;
        }
    }

    /// <summary>Stops the device from interrupting: shutdown.</summary>
    internal void Silence()
    {
        if (!_nic.IsPresent)
        {
            return;
        }

        _nic.Touch(NicRegister.InterruptMask);
        foreach (NicQueue queue in _queues)
        {
            queue.Interrupt.Disable();
        }

        _nic.InterruptResources.Lower();
    }

    public bool MessageInterrupt(int messageId, out bool queueDefaultInterruptDpc, out uint targetProcessors)
    {
        if (!_nic.IsPresent)
        {
            // A message that was on its way when the device went.
            (queueDefaultInterruptDpc, targetProcessors) = (false, 0);
            return true;
        }

        NicQueue queue = _queues[messageId];
        _nic.Touch(NicRegister.InterruptCause);
        queue.Interrupt.Acknowledge();
        targetProcessors = 0;
        queueDefaultInterruptDpc = queue.IsServedAtHome;
        if (!queue.IsServedAtHome)
        {
            Defer(queue, messageId);
        }

        return true;
    }

    public void MessageInterruptDpc(int messageId, object? dpcContext, ref ReceiveThrottle throttle) => Serve(_queues[messageId], ref throttle);

    public bool Interrupt(out bool queueDefaultInterruptDpc, out uint targetProcessors)
    {
        queueDefaultInterruptDpc = false;
        targetProcessors = 0;
        bool mine = false;
        foreach (NicQueue queue in _queues)
        {
            if (queue.Interrupt.IsAsserted)
            {
                mine = true;
                queue.Interrupt.Acknowledge();
                Defer(queue, 0);
            }
        }

        if (mine)
        {
            _nic.InterruptResources.Lower();
        }

        return mine;
    }

    public void InterruptDpc(object? dpcContext, ref ReceiveThrottle throttle)
    {
        foreach (NicQueue queue in _queues)
        {
            if (ReferenceEquals(queue.DeferredTo, _kernel.CurrentProcessor))
            {
                Serve(queue, ref throttle);
            }
        }
    }

    public void EnableInterrupt() => Mask(false);

    public void DisableInterrupt() => Mask(true);

    public void EnableMessageInterrupt(int messageId) => _queues[messageId].Interrupt.UnmaskAndCheck();

    public void DisableMessageInterrupt(int messageId) => _queues[messageId].Interrupt.Mask();

    private void Mask(bool masked)
    {
        foreach (NicQueue queue in _queues)
        {
            if (masked)
            {
                queue.Interrupt.Mask();
            }
            else
            {
                queue.Interrupt.UnmaskAndCheck();
            }
        }
    }

    private void Defer(NicQueue queue, int message)
    {
        if (queue.Poll is { } poll)
        {
            poll.Request();
        }
        else
        {
            queue.DeferredTo = queue.Processor;
            _ = _registration!.QueueDpc(message, 1UL << queue.Processor.Number);
        }
    }

    private void Serve(NicQueue queue, ref ReceiveThrottle throttle)
    {
        if (!_nic.IsPresent)
        {
            return;
        }

        int budget = (int)Math.Min((uint)_budget, throttle.MaxNblsToIndicate);
        if (queue.Serve(budget))
        {
            throttle.MoreNblsPending = true;
        }
        else
        {
            queue.DeferredTo = null;
            _nic.Touch(NicRegister.InterruptMask);
            queue.Interrupt.Unmask();
        }
    }
}
