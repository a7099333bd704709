namespace NetStackSim.Kernel;

/// <summary>Somebody who knows operations that wait for something: IRPs, sockets, timers.</summary>
public interface IStallReporter
{
    /// <summary>Adds one line for every pending operation.</summary>
    /// <param name="report">Collects the lines.</param>
    void ReportPending(StallReport report);
}
