namespace NetStackSim.Kernel;

/// <summary>The one loop that runs everything that belongs to it, in one total order: (due nanosecond, class, sequence).</summary>
/// <remarks>
/// <para>One thread at a time. While a Run method is on the stack, its thread is the loop thread; foreign threads may only call <see cref="Post"/>.
/// The loop is never pumped from inside a call.</para>
/// <para>In virtual and stepped mode time jumps to the next due event; in real mode <see cref="Now"/> is the pacer's clock, read once per batch.</para>
/// </remarks>
public sealed partial class EventLoop
{
    /// <summary>Bits of an order key below the class.</summary>
    internal const int SequenceBits = 56;

    private readonly List<IStallReporter> _stallReporters = [];
    private readonly OneShotSource?[] _oneShots = new OneShotSource?[(int)EventClass.User + 1];
    private readonly long _maxEventsWhenIdle;
    private readonly long _maxEventsPerInstant;
    private long _now;
    private long _sequence;
    private long _dispatched;
    private ulong _digest = 0x243F6A8885A308D3;
    private int _sourceCount;

    /// <summary>Makes a loop at time 0 without events.</summary>
    /// <param name="options">Settings; null for virtual time and seed 1.</param>
    public EventLoop(EventLoopOptions? options = null)
    {
        options ??= new EventLoopOptions();
        Mode = options.Mode;
        Seed = options.Seed;
        FuzzesSchedule = options.FuzzSchedule;
        Random = new RandomStreams(options.Seed);
        ScheduleFuzz = FuzzesSchedule ? Random["loop/schedule"] : null;
        Quiescence = options.Quiescence ?? InboxQuiescence.Instance;
        _maxEventsWhenIdle = options.MaxEventsWhenIdle;
        _maxEventsPerInstant = options.MaxEventsPerInstant;
        _stepper = Mode == EventLoopMode.Stepped ? options.Stepper : null;
        _pacer = Mode == EventLoopMode.Real ? options.Pacer ?? new RealTimePacer() : null;
        Timers = new TimerWheel(this, EventClass.Timer, "timers");
        UserTimers = new TimerWheel(this, EventClass.User, "user timers");
        _userWork = new UserWorkQueue(this);
        SynchronizationContext = new SimSynchronizationContext(this);
        TimeProvider = new SimTimeProvider(this, options.Epoch);
    }

    /// <summary>Nanoseconds since the start.</summary>
    public long Now => _now;

    /// <summary>How time passes.</summary>
    public EventLoopMode Mode { get; }

    /// <summary>Root seed.</summary>
    public ulong Seed { get; }

    /// <summary>True when the seed permutes what Windows leaves unordered.</summary>
    public bool FuzzesSchedule { get; }

    /// <summary>Named random streams.</summary>
    public RandomStreams Random { get; }

    /// <summary>The clock that user code sees.</summary>
    public SimTimeProvider TimeProvider { get; }

    /// <summary>Brings continuations of user code back to the loop.</summary>
    public SimSynchronizationContext SynchronizationContext { get; }

    /// <summary>Pools that belong to the loop and not to a host: frames on the wire.</summary>
    public PoolRegistry Pools { get; } = new();

    /// <summary>What the loop waits for before virtual time jumps. Adapters that hand objects to code of others replace it.</summary>
    public IQuiescence Quiescence { get; set; }

    /// <summary>Number of events dispatched so far.</summary>
    public long EventsDispatched => _dispatched;

    /// <summary>A number over every dispatched event (due, class, source); equal for equal runs, whoever observes.</summary>
    public ulong Digest => _digest;

    /// <summary>Armed kernel timers of all hosts.</summary>
    public int ArmedTimers => Timers.ArmedCount;

    internal SourceHeap Sources { get; } = new();

    internal TimerWheel Timers { get; }

    internal TimerWheel UserTimers { get; }

    internal RandomStream? ScheduleFuzz { get; }

    /// <summary>Gives the place in the order of an event that is created now.</summary>
    /// <returns>A number larger than all before.</returns>
    public long NextSequence() => ++_sequence;

    /// <summary>Folds a number into the digest: results of which two equal runs must agree. Never called by an observer.</summary>
    /// <param name="value">The number.</param>
    public void MixDigest(ulong value) => _digest = StableHash.Mix(_digest, value);

    /// <summary>Schedules a cold one-shot event. It cannot be cancelled; hot paths use a source or a <see cref="KernelTimer"/>.</summary>
    /// <param name="dueNs">When.</param>
    /// <param name="cls">Class of the event.</param>
    /// <param name="target">Who runs.</param>
    /// <param name="token">A number for the target.</param>
    public void Schedule(long dueNs, EventClass cls, IEventTarget target, int token)
    {
        ArgumentNullException.ThrowIfNull(target);
        OneShotSource source = _oneShots[(int)cls] ??= new OneShotSource(this, cls);
        source.Add(dueNs, target, token);
    }

    /// <summary>Adds somebody who names pending operations when a run stalls.</summary>
    /// <param name="reporter">Asked in the order of adding.</param>
    public void AddStallReporter(IStallReporter reporter)
    {
        ArgumentNullException.ThrowIfNull(reporter);
        _stallReporters.Add(reporter);
    }

    /// <summary>Shows the event that would run next, without running it.</summary>
    /// <param name="next">The event.</param>
    /// <returns>False when nothing is pending.</returns>
    public bool TryPeekNext(out PendingEvent next)
    {
        // Each round either ends or replaces an early announcement by a later one.
        while (!Sources.IsEmpty)
        {
            EventSource source = Sources.Head.Source;
            if (!source.VerifiesHead || source.ConfirmHead())
            {
                next = Describe(Sources.Head);
                return true;
            }
        }

        next = default;
        return false;
    }

    /// <summary>Collects what is pending: all armed timers and everything that the reporters name.</summary>
    /// <returns>A new report.</returns>
    public StallReport CollectPending()
    {
        StallReport report = new();
        Timers.ReportPending(report);
        UserTimers.ReportPending(report);
        foreach (IStallReporter reporter in _stallReporters)
        {
            reporter.ReportPending(report);
        }

        return report;
    }

    internal int NextOrdinal() => _sourceCount++;

    private static PendingEvent Describe(in SourceHeap.Entry entry) =>
        new(entry.Due, (EventClass)(entry.Order >> SequenceBits), entry.Source.Name);
}
