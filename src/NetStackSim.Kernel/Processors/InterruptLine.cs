namespace NetStackSim.Kernel;

/// <summary>An interrupt line of the bus: one wire that several devices may share, each with its own service routine.</summary>
/// <remarks>
/// A device holds the line from <see cref="Assert"/> to <see cref="Release"/>. The services are asked in the order in which they were connected. An interrupt that
/// nobody claims is counted and not delivered again before a device asserts anew: a real line would ring for ever.
/// </remarks>
public sealed class InterruptLine : IInterruptTarget
{
    private readonly InterruptObject _interrupt;
    private readonly List<IInterruptTarget> _services = [];
    private int _holders;

    /// <summary>Makes a line that no device holds.</summary>
    /// <param name="processor">Where its interrupts are delivered.</param>
    /// <param name="number">Number of the line (IRQ).</param>
    /// <param name="mode">How it signals.</param>
    /// <param name="dirql">Level of the service routines.</param>
    public InterruptLine(Processor processor, int number = 0, InterruptMode mode = InterruptMode.LevelSensitive, Irql dirql = Irql.Device)
    {
        _interrupt = new InterruptObject(processor, this, number, dirql);
        Mode = mode;
    }

    /// <summary>Number of the line.</summary>
    public int Number => _interrupt.Message;

    /// <summary>How it signals.</summary>
    public InterruptMode Mode { get; }

    /// <summary>Where its interrupts are delivered.</summary>
    public Processor Processor => _interrupt.Processor;

    /// <summary>Level of the service routines.</summary>
    public Irql Dirql => _interrupt.Dirql;

    /// <summary>How often an interrupt was delivered.</summary>
    public long Count => _interrupt.Count;

    /// <summary>How often no service said that it was its device.</summary>
    public long Unclaimed { get; private set; }

    /// <summary>How many devices hold the line.</summary>
    public int Holders => _holders;

    /// <summary>Adds a service routine. A line that is held interrupts at once.</summary>
    /// <param name="service">Asked after those that are connected already.</param>
    [WindowsDdi("IoConnectInterruptEx")]
    public void Connect(IInterruptTarget service)
    {
        ArgumentNullException.ThrowIfNull(service);
        _services.Add(service);
        if (_holders > 0)
        {
            _interrupt.Assert();
        }
    }

    /// <summary>Removes a service routine. Not from inside one.</summary>
    /// <param name="service">As it was connected.</param>
    [WindowsDdi("IoDisconnectInterruptEx")]
    public void Disconnect(IInterruptTarget service) => _services.Remove(service);

    /// <summary>A device begins to hold the line.</summary>
    public void Assert()
    {
        _holders++;
        _interrupt.Assert();
    }

    /// <summary>A device lets the line go.</summary>
    /// <exception cref="InvalidOperationException">No device holds it.</exception>
    public void Release()
    {
        if (_holders == 0)
        {
            throw new InvalidOperationException($"No device holds interrupt line {Number}.");
        }

        _holders--;
    }

    /// <inheritdoc/>
    bool IInterruptTarget.OnInterrupt(InterruptObject interrupt)
    {
        bool claimed = Mode == InterruptMode.LevelSensitive ? Ask(stopAtClaim: true) : AskUntilNobodyClaims();
        if (!claimed)
        {
            Unclaimed++;
        }
        else if (_holders > 0 && Mode == InterruptMode.LevelSensitive)
        {
            _interrupt.Assert();
        }

        return claimed;
    }

    private bool AskUntilNobodyClaims()
    {
        bool claimed = false;
        while (Ask(stopAtClaim: false))
        {
            claimed = true;
        }

        return claimed;
    }

    private bool Ask(bool stopAtClaim)
    {
        bool claimed = false;
        for (int i = 0; i < _services.Count && !(claimed && stopAtClaim); i++)
        {
            if (i > 0)
            {
                Processor.ChargeInterruptService();
            }

            claimed |= _services[i].OnInterrupt(_interrupt);
        }

        return claimed;
    }
}
