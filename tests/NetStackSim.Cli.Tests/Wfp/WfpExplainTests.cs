using System.Text;
using System.Text.Json;

namespace NetStackSim.Cli.Tests.Wfp;

public sealed class WfpExplainTests
{
    [Theory]
    [InlineData("1.2.3.4:443", "block", 7)]
    [InlineData("1.2.3.4:80", "permit", 8)]
    public void Explain_OneQuestionAsJson_IsOneLineWithTheFilterThatDecides(string remote, string decision, int filter)
    {
        using TempDirectory directory = new();
        ToolRun run = ToolRun.Of("wfp", "explain", "--import", SmallExport.In(directory), "--direction", "out", "--proto", "tcp", "--remote", remote, "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(run.Out.Length - 1, run.Out.IndexOf('\n', StringComparison.Ordinal));
        JsonElement answer = run.Json();
        Assert.Equal("FWPM_LAYER_ALE_AUTH_CONNECT_V4", answer.GetProperty("layer").GetString());
        Assert.Equal(decision, answer.GetProperty("decision").GetString());
        Assert.Equal(filter, answer.GetProperty("filterId").GetInt32());
        Assert.Equal("FWPM_SUBLAYER_UNIVERSAL", answer.GetProperty("subLayer").GetString());
        Assert.StartsWith("0x", answer.GetProperty("terminating")[0].GetProperty("effectiveWeight").GetString());
    }

    [Fact]
    public void Explain_OneQuestionAsText_NamesLayersFilterAndVerdict()
    {
        using TempDirectory directory = new();
        ToolRun run = ToolRun.Of("wfp", "explain", "--import", SmallExport.In(directory), "--direction", "out", "--remote", "1.2.3.4:443");

        Assert.Equal(0, run.Code);
        Assert.Contains("FWPM_LAYER_ALE_AUTH_CONNECT_V4: block", run.Out);
        Assert.Contains("\"no web\"", run.Out);
        Assert.Contains("Blocked at FWPM_LAYER_ALE_AUTH_CONNECT_V4.", run.Out);
    }

    [Fact]
    public void Explain_Html_DrawsTheLayersOnOnePageThatNeedsNothing()
    {
        using TempDirectory directory = new();
        string page = directory.File("why.html");
        ToolRun run = ToolRun.Of("wfp", "explain", "--import", SmallExport.In(directory), "--direction", "out", "--remote", "1.2.3.4:443", "--app", "<b>", "--html", page);

        Assert.Equal(0, run.Code);
        string html = File.ReadAllText(page);
        Assert.Contains("Blocked at FWPM_LAYER_ALE_AUTH_CONNECT_V4.", html);
        Assert.Contains("<svg", html);
        Assert.Contains("BLOCK, final", html);
        Assert.Contains("1 lighter: not asked", html);
        Assert.Contains("&lt;b&gt;", html);
        Assert.DoesNotContain("<script", html);
        Assert.DoesNotContain("http", html);
        Assert.Contains("Blocked at FWPM_LAYER_ALE_AUTH_CONNECT_V4.", run.Out);
    }

    [Fact]
    public void Explain_HtmlOfABatch_IsWrongUsage()
    {
        using TempDirectory directory = new();
        ToolRun run = ToolRun.Of("wfp", "explain", "--import", SmallExport.In(directory), "--batch", "q.jsonl", "--html", "why.html");

        Assert.Equal(2, run.Code);
        Assert.Contains("A page shows one connection", run.Error);
    }

    [Fact]
    public void Explain_Batch_AnswersEveryLineInOrderWithItsId()
    {
        using TempDirectory directory = new();
        string batch = directory.File("q.jsonl");
        File.WriteAllText(batch, "\uFEFF{\"id\":\"a\",\"direction\":\"out\",\"remoteAddress\":\"1.2.3.4\",\"remotePort\":443}\r\n\n{\"id\":2,\"direction\":\"out\",\"remoteAddress\":\"1.2.3.4\"}");

        ToolRun run = ToolRun.Of("wfp", "explain", "--import", SmallExport.In(directory), "--batch", batch);

        Assert.Equal(0, run.Code);
        Assert.Equal([("\"a\"", "block"), ("2", "permit")], Lines(run).Select(a => (a.GetProperty("id").GetRawText(), a.GetProperty("decision").GetString()!)));
    }

    [Fact]
    public void Explain_MistakeInALaterLine_IsExitCode3WithLineAndElementAndNoAnswer()
    {
        using TempDirectory directory = new();
        string batch = directory.File("q.jsonl");
        File.WriteAllText(batch, "{\"direction\":\"out\",\"remoteAddress\":\"1.2.3.4\"}\n{\"direction\":\"out\",\"remoteAddress\":\"1.2.3.4\",\"remotePort\":70000}\n");

        ToolRun run = ToolRun.Of("wfp", "explain", "--import", SmallExport.In(directory), "--batch", batch);

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains("q.jsonl: line 2, remotePort:", run.Error);
    }

    [Fact]
    public void Explain_LineWithoutEnd_IsRefused()
    {
        using TempDirectory directory = new();
        string batch = directory.File("q.jsonl");
        File.WriteAllBytes(batch, new byte[3 << 20]);

        ToolRun run = ToolRun.Of("wfp", "explain", "--import", SmallExport.In(directory), "--batch", batch);

        Assert.Equal(3, run.Code);
        Assert.Contains("line 1", run.Error);
    }

    [ExportFact]
    public void Explain_InboundOnAMachine_TakesTheInterfaceFromTheQuarantineFilters()
    {
        string[] question = ["wfp", "explain", "--import", ExportData.File("c.wfpstate"), "--direction", "in", "--proto", "tcp", "--local", "10.0.0.5:445", "--remote", "10.0.0.9:51000"];

        JsonElement let = ToolRun.Of([.. question, "--json"]).Json();
        JsonElement unknown = ToolRun.Of([.. question, "--interface", "0x6000099000000", "--json"]).Json();

        Assert.Equal(("FWPM_SUBLAYER_MPSSVC_QUARANTINE", "permit"), Quarantine(let));
        Assert.Equal(("FWPM_SUBLAYER_MPSSVC_QUARANTINE", "block"), Quarantine(unknown));
    }

    [ExportFact]
    public void Explain_Loopback_CarriesTheFlagsOfLoopback()
    {
        foreach (string path in ExportData.Files.Where(p => p.Contains("state", StringComparison.Ordinal)))
        {
            JsonElement answer = ToolRun.Of("wfp", "explain", "--import", path, "--direction", "in", "--proto", "tcp", "--local", "127.0.0.1:5000", "--remote", "127.0.0.1:51000", "--json").Json();
            Assert.Contains(answer.GetProperty("terminating").EnumerateArray(), t => t.GetProperty("subLayer").GetString() == "FWPM_SUBLAYER_MPSSVC_APP_ISOLATION" && t.GetProperty("action").GetString() == "permit");
        }
    }

    [ExportFact]
    public void Explain_TenThousandQuestions_AreAnsweredInOrder()
    {
        using TempDirectory directory = new();
        StringBuilder questions = new();
        for (int i = 0; i < 10_000; i++)
        {
            questions.Append(System.Globalization.CultureInfo.InvariantCulture, $"{{\"id\":{i},\"direction\":\"{(i % 2 == 0 ? "in" : "out")}\",\"protocol\":{(i % 3 == 0 ? 17 : 6)},\"remoteAddress\":\"10.{i % 7}.{i % 256}.9\",\"remotePort\":{i},\"localPort\":{i * 5},\"profile\":\"private\"}}\n");
        }

        string batch = directory.File("q.jsonl");
        File.WriteAllText(batch, questions.ToString());
        ToolRun run = ToolRun.Of("wfp", "explain", "--import", ExportData.File("c.wfpstate"), "--batch", batch);

        Assert.Equal(Enumerable.Range(0, 10_000), Lines(run).Select(a => a.GetProperty("id").GetInt32()));
    }

    private static (string?, string?) Quarantine(JsonElement answer)
    {
        JsonElement item = answer.GetProperty("terminating").EnumerateArray().Single(t => t.GetProperty("subLayer").GetString()!.EndsWith("QUARANTINE", StringComparison.Ordinal));
        return (item.GetProperty("subLayer").GetString(), item.GetProperty("action").GetString());
    }

    private static IEnumerable<JsonElement> Lines(ToolRun run)
    {
        foreach (string line in run.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            yield return document.RootElement.Clone();
        }
    }
}
