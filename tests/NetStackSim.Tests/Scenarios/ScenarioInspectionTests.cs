using System.Text.Json;
using NetStackSim.Ndis;
using NetStackSim.Scenarios;

namespace NetStackSim.Tests.Scenarios;

public sealed class ScenarioInspectionTests
{
    public static TheoryData<string> Names => [.. ScenarioCatalog.All.Select(static scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Inspection_EveryCommandOnEveryHost_GivesAPageAndHarmsNothing(string name)
    {
        int pages = 0;
        ScenarioResult result = ScenarioCatalog.Find(name)!.Run(new ScenarioContext
        {
            Inspection = new ScenarioInspection(network =>
            {
                foreach (SimHost host in network.Hosts)
                {
                    pages += LookAtAll(new NdisInspector(host.Ndis), host.Ndis);
                }
            }),
        });

        ScenarioResult unwatched = ScenarioCatalog.Find(name)!.Run(new ScenarioContext());
        Assert.Equal(unwatched.Values, result.Values);
        Assert.Equal(unwatched.Failures, result.Failures);
        Assert.Equal(unwatched.Leaks, result.Leaks);
        Assert.Equal(unwatched.EndTimeNs, result.EndTimeNs);
        Assert.True(pages > 2 * NdisInspector.Commands.Count, $"{pages} pages");
    }

    [Theory]
    [InlineData(3, 3_000_000L)]
    [InlineData(3_600_000, null)]
    public void Inspection_AtATime_LooksOnceThenOrAtTheEnd(int milliseconds, long? expected)
    {
        List<long> looks = [];
        ScenarioResult result = ScenarioCatalog.Find("echo")!.Run(new ScenarioContext
        {
            Inspection = new ScenarioInspection(network => looks.Add(network.NowNs)) { At = TimeSpan.FromMilliseconds(milliseconds) },
        });

        Assert.Equal(expected ?? result.EndTimeNs, Assert.Single(looks));
    }

    private static int LookAtAll(NdisInspector inspector, NdisRuntime runtime)
    {
        List<InspectorPage> pages = [.. NdisInspector.Commands.Select(command => inspector.Run(command.Name))];
        pages.AddRange(runtime.Adapters.Select(adapter => inspector.Run("netadapter", adapter.Name, "-all")));
        foreach (InspectorPage page in pages)
        {
            Assert.NotEqual("", page.ToText());
            JsonDocument.Parse(page.ToJson()).Dispose();
        }

        Assert.Equal(runtime.Adapters.Count, inspector.NetReport().Adapters.Count);
        return pages.Count;
    }
}
