namespace NetStackSim.Kernel;

/// <summary>A timer of the <see cref="SimTimeProvider"/>.</summary>
internal sealed class SimTimer : LoopTimer, ITimer
{
    private const long NanosecondsPerTick = 100;

    private readonly TimerCallback _callback;
    private readonly object? _state;
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private long _periodNs;
    private bool _isDisposed;

    public SimTimer(EventLoop loop, TimerCallback callback, object? state)
        : base(loop.UserTimers)
    {
        _callback = callback;
        _state = state;
    }

    internal override string Description => $"timer of the time provider for {_callback.Method.DeclaringType?.Name}.{_callback.Method.Name}";

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        Validate(dueTime);
        Validate(period);
        if (_isDisposed)
        {
            return false;
        }

        OnLoop(() => Restart(dueTime, period));
        return true;
    }

    public void Dispose()
    {
        _isDisposed = true;
        OnLoop(Remove);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    internal override void Fire()
    {
        if (_periodNs > 0)
        {
            Arm(Wheel.Loop.Now + _periodNs);
        }

        Wheel.Loop.InvokeUser(static state => ((SimTimer)state!).Call(), this);
    }

    private static void Validate(TimeSpan span)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(span, Timeout.InfiniteTimeSpan);
    }

    // Ticks are 100 ns; a span too long for nanoseconds never comes.
    private static long ToNanoseconds(TimeSpan span) =>
        span.Ticks > long.MaxValue / NanosecondsPerTick ? long.MaxValue : span.Ticks * NanosecondsPerTick;

    private void Restart(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed)
        {
            return;
        }

        _periodNs = period > TimeSpan.Zero ? ToNanoseconds(period) : 0;
        if (dueTime == Timeout.InfiniteTimeSpan)
        {
            Disarm();
        }
        else
        {
            Arm(SaturatingAdd(Wheel.Loop.Now, ToNanoseconds(dueTime)));
        }
    }

    private void Call()
    {
        if (_isDisposed)
        {
            return;
        }

        if (_context is null)
        {
            _callback(_state);
        }
        else
        {
            ExecutionContext.Run(_context, static state => ((SimTimer)state!)._callback(((SimTimer)state)._state), this);
        }
    }

    private void OnLoop(Action action)
    {
        if (Wheel.Loop.IsLoopThread)
        {
            action();
        }
        else
        {
            Wheel.Loop.Post(static state => ((Action)state!)(), action);
        }
    }
}
