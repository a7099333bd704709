using System.Runtime.CompilerServices;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>One message, or the line, of a registered interrupt: its service routine and its DPCs, one for each processor that ever had one.</summary>
/// <remarks>The default DPC, on the processor that takes the interrupt, is this object itself: that is the way of nearly every interrupt.</remarks>
internal abstract class InterruptMessage : IInterruptTarget, IDpcTarget
{
    private readonly InterruptRegistration _owner;
    private readonly Dpc _default;
    private readonly Deferred?[] _others;
    private object? _context;

    protected InterruptMessage(InterruptRegistration owner, Processor processor)
    {
        _owner = owner;
        _default = new Dpc(processor, this);
        _others = new Deferred?[owner.Kernel.Processors.Length];
    }

    /// <summary>The driver has let go: an interrupt or a DPC that is under way does not reach it.</summary>
    protected bool IsClosed { get; private set; }

    public abstract bool OnInterrupt(InterruptObject interrupt);

    public void OnDpc(Dpc dpc)
    {
        object? context = _context;
        if (Call(context))
        {
            _ = Queue(dpc.Processor.Number, context);
        }
    }

    /// <summary>The Enable and Disable handlers.</summary>
    public abstract void Enable(bool on);

    /// <summary>Queues the DPC on one processor.</summary>
    /// <returns>False when it is queued there already.</returns>
    public bool Queue(int processor, object? context)
    {
        if (processor != _default.Processor.Number)
        {
            return (_others[processor] ??= new Deferred(this, _owner.Kernel.Processors[processor])).Queue(context);
        }

        if (!_default.Queue())
        {
            return false;
        }

        _context = context;
        return true;
    }

    public void Close()
    {
        IsClosed = true;
        _ = _default.Cancel();
        foreach (Deferred? other in _others)
        {
            other?.Cancel();
        }
    }

    protected abstract void CallDpc(object? context, ref ReceiveThrottle throttle);

    // The DPCs follow the out parameters; whether the interrupt was claimed plays no part.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected void QueueAsAsked(bool queueDefault, uint targets)
    {
        if (queueDefault)
        {
            if (_default.Queue() && _context is not null)
            {
                _context = null;
            }
        }
        else if (targets != 0)
        {
            QueueMany(targets);
        }
    }

    private void QueueMany(uint targets)
    {
        for (int i = 0; i < _others.Length && i < 32; i++)
        {
            if ((targets & (1u << i)) != 0)
            {
                _ = Queue(i, null);
            }
        }
    }

    /// <summary>Runs the DPC handler.</summary>
    /// <returns>True when NDIS has to queue the DPC again.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Call(object? context)
    {
        ReceiveThrottle throttle = new(_owner.MaxNblsToIndicate);
        CallDpc(context, ref throttle);
        return throttle.MoreNblsPending && !IsClosed;
    }

    /// <summary>The DPC on a processor that does not take the interrupt.</summary>
    private sealed class Deferred : IDpcTarget
    {
        private readonly InterruptMessage _message;
        private readonly Dpc _dpc;
        private object? _context;

        public Deferred(InterruptMessage message, Processor processor)
        {
            _message = message;
            _dpc = new Dpc(processor, this);
        }

        public bool Queue(object? context)
        {
            if (!_dpc.Queue())
            {
                return false;
            }

            _context = context;
            return true;
        }

        public void Cancel() => _dpc.Cancel();

        public void OnDpc(Dpc dpc)
        {
            object? context = _context;
            if (_message.Call(context))
            {
                _ = Queue(context);
            }
        }
    }
}
