namespace NetStackSim.Kernel;

/// <summary>The loop's time for user code: <c>Task.Delay(span, provider)</c>, <c>PeriodicTimer</c>, <c>CancellationTokenSource</c> with a provider.</summary>
/// <remarks>Timers run as events of class User. Reading the clock and making timers is allowed on any thread; on a foreign one a timer starts when the loop opens its inbox.</remarks>
public sealed class SimTimeProvider : TimeProvider
{
    private const long NanosecondsPerTick = 100;

    private readonly EventLoop _loop;

    internal SimTimeProvider(EventLoop loop, DateTimeOffset epoch)
    {
        _loop = loop;
        Epoch = epoch.ToUniversalTime();
    }

    /// <summary>What the clock shows at virtual time 0.</summary>
    public DateTimeOffset Epoch { get; }

    /// <summary>One tick of <see cref="GetTimestamp"/> is a nanosecond.</summary>
    public override long TimestampFrequency => 1_000_000_000;

    /// <summary>The simulation lives in UTC.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long GetTimestamp() => _loop.Now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Epoch.AddTicks(_loop.Now / NanosecondsPerTick);

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        SimTimer timer = new(_loop, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
