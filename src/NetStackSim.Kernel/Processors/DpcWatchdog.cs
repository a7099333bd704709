namespace NetStackSim.Kernel;

/// <summary>Bug check 0x133: one dispatch that was charged too long, or too long a time at DISPATCH_LEVEL and above without a rest.</summary>
internal sealed class DpcWatchdog(Processor processor, SimKernelOptions options)
{
    private readonly long _singleLimit = options.DpcWatchdogSingleNs;
    private readonly long _cumulativeLimit = options.DpcWatchdogCumulativeNs;
    private long _single;
    private long _cumulative;

    /// <summary>A dispatch begins.</summary>
    public void Begin()
    {
        _single = 0;
        if (processor.BusyUntil < processor.Loop.Now)
        {
            // The processor was idle in between, and an idle processor is at PASSIVE_LEVEL.
            _cumulative = 0;
        }
    }

    /// <summary>The processor is at PASSIVE_LEVEL.</summary>
    public void Rest() => _cumulative = 0;

    public void Charge(long ns)
    {
        _single += ns;
        _cumulative += ns;
        if (_single > _singleLimit)
        {
            Stop(0, _single, _singleLimit);
        }

        if (_cumulative > _cumulativeLimit)
        {
            Stop(1, _cumulative, _cumulativeLimit);
        }
    }

    private void Stop(ulong kind, long time, long limit) =>
        processor.Kernel.BugCheck(BugCheckCode.DpcWatchdogViolation, kind, (ulong)time, (ulong)limit, 0, processor.Name);
}
