using NetStackSim.Scenarios;

namespace NetStackSim.Tests.Scenarios;

public sealed class RssScenarioTests
{
    [Fact]
    public void FourQueues_TakeThreeAndAHalfTimesWhatOneTakes()
    {
        ScenarioResult result = ScenarioCatalog.Find("rss")!.Run(new ScenarioContext());

        Assert.True(result.Succeeded, string.Join("; ", result.Failures));
        Assert.InRange(Value(result, "4 queues: speed-up in percent"), 350, 400);
        Assert.InRange(Value(result, "2 queues: speed-up in percent"), 180, 200);
        Assert.Equal(3072, Value(result, "1 queues: cpu0 lists"));
        Assert.Equal(0, Value(result, "1 queues: cpu1 lists"));
        for (int i = 0; i < 4; i++)
        {
            Assert.InRange(Value(result, $"4 queues: cpu{i} lists"), 660, 880);
        }
    }

    private static long Value(ScenarioResult result, string name) => Assert.Single(result.Values, value => value.Key == name).Value;
}
