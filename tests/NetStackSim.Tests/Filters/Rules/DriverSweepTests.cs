using NetStackSim.Kernel;
using NetStackSim.Tests.Filters.Rules.Drivers;
using NetStackSim.Wfp;

namespace NetStackSim.Tests.Filters.Rules;

/// <summary>Correct callout drivers under faults: each call that they make to the engine fails once, in turn, and nothing is lost, broken or stuck.</summary>
public sealed class DriverSweepTests
{
    private const int MostCalls = 400;

    public static TheoryData<string> Kinds => [.. DriverBench.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Driver_WithoutFaults_BreaksNoRuleAndLosesNothing(string kind)
    {
        using DriverBench bench = new(kind);
        Assert.Equal(NtStatus.Success, bench.Driver.Load());
        string seen = bench.Run();

        Assert.Equal(kind == nameof(Redirector) ? "datagrams; connected; connected; " : "datagrams; waiting; connected; ", seen);
        Assert.True(bench.Driver.Calls > 0);
        AssertClean(bench, kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Driver_WithEachCallFailingInTurn_StaysCorrect(string kind)
    {
        SortedSet<string> failed = new(StringComparer.Ordinal);
        for (int nth = 1; nth <= MostCalls; nth++)
        {
            using DriverBench bench = new(kind);
            bench.Engine.Faults.FailCall(nth);
            bool loaded = bench.Driver.Load().IsSuccess;
            if (loaded)
            {
                bench.Run();
            }

            string where = $"{kind}, call {nth} ({bench.Engine.Faults.LastFailed})";
            AssertClean(bench, where);
            if (bench.Engine.Faults.Injected == 0)
            {
                Assert.True(loaded && failed.Count >= 6, $"{where}: {string.Join(' ', failed)}");
                return;
            }

            failed.Add(bench.Engine.Faults.LastFailed);
        }

        Assert.Fail($"{kind} makes more than {MostCalls} calls.");
    }

    private static void AssertClean(DriverBench bench, string where)
    {
        Assert.Equal(where, where + string.Join(' ', bench.Engine.Contracts.Violations));
        Assert.Equal((where, 0), (where, bench.Packets.HeldPackets));
        Assert.Equal((where, 0), (where, bench.Engine.Callouts.RegisteredCount - bench.BuiltIn));
        Assert.Equal((where, 0, 0), (where, bench.Engine.Sessions.Count, bench.Engine.FilterCount));
    }
}
