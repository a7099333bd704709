using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A timer of a driver, once or periodic; its routine runs at Dispatch.</summary>
public sealed class TimerObject : DriverResource, ITimerTarget
{
    private readonly KernelTimer _timer;
    private readonly Action _routine;
    private long _periodNs;

    internal TimerObject(DriverResources owner, Action routine)
        : base(owner, DriverResourceKind.Timer)
    {
        _routine = routine;
        _timer = new KernelTimer(owner.Kernel.CurrentProcessor, this);
    }

    /// <summary>True while the timer is set.</summary>
    public bool IsSet { get; private set; }

    internal override bool IsHeld => IsSet;

    /// <summary>Sets the timer. IRQL: at most Dispatch.</summary>
    /// <param name="dueNs">Nanoseconds from now.</param>
    /// <param name="periodMilliseconds">Further expiries every so many milliseconds; 0 for none.</param>
    /// <returns>True when it was set before.</returns>
    [WindowsDdi("NdisSetTimerObject")]
    public bool Set(long dueNs, int periodMilliseconds = 0)
    {
        NdisDdi.SetTimerObject.Check(Owner.Kernel);
        ArgumentOutOfRangeException.ThrowIfNegative(dueNs);
        ArgumentOutOfRangeException.ThrowIfNegative(periodMilliseconds);
        bool before = IsSet;
        _periodNs = periodMilliseconds * 1_000_000L;
        IsSet = true;
        _timer.SetAfter(dueNs);
        return before;
    }

    /// <summary>Cancels the timer. IRQL: at most Dispatch; Passive for a periodic timer, because a routine that runs is waited for.</summary>
    /// <returns>True when it was set.</returns>
    [WindowsDdi("NdisCancelTimerObject")]
    public bool Cancel()
    {
        NdisDdi.CancelTimerObject.Check(Owner.Kernel);
        Irql irql = Owner.Kernel.CurrentProcessor.Irql;
        if (_periodNs != 0 && irql > Irql.Passive)
        {
            Owner.Runtime.Ownership?.Violation(NdisVerifierRules.PeriodicTimer, Owner.Name, $"NdisCancelTimerObject for a periodic timer at {irql}; legal at Passive");
        }

        bool before = IsSet;
        IsSet = false;
        _timer.Cancel();
        return before;
    }

    /// <inheritdoc/>
    public override string ToString() => IsSet ? (_periodNs != 0 ? "periodic timer (set)" : "timer (set)") : "timer";

    void ITimerTarget.OnTimer(int id)
    {
        if (_periodNs != 0)
        {
            _timer.SetAfter(_periodNs);
        }
        else
        {
            IsSet = false;
        }

        _routine();
    }

    /// <summary>Frees the timer; it must not be set. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisFreeTimerObject")]
    private protected override void Release()
    {
        NdisDdi.FreeTimerObject.Check(Owner.Kernel);
        if (IsSet)
        {
            Owner.TouchedFreed("a timer that is still set");
        }

        if (!TryRelease())
        {
            Owner.FreedTwice(ToString());
        }

        _timer.Dispose();
    }
}
