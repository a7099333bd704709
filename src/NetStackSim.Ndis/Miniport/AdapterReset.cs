using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Check-for-hang and reset of one adapter (ndis.md section 2.5). There is one only while the miniport has <see cref="IMiniportReset"/>.</summary>
internal sealed class AdapterReset : ITimerTarget, IWorkItemTarget
{
    private const int UnitSeconds = 2;

    private readonly MiniportAdapter _adapter;
    private readonly IMiniportReset _handler;
    private readonly NdisTimeouts _timeouts;
    private readonly KernelTimer _timer;
    private readonly WorkItem _work;
    private PendingStep? _step;
    private OidRequest? _watchedOid;
    private int _oidChecks;
    private int _sendChecks;
    private long _completedAtLastCheck;
    private bool _isRequested;
    private bool _isAnswered;

    public AdapterReset(MiniportAdapter adapter, IMiniportReset handler, int seconds)
    {
        _adapter = adapter;
        _handler = handler;
        _timeouts = adapter.Stack.Runtime.Timeouts;
        _timer = new KernelTimer(adapter.Kernel.BootProcessor, this);
        _work = new WorkItem(adapter.Kernel, this);
        IntervalNs = IntervalOf(seconds) * 1_000_000_000L;
        _timer.SetAfter(IntervalNs);
    }

    /// <summary>Time between two checks.</summary>
    public long IntervalNs { get; }

    /// <summary>Lists that went into the miniport.</summary>
    public long Sent { get; set; }

    /// <summary>Lists that it completed.</summary>
    public long Completed { get; set; }

    /// <summary>The reset that goes on, as something to wait for; null when there is none.</summary>
    public PendingStep? InProgress => _step;

    /// <summary>Seconds between two checks: 0 stands for 2; multiples of 2, rounded down.</summary>
    public static int IntervalOf(int seconds) => Math.Max(UnitSeconds, seconds / UnitSeconds * UnitSeconds);

    /// <summary>The adapter is halted.</summary>
    public void Stop() => _timer.Dispose();

    /// <summary>The miniport asks to be reset.</summary>
    public void Request()
    {
        _isRequested = true;
        _work.Queue();
    }

    /// <summary>NdisMResetComplete.</summary>
    public void Complete(NtStatus status, bool addressingReset)
    {
        if (_step is null || _isAnswered)
        {
            RaiseNotAsked(_adapter);
        }

        Answered(status, addressingReset);
    }

    /// <summary>Bug check 0x7C/0x0F.</summary>
    public static void RaiseNotAsked(MiniportAdapter adapter) =>
        NdisBugCheck.Raise(adapter.Kernel, NdisBugCheckCode.ResetCompleteUnexpected, adapter.Driver.Name, $"NdisMResetComplete for '{adapter.Name}', which is not being reset");

    void ITimerTarget.OnTimer(int id)
    {
        _timer.Set(_timer.DueNs + IntervalNs);
        _work.Queue();
    }

    void IWorkItemTarget.OnWorkItem(WorkItem workItem)
    {
        if (_step is not null || !ReferenceEquals(_adapter.Reset, this) || _adapter.IsLowPower || _adapter.IsRemoved || _adapter.State == AdapterState.Shutdown)
        {
            return;
        }

        bool requested = _isRequested;
        _isRequested = false;
        if (requested || _handler.CheckForHang() | OidHangs() | SendsHang())
        {
            Begin();
        }
    }

    private bool OidHangs()
    {
        OidRequest? active = _adapter.Station.Active;
        _oidChecks = active is null ? 0 : ReferenceEquals(active, _watchedOid) ? _oidChecks + 1 : 1;
        _watchedOid = active;
        return active is not null && _oidChecks >= (active.Oid == Oid.PnpSetPower ? _timeouts.HangChecksForSlowOid : _timeouts.HangChecksForOid);
    }

    private bool SendsHang()
    {
        bool progress = Sent == Completed || Completed != _completedAtLastCheck;
        _sendChecks = Sent == Completed ? 0 : progress ? 1 : _sendChecks + 1;
        _completedAtLastCheck = Completed;
        return _sendChecks >= _timeouts.HangChecksForSend;
    }

    private void Begin()
    {
        _step = new PendingStep($"reset of miniport '{_adapter.Name}'", NdisWatchdog.MiniportHalt, _adapter.Driver.Name);
        _isAnswered = false;
        (_oidChecks, _sendChecks, _watchedOid) = (0, 0, null);
        _adapter.IndicateStatus(new StatusIndication(_adapter, NdisStatusCode.ResetStart));
        NtStatus status = _handler.Reset(out bool addressingReset);
        if (status == NtStatus.Pending)
        {
            return;
        }

        if (_isAnswered)
        {
            RaiseNotAsked(_adapter);
        }

        Answered(status, addressingReset);
    }

    private void Answered(NtStatus status, bool addressingReset)
    {
        _isAnswered = true;
        if (status.IsSuccess && addressingReset)
        {
            new HardwareReplay(_adapter, End).Start();
        }
        else
        {
            End(status);
        }
    }

    private void End(NtStatus status)
    {
        PendingStep step = _step!;
        _step = null;
        _adapter.ResetCount++;
        _adapter.IndicateStatus(new StatusIndication(_adapter, NdisStatusCode.ResetEnd, status));
        step.Complete(status);
    }
}
