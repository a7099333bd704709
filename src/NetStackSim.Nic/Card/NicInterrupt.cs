using NetStackSim.Kernel;
using NetStackSim.Ndis;

namespace NetStackSim.Nic;

/// <summary>The interrupt logic of one queue in hardware: its cause bit, its mask bit, and the timer that moderates it.</summary>
/// <remarks>The driver's half is <see cref="NicInterruptHandlers"/>: its service routine acknowledges, its DPC unmasks when nothing is left.</remarks>
internal sealed class NicInterrupt : IEventTarget
{
    /// <summary>The interval of a card that has none set, when somebody switches moderation on.</summary>
    internal const long DefaultIntervalNs = 50_000;

    private readonly SimKernel _kernel;
    private readonly NicQueue _queue;
    private readonly InterruptResources _resources;
    private readonly long _intervalNs;
    private readonly int _frames;
    private long _allowedAtNs;
    private bool _isModerated;
    private bool _masked;
    private bool _delayed;
    private bool _isEnabled;

    internal NicInterrupt(SimKernel kernel, NicQueue queue, InterruptResources resources, VirtualNicOptions options)
    {
        _kernel = kernel;
        _queue = queue;
        _resources = resources;
        _intervalNs = options.InterruptModerationNs > 0 ? options.InterruptModerationNs : DefaultIntervalNs;
        _frames = options.InterruptModerationFrames;
        _isModerated = options.InterruptModerationNs > 0;
    }

    /// <summary>Interrupts that the driver has acknowledged.</summary>
    internal long Count { get; private set; }

    /// <summary>The cause bit: the queue has interrupted and nobody has acknowledged it.</summary>
    internal bool IsAsserted { get; private set; }

    /// <summary>The driver is at work on this queue, or wants no interrupts of it.</summary>
    internal bool IsMasked => _masked;

    /// <summary>Spreads interrupts in time; switching it off ends a delay at once.</summary>
    internal bool IsModerated
    {
        get => _isModerated;
        set
        {
            _isModerated = value;
            if (!value && _delayed)
            {
                RaiseIfPending();
            }
        }
    }

    /// <summary>The driver has started the queue.</summary>
    internal void Enable() => _isEnabled = true;

    /// <summary>The queue has work for the driver.</summary>
    internal void Raise()
    {
        if (_masked || !_isEnabled)
        {
            return;
        }

        if (_isModerated && _kernel.Now < _allowedAtNs && (_frames == 0 || _queue.PendingWork < _frames))
        {
            Delay();
            return;
        }

        if (_queue.LosesInterrupt)
        {
            return;
        }

        IsAsserted = true;
        _resources.Raise(_queue.Number);
    }

    /// <summary>The service routine has seen the cause: clears it, masks the queue, begins the interval of moderation.</summary>
    internal void Acknowledge()
    {
        IsAsserted = false;
        _masked = true;
        Count++;
        _allowedAtNs = _kernel.Now + _intervalNs;
    }

    /// <summary>The driver masks the queue without an interrupt.</summary>
    internal void Mask() => _masked = true;

    /// <summary>The driver is done with the queue.</summary>
    internal void Unmask() => _masked = false;

    /// <summary>The driver is done with the queue and does not know whether something came meanwhile.</summary>
    internal void UnmaskAndCheck()
    {
        _masked = false;
        RaiseIfPending();
    }

    /// <summary>The device is reset: no interrupt until <see cref="Enable"/>.</summary>
    internal void Disable()
    {
        _isEnabled = false;
        _masked = false;
        IsAsserted = false;
    }

    public void OnEvent(int token)
    {
        _delayed = false;
        RaiseIfPending();
    }

    private void RaiseIfPending()
    {
        if (_queue.PendingWork > 0)
        {
            Raise();
        }
    }

    private void Delay()
    {
        if (!_delayed)
        {
            _delayed = true;
            _kernel.Loop.Schedule(_allowedAtNs, EventClass.Timer, this, 0);
        }
    }
}
