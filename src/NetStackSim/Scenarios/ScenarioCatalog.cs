namespace NetStackSim.Scenarios;

/// <summary>The built-in scenarios.</summary>
public static class ScenarioCatalog
{
    /// <summary>All of them, in the order in which a learner would run them.</summary>
    public static IReadOnlyList<IScenario> All { get; } =
    [
        new DemoScenario(),
        new EchoScenario(),
        new PingScenario(),
        new Lossy10Scenario(),
        new RouterScenario(),
        new TenHostsScenario(),
        new HttpScenario(),
        new FilterScenario(),
        new MuxScenario(),
        new TeamScenario(),
        new RssScenario(),
        new VerifierScenario(),
    ];

    /// <summary>Finds a scenario.</summary>
    /// <param name="name">Its name; upper and lower case are the same.</param>
    /// <returns>The scenario, or null.</returns>
    public static IScenario? Find(string name) => All.FirstOrDefault(scenario => string.Equals(scenario.Name, name, StringComparison.OrdinalIgnoreCase));
}
