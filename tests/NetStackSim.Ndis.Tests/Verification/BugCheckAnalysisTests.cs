using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Verification;

/// <summary>The report that explains a stop.</summary>
public sealed class BugCheckAnalysisTests
{
    [Fact]
    public void Analyze_LostSend_NamesDriverListHistoryAndCommand()
    {
        RuleBench bench = new(static (d, m) => new HoardingFilter(d, m) { Hoards = true });
        bench.Kernel.Verifier!.StopsOnViolation = false;
        bench.Runtime.Timeouts.WatchdogNs = 40_000_000_000;
        bench.Protocol.Send(2);
        bench.Runtime.PauseStack(bench.Adapter);
        BugCheckException stop = Assert.Throws<BugCheckException>(bench.RunUntilIdle);

        BugCheckAnalysis analysis = bench.Runtime.Analyze(stop);

        Assert.Equal(("BUGCODE_NDIS_DRIVER", "proto"), (analysis.Name, analysis.Culprit));
        Assert.Equal("The operation: ProtocolPause", analysis.ParameterMeanings[1]);
        Assert.Equal(2, analysis.Pending.Count);
        string text = analysis.ToString();
        Assert.Contains("BUGCODE_NDIS_DRIVER (7c)", text, StringComparison.Ordinal);
        Assert.Contains("Arg1: 0000000000000025, NDIS_BUGCHECK_WATCHDOG", text, StringComparison.Ordinal);
        Assert.Contains("proto/send#1 at Ethernet-culprit-0000 since 0 ns (Sent), from Ethernet-proto", text, StringComparison.Ordinal);
        Assert.Contains("!ndiskd.pendingnbls", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Analyze_RecordedViolation_HasTheTrailOfTheList()
    {
        RuleBench bench = new(static (d, m) => new HoardingFilter(d, m) { Hoards = true });
        bench.Kernel.Verifier!.StopsOnViolation = false;
        bench.Protocol.Send(1);
        bench.RunUntilIdle();

        BugCheckAnalysis analysis = bench.Runtime.Analyze(bench.Kernel.Verifier.Violations[0]);

        Assert.Equal("ID of the rule 'NdisFilterTimedDataSend'", analysis.ParameterMeanings[0]);
        Assert.Equal(["0 ns Allocated its renter", "0 ns Sent Ethernet/ndis-edge", "0 ns Sent Ethernet-culprit-0000"], analysis.History);
        Assert.DoesNotContain("history:", analysis.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NdisWatchdog.MiniportOid, "The OID: GenVendorId", "!ndiskd.oid")]
    [InlineData(NdisWatchdog.FilterPause, "Not used", "!ndiskd.pendingnbls")]
    public void Analyze_Watchdog_ExplainsParameterFour(object watchdog, string meaning, string command)
    {
        RuleBench bench = new();
        BugCheckException stop = new(BugCheckCode.BugcodeNdisDriver, "x", "text", 0x25, (ulong)(NdisWatchdog)watchdog, 0, (ulong)Oid.GenVendorId);

        BugCheckAnalysis analysis = bench.Runtime.Analyze(stop);

        Assert.Equal(meaning, analysis.ParameterMeanings[3]);
        Assert.StartsWith(command, analysis.Commands[0], StringComparison.Ordinal);
    }
}
