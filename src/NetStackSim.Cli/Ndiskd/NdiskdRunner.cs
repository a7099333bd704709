using NetStackSim.Ndis;
using NetStackSim.Scenarios;

namespace NetStackSim.Cli.Ndiskd;

/// <summary>Runs a scenario and looks at one of its hosts in the middle.</summary>
internal static class NdiskdRunner
{
    /// <summary>Runs and looks.</summary>
    /// <exception cref="ToolException">There is no such host, command, switch or object, or the run failed.</exception>
    public static NdiskdResult Run(NdiskdRequest request)
    {
        NdiskdResult? found = null;
        ArgumentException? refused = null;
        ScenarioInspection inspection = new(network =>
        {
            try
            {
                found = Look(request, network);
            }
            catch (ArgumentException exception)
            {
                // The run goes on to its end, so that nothing is left behind; the message comes afterwards.
                refused = exception;
            }
        })
        {
            At = request.AtNs is { } ns ? TimeSpan.FromTicks(ns / 100) : null,
        };
        request.Scenario.Run(new ScenarioContext { Seed = request.Seed, Verifier = !request.WithoutVerifier, Inspection = inspection });
        return refused is not null
            ? throw new ToolException(ExitCode.WrongUsage, refused.Message)
            : found ?? throw new ToolException(ExitCode.RunFailed, $"The scenario '{request.Scenario.Name}' did not let the inspector look.");
    }

    private static NdiskdResult Look(NdiskdRequest request, SimNetwork network)
    {
        string names = string.Join(", ", network.Hosts.Select(static host => host.Name));
        string? wanted = request.Host ?? (request.Scenario as Scenario)?.InspectHost;
        SimHost host = network.Hosts.FirstOrDefault(each => wanted is null || string.Equals(each.Name, wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"There is no host '{request.Host}'; there are {names}.");
        NdisInspector inspector = new(host.Ndis);
        return new NdiskdResult(inspector.Run(request.Command, request.Arguments), inspector.NetReport());
    }
}
