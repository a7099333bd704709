using NetStackSim.Wfp;

namespace NetStackSim.Cli.Live;

/// <summary>The counters of a host's filter engine.</summary>
/// <param name="Host">The host.</param>
/// <param name="Statistics">Layers, connections, authorisations anew.</param>
/// <param name="NetEvents">Net events since the start.</param>
internal sealed record LiveCounters(string Host, EngineStatistics Statistics, long NetEvents)
{
    /// <summary>Looks at a host.</summary>
    public static LiveCounters Of(SimHost host, FilterEngine engine)
    {
        using EngineSession session = engine.Open(new SessionOptions { Name = "counters" });
        return session.StatisticsGet(out EngineStatistics? statistics).IsSuccess
            ? new LiveCounters(host.Name, statistics!, engine.NetEvents.Total)
            : throw new ToolException(ExitCode.RunFailed, $"The filter engine of '{host.Name}' gave no statistics.");
    }
}
