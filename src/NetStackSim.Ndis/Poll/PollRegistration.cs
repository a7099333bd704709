using System.Diagnostics;
using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A poll object (the handle of NdisRegisterPoll): NDIS calls its handler as long as it makes progress, then has it unmask its interrupt.</summary>
/// <remarks>The handler never runs twice at a time: a request that comes while it runs makes NDIS poll once more.</remarks>
public sealed class PollRegistration : DriverResource, IDpcTarget, IWorkItemTarget
{
    private readonly MiniportAdapter _adapter;
    private readonly IMiniportPoll _handlers;
    private readonly PollOptions _options;
    private readonly WorkItem _thread;
    private Dpc _dpc;
    private State _state;
    private bool _isWanted;
    private int _dispatches;

    internal PollRegistration(MiniportAdapter adapter, IMiniportPoll handlers, PollOptions options, Processor affinity)
        : base(adapter.Resources, DriverResourceKind.Poll)
    {
        _adapter = adapter;
        _handlers = handlers;
        _options = options;
        _dpc = new Dpc(affinity, this);
        _thread = new WorkItem(adapter.Kernel, this);
    }

    private enum State : byte
    {
        Idle,
        Queued,
        Polling,
        Closed,
    }

    /// <summary>Where the next poll starts.</summary>
    public Processor Affinity => _dpc.Processor;

    /// <summary>Polls so far.</summary>
    public long Polls { get; private set; }

    /// <summary>Asks for a poll: the service routine has masked the interrupt. Any IRQL.</summary>
    [WindowsDdi("NdisRequestPoll")]
    public void Request()
    {
        if (_state == State.Idle)
        {
            _state = State.Queued;
            _dispatches = 0;
            _ = _dpc.Queue();
        }
        else
        {
            _isWanted |= _state == State.Polling;
        }
    }

    /// <summary>Moves the object to another processor; what is queued runs where it was. IRQL: at most Dispatch.</summary>
    /// <param name="processor">The processor.</param>
    [WindowsDdi("NdisSetPollAffinity")]
    public void SetAffinity(Processor processor)
    {
        ArgumentNullException.ThrowIfNull(processor);
        if (!ReferenceEquals(processor, _dpc.Processor))
        {
            _dpc = new Dpc(processor, this);
        }
    }

    /// <summary>Ends polling; the handlers are not called afterwards, but for a last notification with false. IRQL: Passive.</summary>
    [WindowsDdi("NdisDeregisterPoll")]
    public void Deregister()
    {
        NdisDdi.DeregisterPoll.Check(_adapter.Kernel);
        if (TryRelease())
        {
            _state = State.Closed;
            _ = _dpc.Cancel();
            _handlers.SetPollNotification(enabled: false);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => $"poll object of {_adapter.Name}";

    private protected override void Release() => Deregister();

    /// <inheritdoc/>
    void IDpcTarget.OnDpc(Dpc dpc) => Run(_options.PollsPerDispatch);

    /// <inheritdoc/>
    void IWorkItemTarget.OnWorkItem(WorkItem workItem) => Run(_options.PollsPerDispatch);

    private void Run(int polls)
    {
        if (_state == State.Closed)
        {
            return;
        }

        Debug.Assert(_state == State.Queued, "One run at a time.");
        for (int i = 0; i < polls; i++)
        {
            if (!PollOnce())
            {
                Rest();
                return;
            }
        }

        Continue();
    }

    private bool PollOnce()
    {
        _state = State.Polling;
        _isWanted = false;
        Polls++;
        PollData data = default;
        data.Transmit.MaxNblsToComplete = _options.MaxNblsToComplete;
        data.Receive.MaxNblsToIndicate = _options.MaxNblsToIndicate;
        _handlers.Poll(ref data);
        bool progress = !data.Transmit.Completed.IsEmpty || !data.Receive.Indicated.IsEmpty;
        _adapter.CompleteSend(ref data.Transmit.Completed, data.Transmit.SendCompleteFlags);
        _adapter.IndicateReceive(ref data.Receive.Indicated, PortNumber.Default, data.Receive.Flags & ~ReceiveFlags.Resources);
        return (progress || _isWanted) && _state != State.Closed;
    }

    private void Rest()
    {
        if (_state != State.Closed)
        {
            _state = State.Idle;
            _handlers.SetPollNotification(enabled: true);
        }
    }

    private void Continue()
    {
        _state = State.Queued;
        _dispatches++;
        if (_dispatches >= _options.DispatchesBeforePassive)
        {
            // So that a busy queue does not keep its processor at DISPATCH_LEVEL for ever.
            _ = _thread.Queue();
        }
        else
        {
            _ = _dpc.Queue();
        }
    }
}
