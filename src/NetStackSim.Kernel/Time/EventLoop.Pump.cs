using System.Runtime.CompilerServices;

namespace NetStackSim.Kernel;

/// <content>Running: one pump for all modes and all Run methods.</content>
public sealed partial class EventLoop
{
    // Events of one real-mode batch; then the clock and the devices are looked at again.
    private const int RealBatch = 1024;

    private readonly IPacer? _pacer;
    private readonly IStepper? _stepper;
    private long _eventsAtInstant;
    private AsyncRun? _awaited;

    private enum PumpEnd
    {
        Dispatched,
        Ended,
        NothingBefore,
        Idle,
        Refused,
        Exhausted,
    }

    /// <summary>Dispatches the first due event; in virtual and stepped mode time jumps to it, in real mode the call waits for it.</summary>
    /// <returns>False when nothing is pending, or the stepper refused.</returns>
    public bool RunOne() => Pump(long.MaxValue, 1, null, default) == PumpEnd.Exhausted;

    /// <summary>Runs until nothing is pending.</summary>
    /// <param name="maxEvents">Gives up after so many events; 0 for the number in the options.</param>
    /// <exception cref="SimulationStalledException">Not idle after that many events.</exception>
    public void RunUntilIdle(long maxEvents = 0)
    {
        RequireStepper();
        ThrowIfExhausted(Pump(long.MaxValue, maxEvents > 0 ? maxEvents : _maxEventsWhenIdle, null, default));
    }

    /// <summary>Runs everything that is due up to a time, that time included, and leaves the clock there.</summary>
    /// <param name="dueNs">The time; not before <see cref="Now"/>.</param>
    public void RunUntil(long dueNs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueNs, _now);
        RequireStepper();
        PumpEnd end = Pump(dueNs, long.MaxValue, null, default);
        if (end is PumpEnd.NothingBefore or PumpEnd.Idle)
        {
            AdvanceTo(dueNs);
        }
    }

    /// <summary>Runs for a span of time.</summary>
    /// <param name="ns">Nanoseconds; not negative.</param>
    public void RunFor(long ns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ns);
        RunUntil(_now + Math.Min(ns, long.MaxValue - _now));
    }

    /// <summary>Runs an async method of user code, pumping on the calling thread until its task ends. Time then stands where the task ended.</summary>
    /// <param name="body">The method; it starts as an event of class User with the simulation context installed.</param>
    /// <exception cref="SimulationStalledException">Nothing is due and the task has not ended.</exception>
    /// <exception cref="OperationCanceledException">The stepper refused an event.</exception>
    public void Run(Func<Task> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        RequireStepper();
        AsyncRun run = new(body, _pacer);
        Post(static state => ((AsyncRun)state!).Start(), run);
        switch (Pump(long.MaxValue, long.MaxValue, run, default))
        {
            case PumpEnd.Ended:
                run.ThrowIfFailed();
                break;
            case PumpEnd.Refused:
                throw new OperationCanceledException("The stepper refused an event before the task had ended.");
            default:
                throw Stalled(StallReason.NothingDue);
        }
    }

    /// <summary>Runs an async method of user code and gives its result.</summary>
    /// <typeparam name="T">Type of the result.</typeparam>
    /// <param name="body">The method.</param>
    /// <returns>The result of the task.</returns>
    /// <exception cref="SimulationStalledException">Nothing is due and the task has not ended.</exception>
    public T Run<T>(Func<Task<T>> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        T result = default!;
        Run(async () => { result = await body(); });
        return result;
    }

    /// <summary>Runs in real mode until cancelled; idle time is spent in <see cref="IPacer.WaitUntil"/>.</summary>
    /// <param name="stop">Ends the run; the events of the present batch are still dispatched.</param>
    /// <exception cref="InvalidOperationException">The loop is not in real mode.</exception>
    public void RunReal(CancellationToken stop)
    {
        if (_pacer is not { } pacer)
        {
            throw new InvalidOperationException("The loop was not made in real mode.");
        }

        using CancellationTokenRegistration wake = stop.UnsafeRegister(static state => ((IPacer)state!).Wake(), pacer);
        Pump(long.MaxValue, long.MaxValue, null, stop);
    }

    private PumpEnd Pump(long limit, long maxEvents, AsyncRun? until, CancellationToken stop)
    {
        EnterPump();
        _awaited = until;
        try
        {
            return _pacer is null ? PumpVirtual(limit, maxEvents) : PumpReal(_pacer, limit, maxEvents, stop);
        }
        finally
        {
            // After an exception the root of the running source is still open.
            Sources.CloseRoot();
            _awaited = null;
            LeavePump();
        }
    }

    private PumpEnd PumpVirtual(long limit, long maxEvents)
    {
        for (long left = maxEvents; ;)
        {
            if (_awaited is { HasEnded: true })
            {
                return PumpEnd.Ended;
            }

            if (left-- == 0)
            {
                return PumpEnd.Exhausted;
            }

            PumpEnd result = Step(limit);
            if (result != PumpEnd.Dispatched)
            {
                return result;
            }
        }
    }

    private PumpEnd PumpReal(IPacer pacer, long limit, long maxEvents, CancellationToken stop)
    {
        bool endsWhenIdle = !stop.CanBeCanceled && _awaited is null;
        for (long left = maxEvents; ;)
        {
            AdvanceTo(Math.Min(Math.Max(pacer.Now, _now), limit));
            AdmitForeignWork();
            PumpEnd result = PumpEnd.Dispatched;
            for (int batch = 0; batch < RealBatch && result == PumpEnd.Dispatched; batch++)
            {
                if (_awaited is { HasEnded: true })
                {
                    return PumpEnd.Ended;
                }

                if (left-- == 0)
                {
                    return PumpEnd.Exhausted;
                }

                result = Step(_now);
                left += result == PumpEnd.Dispatched ? 0 : 1;
            }

            if (result is PumpEnd.Ended or PumpEnd.Refused)
            {
                return result;
            }

            if (stop.IsCancellationRequested)
            {
                return PumpEnd.Ended;
            }

            if (result != PumpEnd.Dispatched && _now >= limit)
            {
                return PumpEnd.NothingBefore;
            }

            if (result == PumpEnd.Idle && endsWhenIdle && limit == long.MaxValue)
            {
                return PumpEnd.Idle;
            }

            pacer.WaitUntil(Sources.IsEmpty ? limit : Math.Min(Sources.Head.Due, limit));
        }
    }

    // Dispatches the first event that is due at or before the limit.
    private PumpEnd Step(long limit)
    {
        // Ends: each further round has admitted foreign work or replaced an announcement that was too early by a later one.
        while (!Sources.IsEmpty)
        {
            ref readonly SourceHeap.Entry head = ref Sources.Head;
            if (head.Due > _now)
            {
                if (AdmitForeignWork())
                {
                    continue;
                }

                // A task that ended on a foreign thread ends the run before time jumps.
                if (_awaited is { HasEnded: true })
                {
                    return PumpEnd.Ended;
                }

                if (head.Due > limit)
                {
                    return PumpEnd.NothingBefore;
                }
            }

            if (head.Source.VerifiesHead && !head.Source.ConfirmHead())
            {
                continue;
            }

            if (_stepper is not null && !_stepper.Approve(this, Describe(head)))
            {
                return PumpEnd.Refused;
            }

            Dispatch(head.Due, head.Order);
            return PumpEnd.Dispatched;
        }

        return AdmitForeignWork() ? Step(limit) : _awaited is { HasEnded: true } ? PumpEnd.Ended : PumpEnd.Idle;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Dispatch(long due, ulong order)
    {
        if (due > _now)
        {
            AdvanceTo(due);
        }

        if (++_eventsAtInstant > _maxEventsPerInstant)
        {
            throw Stalled(StallReason.TimeStandsStill);
        }

        EventSource source = Sources.OpenRoot();
        _dispatched++;
        _digest = StableHash.Mix(_digest ^ (ulong)due, (order >> SequenceBits << 32) | (uint)source.Ordinal);
        source.RunHead();
        Sources.CloseRoot();
    }

    private void AdvanceTo(long timeNs)
    {
        _eventsAtInstant = timeNs == _now ? _eventsAtInstant : 0;
        _now = timeNs;
    }

    private void RequireStepper()
    {
        if (Mode == EventLoopMode.Stepped && _stepper is null)
        {
            throw new InvalidOperationException("A stepped loop without an IStepper advances only by RunOne.");
        }
    }

    private void ThrowIfExhausted(PumpEnd end)
    {
        if (end == PumpEnd.Exhausted && !Sources.IsEmpty)
        {
            throw Stalled(StallReason.TooManyEvents);
        }
    }

    private SimulationStalledException Stalled(StallReason reason) => new(reason, _now, CollectPending());
}
