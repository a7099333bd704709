using NetStackSim.Kernel;
using NetStackSim.Scenarios;
using NetStackSim.Simulation;
using NetStackSim.Wfp;

namespace NetStackSim.Cli.Demo;

/// <summary>Runs the demo scenario with all observers and puts the journeys together from the trace.</summary>
internal static class DemoRunner
{
    private const int TraceCapacity = 1 << 16;
    private const string Client = "alice";

    /// <summary>Runs the demo.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="wire">Where the frames on the wire go.</param>
    /// <param name="layers">Where the packets at the capture points go.</param>
    public static DemoResult Run(ulong seed, Stream wire, Stream layers)
    {
        TraceRing trace = new(TraceCapacity);
        DropExplanation? drop = null;
        DemoScenario scenario = new()
        {
            OnMessage = (number, run) => drop = number == 1 ? run.Host(Client).Filters!.Drops[0] : null,
        };
        ScenarioResult result = scenario.Run(new ScenarioContext { Seed = seed, Trace = trace, Capture = wire, LayerCapture = layers });
        List<ulong> sends = SendsOf(trace, Client + "/wsk");
        return new DemoResult(result, Journey.Follow(trace, sends[0]), Journey.Follow(trace, sends[1]), drop!, Client);
    }

    // Each send of the client's begins with an event of WSK that names it.
    private static List<ulong> SendsOf(TraceRing trace, string component)
    {
        ushort id = trace.Component(component);
        List<ulong> sends = [];
        for (int i = 0; i < trace.Count; i++)
        {
            if (trace[i].Kind == TraceKind.Submit && trace[i].Component == id)
            {
                sends.Add(trace[i].CorrelationId);
            }
        }

        return sends;
    }
}
