namespace NetStackSim.Kernel;

/// <content>Busy time.</content>
public sealed partial class Processor
{
    private readonly DpcWatchdog _watchdog;

    /// <summary>Until when the processor is busy, in nanoseconds; in the past when it is free.</summary>
    public long BusyUntil { get; private set; }

    /// <summary>Virtual nanoseconds charged so far.</summary>
    public long BusyNs { get; private set; }

    /// <summary>Charges virtual time to what runs now; the next dispatch on this processor starts no earlier than its end.</summary>
    /// <param name="ns">Nanoseconds; not negative.</param>
    /// <exception cref="BugCheckException">DPC_WATCHDOG_VIOLATION: too long at DISPATCH_LEVEL or above.</exception>
    public void Charge(long ns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ns);
        if (ns == 0)
        {
            return;
        }

        BusyUntil = Math.Max(BusyUntil, Loop.Now) + ns;
        BusyNs += ns;
        if (_irql >= Irql.Dispatch)
        {
            _watchdog.Charge(ns);
        }

        if (HeapIndex >= 0)
        {
            Announce();
        }
    }

    /// <summary>Charges what the cost model says for handling lists. Free without a cost model.</summary>
    /// <param name="lists">Number of lists.</param>
    /// <param name="bytes">Bytes touched.</param>
    public void ChargeLists(int lists, long bytes)
    {
        if (_costs is { } costs)
        {
            Charge((lists * costs.PerList) + (bytes * costs.PerBytePicoseconds / 1000));
        }
    }

    /// <summary>True when work costs virtual time on this processor: what is charged need not be counted otherwise.</summary>
    public bool HasCosts => _costs is not null;

    /// <summary>One more service routine of a shared line was asked.</summary>
    internal void ChargeInterruptService() => ChargeDispatch(_costs?.PerIsr ?? 0);

    private void ChargeDispatch(long ns)
    {
        if (ns > 0)
        {
            Charge(ns);
        }
    }
}
