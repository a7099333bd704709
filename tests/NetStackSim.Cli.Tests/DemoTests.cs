using System.Globalization;
using System.Text.Json;
using NetStackSim.Packets;
using NetStackSim.Packets.Capture;

namespace NetStackSim.Cli.Tests;

public sealed class DemoTests : IDisposable
{
    private const string WireFile = "first-packet.pcapng";
    private const string LayerFile = "first-packet-layers.pcapng";

    private readonly TempDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Demo_Json_HoldsTheJourneyThroughAtLeastEightComponentsOfEachHost()
    {
        ToolRun run = ToolRun.In(_directory.Path, "demo", "--json");
        JsonElement[] journey = [.. run.Json().GetProperty("journey").EnumerateArray()];

        Assert.Equal(0, run.Code);
        foreach (string host in new[] { "alice", "bob" })
        {
            string[] components = [.. journey.Where(s => Text(s, "host") == host).Select(static s => Text(s, "component")).Distinct()];
            Assert.True(components.Length >= 8, string.Join(", ", components));
            Assert.Contains("wsk", components);
            Assert.Contains("tcp", components);
            Assert.Contains("ip", components);
            Assert.Contains("ndis-edge", components);
            Assert.Contains("filter:lab-filter", components);
            Assert.Contains("miniport", components);
            Assert.Contains("eth0", components);
            Assert.True(components.Count(static c => c.StartsWith("wfp/", StringComparison.Ordinal)) >= 3);
        }
    }

    [Fact]
    public void Demo_Json_ExplainsTheDropDownToFilterSublayerAndCondition()
    {
        JsonElement drop = ToolRun.In(_directory.Path, "demo", "--json").Json().GetProperty("drop");

        Assert.True(drop.GetProperty("filterId").GetUInt64() > 0);
        Assert.Equal("UNIVERSAL", Text(drop, "sublayer"));
        Assert.Equal("IP_REMOTE_PORT 7 equal to 7 and IP_PROTOCOL 6 equal to 6", Text(drop, "condition"));
        Assert.Equal("OUTBOUND_TRANSPORT_V4", Text(drop, "layer"));
        JsonElement last = drop.GetProperty("journey").EnumerateArray().Last();
        Assert.Equal(("alice", "Drop"), (Text(last, "host"), Text(last, "event")));
    }

    [Fact]
    public void Demo_SameSeed_GivesTheSameBytesInAllThreeOutputs()
    {
        using TempDirectory other = new();
        ToolRun first = ToolRun.In(_directory.Path, "demo", "--json", "--seed", "5", "--html", _directory.File("a.html"));
        ToolRun second = ToolRun.In(other.Path, "demo", "--json", "--seed", "5", "--html", other.File("b.html"));

        Assert.Equal(first.Out, second.Out);
        Assert.Equal(File.ReadAllBytes(_directory.File(WireFile)), File.ReadAllBytes(other.File(WireFile)));
        Assert.Equal(File.ReadAllBytes(_directory.File(LayerFile)), File.ReadAllBytes(other.File(LayerFile)));
        Assert.Equal(File.ReadAllText(_directory.File("a.html")), File.ReadAllText(other.File("b.html")));
    }

    [Fact]
    public void Demo_DigestAndEndTime_AreThoseOfTheScenarioWithoutObservers()
    {
        JsonElement demo = ToolRun.In(_directory.Path, "demo", "--json").Json();
        JsonElement run = ToolRun.Of("run", "demo", "--json").Json();

        Assert.Equal(Text(run, "digest"), Text(demo, "digest"));
        Assert.Equal(run.GetProperty("end_time_ns").GetInt64(), demo.GetProperty("end_time_ns").GetInt64());
        Assert.NotEqual(Text(demo, "digest"), Text(ToolRun.Of("run", "demo", "--json", "--seed", "2").Json(), "digest"));
    }

    [Fact]
    public async Task Demo_JourneyAndWireCapture_Agree()
    {
        JsonElement[] journey = [.. ToolRun.In(_directory.Path, "demo", "--json").Json().GetProperty("journey").EnumerateArray()];
        JsonElement intoCable = journey.First(static s => Text(s, "host") == "link" && Text(s, "event") == "WireIn");
        CapturedPacket[] frames = await ReadAsync(WireFile);
        ulong start = (ulong)(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) - DateTimeOffset.UnixEpoch).Ticks * 100;

        CapturedPacket message = Assert.Single(frames, frame => frame.Timestamp == start + (ulong)intoCable.GetProperty("time_ns").GetInt64() && frame.Data.Length == 95);
        Assert.Equal(intoCable.GetProperty("bytes").GetInt32(), message.Data.Length);
        Assert.All(frames, static frame => Assert.Equal(FrameProblems.None, FrameValidator.Validate(frame.Data.Span)));
    }

    [Fact]
    public async Task Demo_LayerCapture_HasAnInterfaceForEachPointWithItsLinkTypeAndComments()
    {
        ToolRun.In(_directory.Path, "demo", "--json");
        CapturedPacket[] packets = await ReadAsync(LayerFile);

        Dictionary<string, LinkType> types = packets.Select(static p => p.Interface).Distinct().ToDictionary(static i => i.Name, static i => i.LinkType);
        Assert.Equal(LinkType.Ethernet, types["alice/miniport.tx"]);
        Assert.Equal(LinkType.Ethernet, types["bob/miniport.rx"]);
        Assert.Equal(LinkType.RawIP, types["alice/ip4.out"]);
        Assert.Equal(LinkType.RawIP, types["bob/ip4.in"]);
        Assert.All(packets, static p => Assert.Contains(p.Interface.Name, p.Comment));
        Assert.Contains(packets, static p => p.Comment!.Contains("filled in here", StringComparison.Ordinal));
        Assert.All(packets, static p => Assert.Equal(
            FrameProblems.None,
            p.Interface.LinkType == LinkType.Ethernet ? FrameValidator.Validate(p.Data.Span) : FrameValidator.ValidateIp(p.Data.Span)));
    }

    [Fact]
    public void Demo_PcapOption_SaysWhereTheLayersGo()
    {
        string file = _directory.File("elsewhere.pcapng");

        ToolRun run = ToolRun.In(_directory.Path, "demo", "--json", "--pcap", file);

        Assert.True(File.Exists(file));
        Assert.True(File.Exists(_directory.File(WireFile)));
        Assert.False(File.Exists(_directory.File(LayerFile)));
        Assert.Contains("Wireshark", run.Error);
    }

    [Fact]
    public void Demo_Text_ShowsBothHostsTheWireAndTheReason()
    {
        ToolRun run = ToolRun.In(_directory.Path, "demo");

        Assert.Equal(0, run.Code);
        Assert.DoesNotContain('\u001b', run.Out);
        foreach (string expected in new[] { "── alice", "── the wire", "── bob", "wfp/OUTBOUND_TRANSPORT_V4", "Why it was dropped", "DISPATCH", "PASSIVE" })
        {
            Assert.Contains(expected, run.Out);
        }
    }

    [Fact]
    public void Demo_Html_IsOnePageWithoutAnythingFromElsewhere()
    {
        ToolRun.In(_directory.Path, "demo", "--json", "--html", _directory.File("wall.html"));
        string page = File.ReadAllText(_directory.File("wall.html"));

        Assert.StartsWith("<!DOCTYPE html>", page);
        Assert.DoesNotContain("http", page);
        Assert.DoesNotContain("src=", page);
        Assert.DoesNotContain("<script", page);
        Assert.Contains("wfp/INBOUND_TRANSPORT_V4", page);
        Assert.Contains("Block the echo port", page);
    }

    [TsharkFact]
    public void Demo_WireCapture_IsCleanForTshark()
    {
        ToolRun.In(_directory.Path, "demo", "--json");
        string wire = _directory.File(WireFile);

        Assert.True(Tshark.Read(wire).Length > 10);
        Assert.Empty(Tshark.Read(wire, "tcp.analysis.flags"));
        Assert.Empty(Tshark.Read(wire, "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"));
    }

    [TsharkFact]
    public void Demo_LayerCapture_IsReadByTsharkWithGoodChecksums()
    {
        ToolRun.In(_directory.Path, "demo", "--json");
        string layers = _directory.File(LayerFile);

        string[] names = [.. Tshark.Read(layers, "", "-T", "fields", "-e", "frame.interface_name").Distinct()];
        Assert.True(names.Length >= 10, string.Join(", ", names));
        Assert.Empty(Tshark.Read(layers, "_ws.malformed || tcp.checksum.status == 0 || ip.checksum.status == 0"));
        Assert.Equal(Tshark.Read(layers).Length, Tshark.Read(layers, "frame.comment contains \"id\"").Length);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private async Task<CapturedPacket[]> ReadAsync(string name)
    {
        List<CapturedPacket> packets = [];
        await using FileStream stream = File.OpenRead(_directory.File(name));
        await foreach (CapturedPacket packet in CaptureReader.FromStream(stream).ReadAllAsync())
        {
            packets.Add(packet);
        }

        Assert.NotEmpty(packets);
        Assert.True(packets.Count > 10, packets.Count.ToString(CultureInfo.InvariantCulture));
        return [.. packets];
    }
}
