using NetStackSim.Kernel;
using NetStackSim.Scenarios;

namespace NetStackSim.Tests.Scenarios;

public sealed class ScenarioTests
{
    [Theory]
    [InlineData("demo")]
    [InlineData("lossy10")]
    [InlineData("router")]
    [InlineData("mux")]
    [InlineData("team")]
    [InlineData("verifier")]
    public void Run_WithEveryObserver_IsTheSameRun(string name)
    {
        IScenario scenario = ScenarioCatalog.Find(name)!;
        ScenarioResult bare = scenario.Run(new ScenarioContext { Seed = 3, Verifier = false });
        using MemoryStream wire = new();
        using MemoryStream layers = new();
        TraceRing trace = new(1 << 16);

        ScenarioResult watched = scenario.Run(new ScenarioContext { Seed = 3, Trace = trace, Capture = wire, LayerCapture = layers });

        Assert.True(bare.Succeeded, string.Join("; ", bare.Failures));
        Assert.Equal((bare.Digest, bare.EndTimeNs, bare.Events), (watched.Digest, watched.EndTimeNs, watched.Events));
        Assert.Equal(bare.Counters, watched.Counters);
        Assert.Equal(bare.Drops, watched.Drops);
        Assert.True(trace.Count > 100 && wire.Length > 1000 && layers.Length > 1000);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("lossy10")]
    public void Run_OtherSeed_IsAnotherRun(string name)
    {
        IScenario scenario = ScenarioCatalog.Find(name)!;

        Assert.NotEqual(scenario.Run(new ScenarioContext { Seed = 1 }).Digest, scenario.Run(new ScenarioContext { Seed = 2 }).Digest);
    }

    [Fact]
    public void Catalog_Names_AreFoundInAnyCaseAndAreUnique()
    {
        Assert.Same(ScenarioCatalog.Find("LOSSY10"), ScenarioCatalog.Find("lossy10"));
        Assert.Null(ScenarioCatalog.Find("nothing"));
        Assert.Equal(ScenarioCatalog.All.Count, ScenarioCatalog.All.Select(static s => s.Name).Distinct().Count());
    }

    [Fact]
    public void Lossy10_LosesAboutATenthOfTheFrames()
    {
        ScenarioResult result = ScenarioCatalog.Find("lossy10")!.Run(new ScenarioContext());
        long offered = Sum(result, "frames.offered");

        Assert.InRange(Sum(result, "frames.lost") / (double)offered, 0.05, 0.15);
    }

    private static long Sum(ScenarioResult result, string counter) =>
        result.Counters.Where(value => value.Key.EndsWith(counter, StringComparison.Ordinal)).Sum(static value => value.Value);
}
