using System.Text.Json;

namespace NetStackSim.Cli.Tests;

public sealed class ReplayTests : IDisposable
{
    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Replay_OfAPing_AnswersEveryRequestAndRefusesWhatIsForOthers()
    {
        string capture = Record("ping");

        ToolRun run = ToolRun.Of("replay", capture, "--host", "10.0.0.2/24", "--host", "fd00::2/64", "--json");
        JsonElement json = run.Json();
        JsonElement[] frames = [.. json.GetProperty("frames").EnumerateArray()];

        Assert.Equal(0, run.Code);
        Assert.Empty(run.Error);
        Assert.Equal(0, json.GetProperty("leaks").GetInt64());
        Assert.Equal(frames.Length, json.GetProperty("summary").GetProperty("frames").GetInt64());
        JsonElement request = frames.First(static f => Text(f, "frame").Contains("echo request", StringComparison.OrdinalIgnoreCase) && f.GetProperty("bytes").GetInt32() < 100);
        Assert.Equal("answered", Text(request, "fate"));
        Assert.Contains("reply", Text(request, "answer"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(frames, static f => Text(f, "fate") == "dropped" && Text(f, "reason") == "Nic/Filtered");
        Assert.Contains(frames, static f => Text(f, "fate") == "delivered");
    }

    [Fact]
    public void Replay_Twice_GivesTheSameBytes()
    {
        string capture = Record("echo");
        string[] arguments = ["replay", capture, "--host", "10.0.0.2/24", "--serve", "echo:7", "--json"];

        Assert.Equal(ToolRun.Of(arguments).Out, ToolRun.Of(arguments).Out);
    }

    [Fact]
    public void Replay_WithAndWithoutService_AnswersASynDifferently()
    {
        string capture = Record("echo");

        JsonElement open = Syn(ToolRun.Of("replay", capture, "--host", "10.0.0.2/24", "--serve", "echo:7", "--json"));
        JsonElement closed = Syn(ToolRun.Of("replay", capture, "--host", "10.0.0.2/24", "--json"));

        Assert.Contains("[S.]", Text(open, "answer"));
        Assert.Contains("[R.]", Text(closed, "answer"));
        Assert.Equal("tcp", Text(closed, "at"));
    }

    [Fact]
    public void Replay_WithAPolicy_NamesTheFilter()
    {
        string capture = Record("echo");
        string policy = Write("policy.json", """
            {"filters":[{"name":"no echo","layer":"INBOUND_TRANSPORT_V4","action":"BLOCK","conditions":[{"field":"IP_LOCAL_PORT","match":"EQUAL","value":7}]}]}
            """);

        JsonElement syn = Syn(ToolRun.Of("replay", capture, "--host", "10.0.0.2/24", "--serve", "echo:7", "--wfp", policy, "--json"));

        Assert.Equal("dropped", Text(syn, "fate"));
        Assert.True(syn.GetProperty("filterId").GetUInt64() > 0);
    }

    [Fact]
    public void Replay_Text_IsATableWithSums()
    {
        ToolRun run = ToolRun.Of("replay", Record("ping"), "--host", "10.0.0.2/24");

        Assert.Equal(0, run.Code);
        Assert.Contains("answered", run.Out);
        Assert.Contains("Nic/Filtered", run.Out);
        Assert.Contains("frames", run.Out);
    }

    [Theory]
    [InlineData("this is no capture at all, whatever it is called")]
    [InlineData("")]
    public void Replay_NotACapture_IsRefusedWithThePlace(string content)
    {
        ToolRun run = ToolRun.Of("replay", Write("bad.pcap", content), "--host", "10.0.0.2/24");

        Assert.Equal(3, run.Code);
        Assert.Empty(run.Out);
        Assert.Contains("bad.pcap: frame 1, byte 0", run.Error);
    }

    [Fact]
    public void Replay_CutCapture_IsRefusedAtTheCut()
    {
        string capture = Record("ping");
        byte[] bytes = File.ReadAllBytes(capture);
        File.WriteAllBytes(capture, bytes[..(bytes.Length - 100)]);

        ToolRun run = ToolRun.Of("replay", capture, "--host", "10.0.0.2/24");

        Assert.Equal(3, run.Code);
        Assert.Matches(@"frame \d+, byte \d+", run.Error);
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("{\"filters\":[{\"name\":\"x\",\"layer\":\"NO_SUCH_LAYER\",\"action\":\"BLOCK\"}]}", "filters[0].layer")]
    [InlineData("{\n\"filters\":[\n{\"name\":\"x\",\"layer\":\"INBOUND_TRANSPORT_V4\",\"action\":\"MAYBE\"}]}", "line 3")]
    public void Policy_WithAnError_IsRefusedWithLineAndElement(string policy, string expected)
    {
        ToolRun run = ToolRun.Of("replay", Record("ping"), "--host", "10.0.0.2/24", "--wfp", Write("policy.json", policy));

        Assert.Equal(3, run.Code);
        Assert.Contains("policy.json: ", run.Error);
        Assert.Contains(expected, run.Error);
    }

    private static JsonElement Syn(ToolRun run) => run.Json().GetProperty("frames").EnumerateArray().First(static f => Text(f, "frame").Contains("[S]", StringComparison.Ordinal));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private string Record(string scenario)
    {
        string file = _directory.File(scenario + ".pcapng");
        Assert.Equal(0, ToolRun.Of("run", scenario, "--json", "--pcap", file).Code);
        return file;
    }

    private string Write(string name, string content)
    {
        File.WriteAllText(_directory.File(name), content);
        return _directory.File(name);
    }
}
