using NetStackSim.Scenarios;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Demo;

/// <summary>What the demo showed.</summary>
/// <param name="Scenario">The run.</param>
/// <param name="First">The journey of the first message.</param>
/// <param name="Second">The journey of the message that the filter stopped.</param>
/// <param name="Drop">Why it was stopped.</param>
/// <param name="DropHost">The host that stopped it.</param>
internal sealed record DemoResult(ScenarioResult Scenario, Journey First, Journey Second, DropExplanation Drop, string DropHost);
