using NetStackSim.Scenarios;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Live;

/// <summary>Runs a scenario and looks at the filter engine of one of its hosts.</summary>
internal static class LiveHost
{
    /// <summary>Runs and looks.</summary>
    /// <param name="request">Which host, and when.</param>
    /// <param name="look">What looks; must not change anything.</param>
    /// <param name="begin">Called for every host with a filter engine before the programme begins.</param>
    /// <returns>What it saw.</returns>
    /// <exception cref="ToolException">There is no such host, it has no filter engine, or the run failed.</exception>
    public static T Look<T>(LiveRequest request, Func<SimHost, FilterEngine, T> look, Action<SimHost, FilterEngine>? begin = null)
        where T : class
    {
        T? found = null;
        ToolException? refused = null;
        ScenarioInspection inspection = new(network =>
        {
            try
            {
                SimHost host = Choose(request, network);
                found = look(host, host.Filters ?? throw new ToolException(ExitCode.WrongUsage, $"'{host.Name}' has no filter engine."));
            }
            catch (ToolException exception)
            {
                // The run goes on to its end, so that nothing is left behind; the message comes afterwards.
                refused = exception;
            }
        })
        {
            At = request.AtNs is { } ns ? TimeSpan.FromTicks(ns / 100) : null,
            Begin = network => Begin(network, begin),
        };
        request.Scenario.Run(new ScenarioContext { Seed = request.Seed, Inspection = inspection });
        return refused is not null
            ? throw refused
            : found ?? throw new ToolException(ExitCode.RunFailed, $"The scenario '{request.Scenario.Name}' did not let the inspector look.");
    }

    private static void Begin(SimNetwork network, Action<SimHost, FilterEngine>? begin)
    {
        foreach (SimHost host in network.Hosts)
        {
            if (host.Filters is { } engine)
            {
                begin?.Invoke(host, engine);
            }
        }
    }

    private static SimHost Choose(LiveRequest request, SimNetwork network)
    {
        string names = string.Join(", ", network.Hosts.Select(static host => host.Name));
        return request.Host is null
            ? network.Hosts.OrderByDescending(static host => host.Filters?.FilterCount ?? -1).First()
            : network.Hosts.FirstOrDefault(host => string.Equals(host.Name, request.Host, StringComparison.OrdinalIgnoreCase))
            ?? throw new ToolException(ExitCode.WrongUsage, $"There is no host '{request.Host}'; there are {names}.");
    }
}
