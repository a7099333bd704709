namespace NetStackSim.Scenarios;

/// <summary>A named experiment: a topology, a programme, and what came of it for a seed.</summary>
public interface IScenario
{
    /// <summary>Its name on command lines.</summary>
    string Name { get; }

    /// <summary>What it shows, in one sentence.</summary>
    string Summary { get; }

    /// <summary>Who is connected to whom, in one line.</summary>
    string Topology { get; }

    /// <summary>Builds the topology, runs the programme, shuts everything down and looks for leaks.</summary>
    /// <param name="context">Seed and observers.</param>
    /// <returns>The outcome; equal for equal seeds, whoever watches.</returns>
    ScenarioResult Run(ScenarioContext context);
}
