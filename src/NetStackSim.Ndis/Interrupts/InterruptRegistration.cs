using System.Numerics;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>The connected interrupt of an adapter (the handle of NdisMRegisterInterruptEx).</summary>
/// <remarks>A DPC is unique for a message and a processor: it is queued once until it runs, and others are queued beside it.</remarks>
[WindowsDdi("NDIS_MINIPORT_INTERRUPT_CHARACTERISTICS")]
public sealed class InterruptRegistration : DriverResource
{
    private readonly MiniportAdapter _adapter;
    private readonly InterruptResources _resources;
    private readonly IMiniportInterrupt _handlers;
    private readonly InterruptMessage[] _messages;

    internal InterruptRegistration(MiniportAdapter adapter, InterruptResources resources, IMiniportInterrupt handlers)
        : base(adapter.Resources, DriverResourceKind.Interrupt)
    {
        _adapter = adapter;
        _resources = resources;
        _handlers = handlers;
        if (handlers is IMiniportMessageInterrupt messageHandlers && resources.MessageCount > 0)
        {
            Type = InterruptType.MessageBased;
            _messages = new InterruptMessage[resources.MessageCount];
            InterruptMessageInfo[] table = new InterruptMessageInfo[resources.MessageCount];
            for (int i = 0; i < _messages.Length; i++)
            {
                _messages[i] = new MessageInterrupt(this, messageHandlers, i);
                table[i] = new InterruptMessageInfo(i, resources.TargetOf(i).Number, Irql.Device);
            }

            MessageInfoTable = table;
            resources.Connect(_messages);
        }
        else
        {
            Type = InterruptType.LineBased;
            _messages = [new LineInterrupt(this, handlers)];
            resources.Connect(_messages[0]);
        }
    }

    /// <summary>A line, or messages.</summary>
    public InterruptType Type { get; }

    /// <summary>The message table; empty for a line.</summary>
    public IReadOnlyList<InterruptMessageInfo> MessageInfoTable { get; } = [];

    /// <summary>The limit that NDIS gives each DPC; <see cref="ReceiveThrottle.IndicateAll"/> unless somebody lowers it.</summary>
    public uint MaxNblsToIndicate { get; set; } = ReceiveThrottle.IndicateAll;

    internal SimKernel Kernel => _adapter.Kernel;

    private Irql Dirql => Type == InterruptType.LineBased ? _resources.Line!.Dirql : Irql.Device;

    /// <summary>Queues the DPC of a message on processors. Any IRQL.</summary>
    /// <param name="messageId">Number of the message; 0 on a line.</param>
    /// <param name="targetProcessors">One bit for each processor.</param>
    /// <param name="dpcContext">For the handler.</param>
    /// <returns>The processors on which it was queued now; a bit is clear where it is queued already, or where there is no processor.</returns>
    [WindowsDdi("NdisMQueueDpc")]
    [WindowsDdi("NdisMQueueDpcEx")]
    public ulong QueueDpc(int messageId, ulong targetProcessors, object? dpcContext = null)
    {
        ulong queued = 0;
        if (IsReleased)
        {
            return queued;
        }

        int processors = Kernel.Processors.Length;
        for (ulong left = targetProcessors; left != 0; left &= left - 1)
        {
            int number = BitOperations.TrailingZeroCount(left);
            if (number < processors && _messages[messageId].Queue(number, dpcContext))
            {
                queued |= 1UL << number;
            }
        }

        return queued;
    }

    /// <summary>Runs code that must not run together with the service routine. IRQL: at most DIRQL; not after <see cref="Deregister"/>.</summary>
    /// <param name="messageId">Number of the message; 0 on a line.</param>
    /// <param name="routine">The code.</param>
    /// <param name="context">For the code.</param>
    /// <returns>What the code returned.</returns>
    /// <exception cref="ObjectDisposedException">The interrupt is deregistered.</exception>
    [WindowsDdi("NdisMSynchronizeWithInterruptEx")]
    public bool Synchronize(int messageId, SynchronizeInterruptRoutine routine, object? context = null)
    {
        ArgumentNullException.ThrowIfNull(routine);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)messageId, (uint)_messages.Length, nameof(messageId));
        if (IsReleased)
        {
            Owner.Runtime.Ownership?.Violation(NdisVerifierRules.DeregisterInterrupt, _adapter.Name, $"NdisMSynchronizeWithInterruptEx for the {this}, which is deregistered");
            throw new ObjectDisposedException(nameof(InterruptRegistration));
        }

        Kernel.CurrentProcessor.AssertIrqlAtMost(Dirql, "NdisMSynchronizeWithInterruptEx");
        using (Kernel.CurrentProcessor.RaiseIrql(Dirql))
        {
            return routine(context);
        }
    }

    /// <summary>NDIS has the driver switch the interrupts of its device off, as diagnostics do.</summary>
    public void Disable()
    {
        using (Kernel.CurrentProcessor.RaiseIrql(Dirql))
        {
            for (int i = 0; i < _messages.Length; i++)
            {
                _messages[i].Enable(false);
            }
        }
    }

    /// <summary>NDIS has the driver switch the interrupts of its device on again.</summary>
    public void Enable()
    {
        using (Kernel.CurrentProcessor.RaiseIrql(Dirql))
        {
            for (int i = 0; i < _messages.Length; i++)
            {
                _messages[i].Enable(true);
            }
        }
    }

    /// <summary>Gives the interrupt up: no service routine and no DPC runs any more. Not twice. IRQL: Passive.</summary>
    [WindowsDdi("NdisMDeregisterInterruptEx")]
    public void Deregister()
    {
        NdisDdi.MDeregisterInterruptEx.Check(Kernel);
        ObjectDisposedException.ThrowIf(!TryRelease(), this);
        _resources.Disconnect();
        foreach (InterruptMessage message in _messages)
        {
            message.Close();
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Type} interrupt of {_adapter.Name}";

    private protected override void Release() => Deregister();

    private sealed class LineInterrupt(InterruptRegistration owner, IMiniportInterrupt handlers) : InterruptMessage(owner, owner._resources.Line!.Processor)
    {
        public override bool OnInterrupt(InterruptObject interrupt)
        {
            if (IsClosed)
            {
                return false;
            }

            bool mine = handlers.Interrupt(out bool queueDefault, out uint targets);
            QueueAsAsked(queueDefault, targets);
            return mine;
        }

        public override void Enable(bool on)
        {
            if (on)
            {
                handlers.EnableInterrupt();
            }
            else
            {
                handlers.DisableInterrupt();
            }
        }

        protected override void CallDpc(object? context, ref ReceiveThrottle throttle) => handlers.InterruptDpc(context, ref throttle);
    }

    private sealed class MessageInterrupt(InterruptRegistration owner, IMiniportMessageInterrupt handlers, int id)
        : InterruptMessage(owner, owner._resources.TargetOf(id))
    {
        public override bool OnInterrupt(InterruptObject interrupt)
        {
            if (IsClosed)
            {
                return false;
            }

            bool mine = handlers.MessageInterrupt(id, out bool queueDefault, out uint targets);
            QueueAsAsked(queueDefault, targets);
            return mine;
        }

        public override void Enable(bool on)
        {
            if (on)
            {
                handlers.EnableMessageInterrupt(id);
            }
            else
            {
                handlers.DisableMessageInterrupt(id);
            }
        }

        protected override void CallDpc(object? context, ref ReceiveThrottle throttle) => handlers.MessageInterruptDpc(id, context, ref throttle);
    }
}
