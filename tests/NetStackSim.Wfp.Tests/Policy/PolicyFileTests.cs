using System.Text;
using NetStackSim.Kernel;

namespace NetStackSim.Wfp.Tests;

public sealed class PolicyFileTests
{
    private const string Good = """
        {
          "sublayers": [ { "name": "mine", "weight": 40000 } ],
          "filters": [
            { "name": "no web", "layer": "ALE_AUTH_CONNECT_V4", "sublayer": "mine", "action": "BLOCK", "weight": 9,
              "conditions": [
                { "field": "IP_PROTOCOL", "match": "EQUAL", "value": "TCP" },
                { "field": "IP_REMOTE_PORT", "value": 80 },
                { "field": "IP_REMOTE_PORT", "match": "RANGE", "value": [8000, 8080] },
                { "field": "IP_REMOTE_ADDRESS", "value": "10.0.0.0/8" } ] },
            { "name": "ping", "layer": "INBOUND_TRANSPORT_V6", "action": "PERMIT", "weight": "0xFF",
              "conditions": [ { "field": "ICMP_TYPE", "value": 128 }, { "field": "IP_REMOTE_ADDRESS", "value": "fe80::/10" } ] }
          ]
        }
        """;

    [Fact]
    public void Apply_GoodFile_AddsEverything()
    {
        FilterEngine engine = new();
        EngineSession session = engine.Open();
        Assert.Null(Read(Good).Apply(session));

        IReadOnlyList<Filter> filters = session.Filters();
        Assert.Equal(["no web", "ping"], filters.Select(f => f.Name));
        Assert.Equal(9UL, filters[0].EffectiveWeight >> 60);
        Assert.Equal(FwpValue.V4AddressMask(0x0A000000, 0xFF000000), filters[0].Conditions[3].Value);
        Assert.Equal(FwpMatchType.Range, filters[0].Conditions[2].Match);
        Assert.Equal(0xFFUL, filters[1].EffectiveWeight);
        Assert.Equal(SubLayerKeys.Universal, filters[1].SubLayerKey);
        Assert.Equal(FieldKeys.IpLocalPort, filters[1].Conditions[0].FieldKey);
    }

    [Fact]
    public void Apply_BuiltInCallout_IsFoundByItsName()
    {
        const string Silence = """
            { "filters": [ { "name": "silence", "layer": "INBOUND_TRANSPORT_V4_DISCARD", "action": "CALLOUT_TERMINATING", "callout": "WFP_TRANSPORT_LAYER_V4_SILENT_DROP" } ] }
            """;
        FilterEngine engine = new();
        EngineSession session = engine.Open();
        Assert.Contains("CALLOUT_NOT_FOUND", Read(Silence).Apply(session)!.Message, StringComparison.Ordinal);
        BuiltInCallouts.Install(engine);
        Assert.Null(Read(Silence).Apply(session));
        Filter filter = Assert.Single(session.Filters());
        Assert.Equal((FilterActionType.CalloutTerminating, BuiltInCallouts.SilentDropV4), (filter.Action, filter.CalloutKey));
    }

    [Theory]
    [InlineData("\"ALE_AUTH_CONNECT_V4\"", "\"ALE_AUTH_CONECT\"", 4, "filters[0].layer", "no layer")]
    [InlineData("\"BLOCK\"", "\"DROP\"", 4, "filters[0].action", "PERMIT or BLOCK")]
    [InlineData("\"BLOCK\"", "\"CALLOUT_TERMINATING\"", 4, "filters[0]", "\"callout\" is missing")]
    [InlineData("\"BLOCK\"", "\"CALLOUT_TERMINATING\", \"callout\": \"NO_SUCH\"", 4, "filters[0].callout", "no callout")]
    [InlineData("\"sublayer\": \"mine\"", "\"sublayer\": \"yours\"", 4, "filters[0].sublayer", "no sublayer")]
    [InlineData("\"value\": 80 }", "\"value\": 80000 }", 7, "filters[0].conditions[1].value", "16 bits")]
    [InlineData("[8000, 8080]", "[8080, 8000]", 8, "filters[0].conditions[2].value", "INVALID_RANGE")]
    [InlineData("\"10.0.0.0/8\"", "\"fe80::1\"", 9, "filters[0].conditions[3].value", "IPv4")]
    [InlineData("\"IP_PROTOCOL\"", "\"PROTOKOLL\"", 6, "filters[0].conditions[0].field", "no field")]
    [InlineData("\"match\": \"EQUAL\"", "\"match\": \"ALMOST\"", 6, "filters[0].conditions[0].match", "no match type")]
    [InlineData("\"weight\": 40000", "\"weight\": 70000", 2, "sublayers[0].weight", "0 to 65535")]
    [InlineData("\"name\": \"no web\", ", "", 4, "filters[0]", "\"name\" is missing")]
    [InlineData("\"weight\": 9,", "\"wait\": 9,", 4, "filters[0].wait", "unknown member")]
    public void TryRead_Mistake_NamesLineAndElement(string from, string to, int line, string element, string message)
    {
        Assert.False(PolicyFile.TryRead(Encoding.UTF8.GetBytes(Good.Replace(from, to, StringComparison.Ordinal)), out _, out PolicyError? error));
        Assert.Equal((line, element), (error!.Line, error.Element));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_NoJson_NamesTheLine()
    {
        Assert.False(PolicyFile.TryRead("{\n \"filters\": [\n oops"u8, out _, out PolicyError? error));
        Assert.Equal(3, error!.Line);
    }

    [Fact]
    public void TryRead_InvalidUtf8_IsRefused()
    {
        Assert.False(PolicyFile.TryRead([(byte)'{', (byte)'"', 0xFF, 0xFE, (byte)'"', (byte)':', (byte)'1', (byte)'}'], out _, out PolicyError? error));
        Assert.Equal(1, error!.Line);
    }

    [Fact]
    public void Apply_SecondTime_ChangesNothing()
    {
        FilterEngine engine = new();
        EngineSession session = engine.Open();
        Read(Good).Apply(session);
        Assert.NotNull(Read(Good).Apply(session));
        Assert.Equal(2, session.Filters().Count);
    }

    [Fact]
    public void TryRead_MutatedFiles_NeverThrow()
    {
        RandomStream random = new RandomStreams(7)["policy fuzz"];
        byte[] good = Encoding.UTF8.GetBytes(Good);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] bytes = [.. good];
            for (int change = random.Next(4); change >= 0; change--)
            {
                bytes[random.Next(bytes.Length)] = random.Chance(0.5) ? (byte)random.Next(256) : good[random.Next(good.Length)];
            }

            ReadOnlySpan<byte> input = random.Chance(0.2) ? bytes.AsSpan(0, random.Next(bytes.Length)) : bytes;
            bool read = PolicyFile.TryRead(input, out PolicyFile? policy, out PolicyError? error);
            Assert.Equal(read, policy is not null);
            Assert.Equal(!read, error is not null);
        }
    }

    private static PolicyFile Read(string text)
    {
        bool read = PolicyFile.TryRead(Encoding.UTF8.GetBytes(text), out PolicyFile? policy, out PolicyError? error);
        Assert.True(read, error?.ToString());
        return policy!;
    }
}
