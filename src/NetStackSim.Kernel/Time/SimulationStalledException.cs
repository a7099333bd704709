using System.Globalization;

namespace NetStackSim.Kernel;

/// <summary>A run cannot go on, or does not end. The message lists every pending operation, IRP and timer.</summary>
public sealed class SimulationStalledException : Exception
{
    internal SimulationStalledException(StallReason reason, long timeNs, StallReport pending)
        : base(Format(reason, timeNs, pending))
    {
        Reason = reason;
        TimeNs = timeNs;
        Pending = pending;
    }

    /// <summary>Why.</summary>
    public StallReason Reason { get; }

    /// <summary>Virtual time in nanoseconds.</summary>
    public long TimeNs { get; }

    /// <summary>The pending operations.</summary>
    public StallReport Pending { get; }

    private static string Format(StallReason reason, long timeNs, StallReport pending)
    {
        string what = reason switch
        {
            StallReason.NothingDue =>
                "nothing is due and the awaited task has not ended (if it waits for code on the thread pool, use ThreadPoolQuiescence)",
            StallReason.TooManyEvents => "the run was not over after the allowed number of events",
            StallReason.TimeStandsStill => "events follow each other at one nanosecond without end",
            _ => "code outside the loop did not come to rest",
        };
        string list = pending.Lines.Count == 0 ? "  nothing that the stack knows of\n" : pending.ToString();
        return string.Create(
            CultureInfo.InvariantCulture, $"The simulation stalled at {timeNs / 1_000_000_000}.{timeNs % 1_000_000_000:D9} s: {what}. Pending:\n{list}");
    }
}
