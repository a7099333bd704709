namespace NetStackSim.Kernel;

/// <summary>Somebody who knows what is still outstanding: a pool, the IRPs in flight, armed timers, open sockets.</summary>
public interface ILeakSource
{
    /// <summary>Adds one line for everything that is outstanding; nothing when all is back.</summary>
    /// <param name="report">Collects the lines.</param>
    void ReportLeaks(LeakReport report);
}
