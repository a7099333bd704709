namespace NetStackSim.Kernel;

/// <summary>A connected interrupt (message-signalled): the device asserts it, the service routine runs on its processor as an event of class Isr.</summary>
[WindowsDdi("KINTERRUPT")]
public sealed class InterruptObject
{
    /// <summary>Connects an interrupt.</summary>
    /// <param name="processor">Where the service routine runs.</param>
    /// <param name="target">The service routine.</param>
    /// <param name="message">Message number, for devices with several.</param>
    /// <param name="dirql">Level of the service routine; a higher one runs first.</param>
    [WindowsDdi("IoConnectInterruptEx")]
    public InterruptObject(Processor processor, IInterruptTarget target, int message = 0, Irql dirql = Irql.Device)
    {
        ArgumentNullException.ThrowIfNull(processor);
        ArgumentNullException.ThrowIfNull(target);
        ArgumentOutOfRangeException.ThrowIfLessThan((int)dirql, (int)Irql.Device, nameof(dirql));
        Processor = processor;
        Target = target;
        Message = message;
        Dirql = dirql;
    }

    /// <summary>Where the service routine runs.</summary>
    public Processor Processor { get; }

    /// <summary>Message number.</summary>
    public int Message { get; }

    /// <summary>Level of the service routine.</summary>
    public Irql Dirql { get; }

    /// <summary>True from <see cref="Assert"/> until the service routine runs.</summary>
    public bool IsPending { get; internal set; }

    /// <summary>How often the service routine ran.</summary>
    public long Count { get; internal set; }

    internal IInterruptTarget Target { get; }

    internal InterruptObject? Next { get; set; }

    internal long Sequence { get; set; }

    /// <summary>Raises the interrupt, as the device does. Asserting it again before the service routine runs is one interrupt.</summary>
    public void Assert()
    {
        if (!IsPending)
        {
            Processor.Enqueue(this);
        }
    }
}
