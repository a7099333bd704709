namespace NetStackSim.Kernel;

/// <summary>Clock and only blocking point of a loop in real mode.</summary>
public interface IPacer
{
    /// <summary>Nanoseconds since the pacer was made; never decreases. Read once per batch.</summary>
    long Now { get; }

    /// <summary>
    /// Returns when the clock reaches the due time, when <see cref="Wake"/> was called since the last return, or when a device of the pacer is ready.
    /// The loop calls it after every batch: with a due time that has passed it looks at its devices and returns at once.
    /// </summary>
    /// <param name="dueNs">Due time of the next event; <see cref="long.MaxValue"/> when there is none.</param>
    void WaitUntil(long dueNs);

    /// <summary>Ends a wait, or the next one when none is under way. Any thread.</summary>
    void Wake();
}
