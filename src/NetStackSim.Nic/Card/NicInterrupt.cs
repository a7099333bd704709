using NetStackSim.Kernel;

namespace NetStackSim.Nic;

/// <summary>The two stages of the card's interrupt: the service routine masks it and queues the DPC, the DPC works until nothing is left and unmasks it.</summary>
internal sealed class NicInterrupt : IInterruptTarget, IDpcTarget, IEventTarget
{
    private readonly SimKernel _kernel;
    private readonly INicService _service;
    private readonly VirtualNicOptions _options;
    private readonly InterruptObject _interrupt;
    private readonly Dpc _dpc;
    private long _allowedAtNs;
    private bool _masked;
    private bool _delayed;

    internal NicInterrupt(SimKernel kernel, INicService service, VirtualNicOptions options)
    {
        _kernel = kernel;
        _service = service;
        _options = options;
        Processor processor = kernel.Processors[Math.Min(options.InterruptProcessor, kernel.Processors.Length - 1)];
        _interrupt = new InterruptObject(processor, this);
        _dpc = new Dpc(processor, this);
        ModerationEnabled = options.InterruptModerationNs > 0;
    }

    internal bool ModerationEnabled { get; set; }

    internal bool IsConnected { get; set; }

    internal Processor Processor => _dpc.Processor;

    internal long Count => _interrupt.Count;

    /// <summary>The device has work for the driver.</summary>
    internal void Raise()
    {
        if (_masked || !IsConnected)
        {
            return;
        }

        if (ModerationEnabled && _kernel.Now < _allowedAtNs
            && (_options.InterruptModerationFrames == 0 || _service.PendingWork < _options.InterruptModerationFrames))
        {
            Delay();
            return;
        }

        _interrupt.Assert();
    }

    public bool OnInterrupt(InterruptObject interrupt)
    {
        _masked = true;
        _allowedAtNs = _kernel.Now + _options.InterruptModerationNs;
        _dpc.Queue();
        return true;
    }

    public void OnDpc(Dpc dpc)
    {
        if (!IsConnected)
        {
            _masked = false;
            return;
        }

        if (_service.Serve())
        {
            dpc.Queue();
        }
        else
        {
            _masked = false;
        }
    }

    public void OnEvent(int token)
    {
        _delayed = false;
        if (_service.PendingWork > 0)
        {
            Raise();
        }
    }

    /// <summary>Gives the interrupt up: nothing is served any more.</summary>
    internal void Disconnect()
    {
        IsConnected = false;
        _dpc.Cancel();
        _masked = false;
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
