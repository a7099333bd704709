using NetStackSim.Kernel;
using NetStackSim.Scenarios;

namespace NetStackSim.DeterminismTests;

/// <summary>Whoever watches changes nothing: capture, layer capture, trace, verifier, alone and together.</summary>
public sealed class ObserverTests
{
    public static TheoryData<string> Scenarios => [.. ScenarioCatalog.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Scenario_WhoeverWatches_HasTheSameResult(string name)
    {
        IScenario scenario = ScenarioCatalog.All.Single(scenario => scenario.Name == name);
        ScenarioResult plain = scenario.Run(new ScenarioContext { Seed = 11, Verifier = false });
        Assert.True(plain.Succeeded, string.Join(' ', plain.Failures));
        for (int watchers = 0; watchers < 16; watchers++)
        {
            ScenarioResult watched = scenario.Run(new ScenarioContext
            {
                Seed = 11,
                Verifier = (watchers & 1) != 0,
                Trace = (watchers & 2) != 0 ? new TraceRing(1 << 12) : null,
                Capture = (watchers & 4) != 0 ? new MemoryStream() : null,
                LayerCapture = (watchers & 8) != 0 ? new MemoryStream() : null,
            });
            Assert.Equal((plain.Digest, plain.EndTimeNs, plain.Events), (watched.Digest, watched.EndTimeNs, watched.Events));
            Assert.Equal(plain.Values, watched.Values);
            Assert.Equal(plain.Counters, watched.Counters);
            Assert.Equal(plain.Drops, watched.Drops);
        }
    }

    [Fact]
    public void Scenario_AnotherSeed_GoesAnotherWay()
    {
        IScenario lossy = ScenarioCatalog.All.Single(scenario => scenario.Name == "lossy10");
        ulong[] digests = [.. Enumerable.Range(1, 5).Select(seed => lossy.Run(new ScenarioContext { Seed = (ulong)seed }).Digest)];
        Assert.Equal(5, digests.Distinct().Count());
    }
}
