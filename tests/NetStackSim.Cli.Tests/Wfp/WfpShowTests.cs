using System.IO.Compression;
using System.Text.Json;

namespace NetStackSim.Cli.Tests.Wfp;

public sealed class WfpShowTests
{
    private const string NetEvents = """
        <netEvents numItems="1"><item><header><timeStamp>2024-10-22T20:48:53.891Z</timeStamp><ipVersion>FWP_IP_VERSION_V4</ipVersion>
        <ipProtocol>17</ipProtocol><localAddrV4>10.0.0.5</localAddrV4><remoteAddrV4>10.0.0.9</remoteAddrV4><localPort>137</localPort>
        <remotePort>138</remotePort><userId>S-1-5-19</userId></header><type>FWPM_NET_EVENT_TYPE_CLASSIFY_DROP</type>
        <classifyDrop><filterId>66241</filterId><layerId>44</layerId><msFwpDirection>MS_FWP_DIRECTION_IN</msFwpDirection><isLoopback>false</isLoopback></classifyDrop>
        <internalFields><terminatingFiltersInfo numItems="1"><item><filterId>66241</filterId><subLayer>FWPP_SUBLAYER_INTERNAL_FIREWALL_WF</subLayer>
        <actionType>FWP_ACTION_BLOCK</actionType></item></terminatingFiltersInfo></internalFields></item></netEvents>
        """;

    [Fact]
    public void Show_WithoutImport_IsTheStateOfANewHost()
    {
        JsonElement state = ToolRun.Of("wfp", "show", "state", "--json").Json();

        Assert.Equal(99, state.GetProperty("layers").GetArrayLength());
        Assert.Equal(0, state.GetProperty("filters").GetArrayLength());
        Assert.Contains(state.GetProperty("subLayers").EnumerateArray(), static s => s.GetProperty("subLayerKey").GetString() == "FWPM_SUBLAYER_UNIVERSAL" && s.GetProperty("weight").GetInt32() == 32768);
    }

    [Fact]
    public void Show_StateAsXml_CanBeImportedAgain()
    {
        using TempDirectory directory = new();
        string path = directory.File("state.xml");
        ToolRun run = ToolRun.Of("wfp", "show", "state", "--xml");
        File.WriteAllText(path, run.Out);

        Assert.Equal(run.Out, ToolRun.Of("wfp", "show", "state", "--xml", "--import", path).Out);
        Assert.Equal(99, ToolRun.Of("wfp", "show", "layers", "--json", "--import", path).Json().GetProperty("layers").GetArrayLength());
    }

    [Theory]
    [InlineData("state")]
    [InlineData("filters")]
    [InlineData("layers")]
    [InlineData("netevents")]
    public void Show_EveryPartAndForm_Works(string part)
    {
        using TempDirectory directory = new();
        string path = SmallExport.In(directory, extra: NetEvents);
        foreach (string form in new[] { "--table", "--json", "--xml" })
        {
            ToolRun run = ToolRun.Of("wfp", "show", part, form, "--import", path);
            Assert.Equal(0, run.Code);
            Assert.NotEmpty(run.Out);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Show_NetEvents_HaveFlowFilterAndSubLayers(bool alone)
    {
        using TempDirectory directory = new();
        string path = SmallExport.In(directory, extra: NetEvents);
        if (alone)
        {
            File.WriteAllText(path, NetEvents);
        }

        JsonElement netEvent = ToolRun.Of("wfp", "show", "netevents", "--json", "--import", path).Json().GetProperty("netEvents")[0];

        Assert.Equal(("CLASSIFY_DROP", "IN", 17), (netEvent.GetProperty("type").GetString(), netEvent.GetProperty("direction").GetString(), netEvent.GetProperty("protocol").GetInt32()));
        Assert.Equal(("10.0.0.9", 138, 66241), (netEvent.GetProperty("remoteAddress").GetString(), netEvent.GetProperty("remotePort").GetInt32(), netEvent.GetProperty("filterId").GetInt32()));
        Assert.Equal("FWP_ACTION_BLOCK", netEvent.GetProperty("terminating")[0].GetProperty("action").GetString());
    }

    [Fact]
    public void Wfp_SymbolsOfANewerBuild_ArePrintedAsTheFileHasThem()
    {
        using TempDirectory directory = new();
        string path = directory.File("newer.xml");
        File.WriteAllText(path, SmallExport.Text()
            .Replace("FWPM_LAYER_ALE_AUTH_CONNECT_V4", "FWPM_LAYER_FUTURE_V4", StringComparison.Ordinal)
            .Replace("FWPM_SUBLAYER_UNIVERSAL", "FWPM_SUBLAYER_FUTURE", StringComparison.Ordinal)
            .Replace("FWPM_CONDITION_IP_REMOTE_PORT", "FWPM_CONDITION_FUTURE_PORT", StringComparison.Ordinal), System.Text.Encoding.Unicode);

        JsonElement filter = ToolRun.Of("wfp", "show", "filters", "--json", "--import", path).Json().GetProperty("filters")[0];
        JsonElement weight = ToolRun.Of("wfp", "weights", "--json", "--import", path).Json().GetProperty("items")[0];

        Assert.Equal(("FWPM_LAYER_FUTURE_V4", "FWPM_SUBLAYER_FUTURE"), (filter.GetProperty("layer").GetString(), filter.GetProperty("subLayer").GetString()));
        Assert.Equal("FWPM_CONDITION_FUTURE_PORT", filter.GetProperty("conditions")[0].GetProperty("field").GetString());
        Assert.Equal("FWPM_LAYER_FUTURE_V4", weight.GetProperty("layer").GetString());
        Assert.Equal(0, ToolRun.Of("wfp", "lint", "--json", "--import", path).Json().GetProperty("rules").GetProperty("NotEnforced").GetInt32());
    }

    [Fact]
    public void Show_NetEventWithAWrongNumber_NamesLineAndElement()
    {
        using TempDirectory directory = new();
        string path = directory.File("events.xml");
        File.WriteAllText(path, NetEvents.Replace("<ipProtocol>17", "<ipProtocol>1700", StringComparison.Ordinal));

        ToolRun run = ToolRun.Of("wfp", "show", "netevents", "--import", path);

        Assert.Equal(3, run.Code);
        Assert.Contains("events.xml: line 2, <ipProtocol>:", run.Error);
    }

    [ExportFact]
    public void Show_EveryExportAsXml_IsEqualToTheFile()
    {
        foreach (string path in ExportData.Files)
        {
            using GZipStream gzip = new(File.OpenRead(path), CompressionMode.Decompress);
            using StreamReader reader = new(gzip);
            Assert.Equal(reader.ReadToEnd(), ToolRun.Of("wfp", "show", "state", "--xml", "--import", path).Out);
        }
    }

    [ExportFact]
    public void Show_EveryExportsFiltersAsXml_AreAListWithTheSameFilters()
    {
        using TempDirectory directory = new();
        foreach (string path in ExportData.Files)
        {
            string list = directory.File("list.xml");
            File.WriteAllText(list, ToolRun.Of("wfp", "show", "filters", "--xml", "--import", path).Out);
            Assert.Equal(ToolRun.Of("wfp", "show", "filters", "--json", "--import", path).Out, ToolRun.Of("wfp", "show", "filters", "--json", "--import", list).Out);
        }
    }
}
