namespace NetStackSim.Kernel;

/// <summary>Settings of an <see cref="EventLoop"/>; read once, when the loop is made.</summary>
public sealed class EventLoopOptions
{
    /// <summary>How time passes. Virtual unless set.</summary>
    public EventLoopMode Mode { get; set; } = EventLoopMode.Virtual;

    /// <summary>Root seed of all random streams and of the schedule fuzzing.</summary>
    public ulong Seed { get; set; } = 1;

    /// <summary>What the clock of the <see cref="SimTimeProvider"/> shows at virtual time 0. 2026-01-01 00:00 UTC unless set.</summary>
    public DateTimeOffset Epoch { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The clock and the waiting of real mode; null for a <see cref="RealTimePacer"/>. Ignored in the other modes.</summary>
    public IPacer? Pacer { get; set; }

    /// <summary>What the loop waits for before virtual time jumps; null for <see cref="InboxQuiescence"/>.</summary>
    public IQuiescence? Quiescence { get; set; }

    /// <summary>Who lets each event through in stepped mode; null when only <see cref="EventLoop.RunOne"/> shall advance.</summary>
    public IStepper? Stepper { get; set; }

    /// <summary>Lets the seed permute what Windows leaves unordered: dispatches on different processors at one instant, work items of one processor.</summary>
    public bool FuzzSchedule { get; set; }

    /// <summary>How many events <see cref="EventLoop.RunUntilIdle(long)"/> dispatches before it gives up.</summary>
    public long MaxEventsWhenIdle { get; set; } = 1_000_000;

    /// <summary>How many events may run at one nanosecond before the loop decides that time stands still for ever.</summary>
    public long MaxEventsPerInstant { get; set; } = 1_000_000_000;
}
