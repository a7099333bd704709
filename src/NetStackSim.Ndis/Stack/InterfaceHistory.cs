namespace NetStackSim.Ndis;

/// <summary>What has happened to the interface of an adapter, for the MIB.</summary>
internal sealed class InterfaceHistory
{
    private const long NanosecondsPerTick = 100;

    /// <summary>When the operational status changed last, 100 ns since start.</summary>
    public ulong LastChange { get; private set; }

    /// <summary>When the counters began, 100 ns since start.</summary>
    public ulong CounterDiscontinuityTime { get; private set; }

    /// <summary>How long the miniport took to initialise.</summary>
    public long InitializeMilliseconds { get; private set; }

    /// <summary>Resets so far.</summary>
    public int Resets { get; private set; }

    /// <summary>How often the link came or went.</summary>
    public int MediaSenses { get; private set; }

    public void Initialized(long begunNs, long nowNs)
    {
        InitializeMilliseconds = (nowNs - begunNs) / 1_000_000;
        CounterDiscontinuityTime = (ulong)(nowNs / NanosecondsPerTick);
    }

    public void OperStateChanged(long nowNs) => LastChange = (ulong)(nowNs / NanosecondsPerTick);

    public void LinkChanged() => MediaSenses++;

    public void WasReset() => Resets++;
}
