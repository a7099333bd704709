namespace NetStackSim.Kernel;

/// <summary>A timer of a driver or of the stack. Expires at <see cref="Irql.Dispatch"/> on its processor.</summary>
/// <remarks>
/// Re-arming to a later time and cancelling cost a few field writes: the wheel notices when it gets there. The owner cancels its timers before it goes away, and
/// calls <see cref="Dispose"/> when a long wait could otherwise keep it in memory. Setting and cancelling is legal at any IRQL up to Dispatch.
/// </remarks>
[WindowsDdi("KTIMER")]
[WindowsDdi("NdisAllocateTimerObject")]
public sealed class KernelTimer : LoopTimer, IDisposable
{
    private readonly ITimerTarget _target;

    /// <summary>Makes a timer that is not set.</summary>
    /// <param name="processor">Where it expires.</param>
    /// <param name="target">Who is called.</param>
    /// <param name="id">A number for the target.</param>
    [WindowsDdi("KeInitializeTimer")]
    public KernelTimer(Processor processor, ITimerTarget target, int id = 0)
        : base(ThrowIfNull(processor).Loop.Timers)
    {
        ArgumentNullException.ThrowIfNull(target);
        Processor = processor;
        _target = target;
        Id = id;
    }

    /// <summary>Where the timer expires.</summary>
    public Processor Processor { get; }

    /// <summary>The number for the target.</summary>
    public int Id { get; }

    internal override string Description => $"{Processor.Kernel.Name}: {_target.GetType().Name} timer {Id}";

    /// <summary>Sets the timer, or moves it when it is set. Timers with equal due times expire in the order in which they were set.</summary>
    /// <param name="dueNs">When, in nanoseconds of the loop's time. A time that has passed expires at once, before anything else of its class.</param>
    [WindowsDdi("KeSetTimer")]
    [WindowsDdi("NdisSetTimerObject")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public void Set(long dueNs) => Arm(dueNs);

    /// <summary>Sets the timer to expire after a span of time.</summary>
    /// <param name="ns">Nanoseconds from now; not negative.</param>
    [RequiresIrql(Max = Irql.Dispatch)]
    public void SetAfter(long ns) => Arm(SaturatingAdd(Wheel.Loop.Now, ns));

    /// <summary>Cancels the timer.</summary>
    /// <returns>True when it was set.</returns>
    [WindowsDdi("KeCancelTimer")]
    [WindowsDdi("NdisCancelTimerObject")]
    [RequiresIrql(Max = Irql.Dispatch)]
    public bool Cancel() => Disarm();

    /// <summary>Cancels the timer and takes it out of the wheel at once, so that nothing refers to its owner any more. It may be set again.</summary>
    public void Dispose() => Remove();

    internal override void Fire() => Processor.RunTimer(this);

    internal void CallTarget() => _target.OnTimer(Id);

    private static Processor ThrowIfNull(Processor processor)
    {
        ArgumentNullException.ThrowIfNull(processor);
        return processor;
    }
}
