using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One message, or the line, of a registered interrupt: its service routine and its DPCs, one for each processor that ever had one.</summary>
internal abstract class InterruptMessage : IInterruptTarget
{
    private readonly InterruptRegistration _owner;
    private readonly Deferred?[] _dpcs;
    private bool _isClosed;

    protected InterruptMessage(InterruptRegistration owner)
    {
        _owner = owner;
        _dpcs = new Deferred?[owner.Kernel.Processors.Length];
    }

    public bool OnInterrupt(InterruptObject interrupt)
    {
        if (_isClosed)
        {
            // It was on its way to the processor when the driver let go.
            return false;
        }

        bool mine = CallService(out bool queueDefault, out uint targets);
        QueueAsAsked(interrupt.Processor, queueDefault, targets);
        return mine;
    }

    /// <summary>The Enable and Disable handlers.</summary>
    public abstract void Enable(bool on);

    /// <summary>Queues the DPC on one processor.</summary>
    /// <returns>False when it is queued there already.</returns>
    public bool Queue(int processor, object? context)
    {
        Deferred deferred = _dpcs[processor] ?? Make(processor);
        if (!deferred.Dpc.Queue())
        {
            return false;
        }

        deferred.Context = context;
        return true;
    }

    /// <summary>The driver has let go: nothing that is under way reaches it.</summary>
    public void Close()
    {
        _isClosed = true;
        foreach (Deferred? deferred in _dpcs)
        {
            _ = deferred?.Dpc.Cancel();
        }
    }

    protected abstract bool CallService(out bool queueDefault, out uint targets);

    protected abstract void CallDpc(object? context, ref ReceiveThrottle throttle);

    // The DPCs follow the out parameters; whether the interrupt was claimed plays no part.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void QueueAsAsked(Processor current, bool queueDefault, uint targets)
    {
        if (queueDefault)
        {
            _ = Queue(current.Number, null);
        }
        else if (targets != 0)
        {
            QueueMany(targets);
        }
    }

    private void QueueMany(uint targets)
    {
        for (int i = 0; i < _dpcs.Length && i < 32; i++)
        {
            if ((targets & (1u << i)) != 0)
            {
                _ = Queue(i, null);
            }
        }
    }

    private Deferred Make(int processor) => _dpcs[processor] = new Deferred(this, _owner.Kernel.Processors[processor]);

    /// <summary>The DPC of one (message, processor).</summary>
    private sealed class Deferred : IDpcTarget
    {
        private readonly InterruptMessage _message;

        public Deferred(InterruptMessage message, Processor processor)
        {
            _message = message;
            Dpc = new Dpc(processor, this);
        }

        public Dpc Dpc { get; }

        public object? Context { get; set; }

        public void OnDpc(Dpc dpc)
        {
            object? context = Context;
            ReceiveThrottle throttle = new(_message._owner.MaxNblsToIndicate);
            _message.CallDpc(context, ref throttle);
            if (throttle.MoreNblsPending && dpc.Queue())
            {
                Context = context;
            }
        }
    }
}
