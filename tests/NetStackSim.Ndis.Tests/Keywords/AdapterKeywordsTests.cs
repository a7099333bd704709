using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Keywords;

public sealed class AdapterKeywordsTests
{
    private static readonly AdapterKeywords Tab = new(
        StandardKeywords.Get(StandardKeywords.Rss),
        StandardKeywords.Get(StandardKeywords.VlanId),
        StandardKeywords.Get(StandardKeywords.NetworkAddress),
        StandardKeywords.Get(StandardKeywords.TcpChecksumOffloadIPv4),
        StandardKeywords.Get(StandardKeywords.LsoV2IPv4),
        StandardKeywords.Get(StandardKeywords.IfType));

    [Fact]
    public void Inf_OfATab_HasTheShapeOfAnAddRegSection()
    {
        const string expected = """
            [Params.AddReg]
            HKR, Ndi\Params\*RSS, ParamDesc, 0, "Receive Side Scaling"
            HKR, Ndi\Params\*RSS, Type, 0, "enum"
            HKR, Ndi\Params\*RSS, Default, 0, "1"
            HKR, Ndi\Params\*RSS\Enum, "0", 0, "Disabled"
            HKR, Ndi\Params\*RSS\Enum, "1", 0, "Enabled"
            HKR, Ndi\Params\VlanID, ParamDesc, 0, "VLAN ID"
            HKR, Ndi\Params\VlanID, Type, 0, "int"
            HKR, Ndi\Params\VlanID, Default, 0, "0"
            HKR, Ndi\Params\VlanID, Min, 0, "0"
            HKR, Ndi\Params\VlanID, Max, 0, "4094"
            HKR, Ndi\Params\VlanID, Step, 0, "1"
            HKR, Ndi\Params\VlanID, Base, 0, "10"
            HKR, Ndi\Params\NetworkAddress, ParamDesc, 0, "Network Address"
            HKR, Ndi\Params\NetworkAddress, Type, 0, "edit"
            HKR, Ndi\Params\NetworkAddress, Default, 0, ""
            HKR, Ndi\Params\NetworkAddress, Optional, 0, "1"
            HKR, Ndi\Params\NetworkAddress, LimitText, 0, "12"
            HKR, Ndi\Params\NetworkAddress, UpperCase, 0, "1"
            HKR, Ndi\Params\*TCPChecksumOffloadIPv4, ParamDesc, 0, "TCP Checksum Offload (IPv4)"
            HKR, Ndi\Params\*TCPChecksumOffloadIPv4, Type, 0, "enum"
            HKR, Ndi\Params\*TCPChecksumOffloadIPv4, Default, 0, "3"
            HKR, Ndi\Params\*TCPChecksumOffloadIPv4\Enum, "0", 0, "Disabled"
            HKR, Ndi\Params\*TCPChecksumOffloadIPv4\Enum, "1", 0, "Tx Enabled"
            HKR, Ndi\Params\*TCPChecksumOffloadIPv4\Enum, "2", 0, "Rx Enabled"
            HKR, Ndi\Params\*TCPChecksumOffloadIPv4\Enum, "3", 0, "Rx & Tx Enabled"
            HKR, Ndi\Params\*LsoV2IPv4, ParamDesc, 0, "Large Send Offload V2 (IPv4)"
            HKR, Ndi\Params\*LsoV2IPv4, Type, 0, "enum"
            HKR, Ndi\Params\*LsoV2IPv4, Default, 0, "1"
            HKR, Ndi\Params\*LsoV2IPv4\Enum, "0", 0, "Disabled"
            HKR, Ndi\Params\*LsoV2IPv4\Enum, "1", 0, "Enabled"
            HKR,, *IfType, 0x00010001, 6

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), Tab.ToInf("Params.AddReg"));
    }

    [Fact]
    public void Tab_WithAKeywordTwice_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new AdapterKeywords(StandardKeywords.Get("*RSS"), StandardKeywords.Get("*RSS") with { Keyword = "*rss" }));

    [Fact]
    public void Tab_WithAWrongDefault_IsRefused() => Assert.Throws<ArgumentException>(() => new AdapterKeywords(StandardKeywords.Get("*RSS") with { Default = "7" }));

    [Fact]
    public void Listing_RegistryWithRightAndWrongValues_ShowsWhatIsInForceAndWhy()
    {
        TestHost host = new();
        MiniportAdapter adapter = Add(host, new KeyValuePair<string, string>("*RSS", "0"), new KeyValuePair<string, string>("VlanID", "5000"));
        IReadOnlyList<AdvancedProperty> lines = adapter.Keywords.List(adapter.Settings);
        Assert.Equal(
            [
                new AdvancedProperty("*RSS", "Receive Side Scaling", "0", "Disabled", false, null),
                new AdvancedProperty("VlanID", "VLAN ID", "0", "0", true, "5000 is outside the range of VlanID: 0 to 4094."),
                new AdvancedProperty("NetworkAddress", "Network Address", "", "Not Present", true, null),
                new AdvancedProperty("*TCPChecksumOffloadIPv4", "TCP Checksum Offload (IPv4)", "3", "Rx & Tx Enabled", true, null),
                new AdvancedProperty("*LsoV2IPv4", "Large Send Offload V2 (IPv4)", "1", "Enabled", true, null),
            ],
            lines);
        Assert.Equal("0", adapter.Keywords.ValueOf(adapter.Settings, "VlanID"));
        string text = adapter.Keywords.ToText(adapter.Settings);
        Assert.StartsWith("Receive Side Scaling          Disabled         *RSS = 0  (set)\n", text);
        Assert.Contains("VlanID = 0  5000 is outside the range of VlanID: 0 to 4094.\n", text);
        using var json = System.Text.Json.JsonDocument.Parse(adapter.Keywords.ToJson(adapter.Settings));
        Assert.Equal(5, json.RootElement.GetArrayLength());
        Assert.Equal("Disabled", json.RootElement[0].GetProperty("displayValue").GetString());
        Assert.Equal("5000 is outside the range of VlanID: 0 to 4094.", json.RootElement[1].GetProperty("problem").GetString());
    }

    [Fact]
    public void Registry_OfAnAdapter_LiesUnderTheClassKeyAndSurvivesAReboot()
    {
        RegistryHive disk = new();
        TestHost first = new(registry: disk);
        MiniportAdapter before = Add(first, new KeyValuePair<string, string>("*RSS", "0"));
        Assert.Equal(@"\Registry\Machine\System\ControlSet001\Control\Class\{4D36E972-E325-11CE-BFC1-08002BE10318}\0000", before.Settings.Key.Path);
        Assert.Equal("Ethernet", disk.Open($@"HKLM\SYSTEM\CurrentControlSet\Control\Network\{{4D36E972-E325-11CE-BFC1-08002BE10318}}\{before.Settings.Instance}\Connection")!.GetString("Name"));
        before.Settings.Write("VlanID", "7");

        MiniportAdapter after = Add(new TestHost(registry: disk));
        Assert.Equal(before.Settings.Instance, after.Settings.Instance);
        Assert.Same(before.Settings.Key, after.Settings.Key);
        Assert.Equal(("0", "7"), (after.Settings.Read("*RSS"), after.Settings.Read("vlanid")));
        Assert.Equal(NtStatus.Success, after.Settings.Remove("VlanID"));
        Assert.Equal(NtStatus.Success, after.Settings.Remove("VlanID"));
        Assert.Null(after.Settings.Read("VlanID"));
    }

    [Theory]
    [InlineData("02-00", false)]
    [InlineData("010000000001", false)]
    [InlineData("0200000000AB", true)]
    public void NetworkAddress_OfTheRegistry_IsReadWhenItIsOne(string value, bool expected)
    {
        MiniportAdapter adapter = Add(new TestHost(), new KeyValuePair<string, string>("NetworkAddress", value));
        Assert.Equal(expected, adapter.Settings.TryReadNetworkAddress(out MacAddress address));
        Assert.Equal(expected ? new MacAddress(0x0200_0000_00AB) : default, address);
    }

    [Fact]
    public void Dword_InTheRegistry_IsReadAsText()
    {
        MiniportAdapter adapter = Add(new TestHost());
        adapter.Settings.Key.SetDword("VlanID", 12);
        Assert.Equal("12", adapter.Settings.Read("VlanID"));
    }

    /// <summary>The value trap: a keyword counts from 0, the request from 1.</summary>
    [Theory]
    [InlineData(ChecksumSetting.Off, "0")]
    [InlineData(ChecksumSetting.TransmitOn, "1")]
    [InlineData(ChecksumSetting.ReceiveOn, "2")]
    [InlineData(ChecksumSetting.BothOn, "3")]
    public void OffloadParameters_OfARequest_AreWrittenBackInTheNumbersOfTheKeyword(ChecksumSetting setting, string keyword)
    {
        Assert.Equal(setting, OffloadKeywords.ChecksumOf(keyword));
        MiniportAdapter adapter = Add(new TestHost());
        OffloadKeywords.WriteBack(new OffloadParameters { TcpIPv4Checksum = setting, LargeSendV2IPv4 = OffloadSetting.Off, UdpIPv4Checksum = setting }, adapter.Settings, adapter.Keywords);
        Assert.Equal(keyword, adapter.Settings.Read("*TCPChecksumOffloadIPv4"));
        Assert.Equal("0", adapter.Settings.Read("*LsoV2IPv4"));
        Assert.Null(adapter.Settings.Read("*UDPChecksumOffloadIPv4"));
        Assert.Equal(setting, OffloadKeywords.Read(adapter.Settings, adapter.Keywords).TcpIPv4Checksum);
    }

    [Fact]
    public void OffloadParameters_GroupedKeyword_SetsBothUnlessOneHasItsOwn()
    {
        TestHost host = new();
        AdapterKeywords grouped = new(
            StandardKeywords.Get(StandardKeywords.TcpUdpChecksumOffloadIPv4), StandardKeywords.Get(StandardKeywords.TcpUdpChecksumOffloadIPv6),
            StandardKeywords.Get(StandardKeywords.UdpChecksumOffloadIPv4));
        MiniportAdapter adapter = Add(host, grouped, new("*TCPUDPChecksumOffloadIPv4", "1"), new("*TCPUDPChecksumOffloadIPv6", "0"), new("*UDPChecksumOffloadIPv4", "3"));
        OffloadParameters read = OffloadKeywords.Read(adapter.Settings, adapter.Keywords);
        Assert.Equal(
            (ChecksumSetting.TransmitOn, ChecksumSetting.BothOn, ChecksumSetting.Off, ChecksumSetting.Off, ChecksumSetting.NoChange),
            (read.TcpIPv4Checksum, read.UdpIPv4Checksum, read.TcpIPv6Checksum, read.UdpIPv6Checksum, read.IPv4Checksum));
    }

    private static MiniportAdapter Add(TestHost host, params KeyValuePair<string, string>[] keywords) => Add(host, Tab, keywords);

    private static MiniportAdapter Add(TestHost host, AdapterKeywords tab, params KeyValuePair<string, string>[] keywords)
    {
        NdisRuntime runtime = new(host.Kernel);
        TestMiniport driver = new([]);
        return runtime.AddAdapter(
            runtime.RegisterMiniport(driver, new MiniportOptions { Name = "test", Keywords = tab }), new AdapterOptions { Name = "Ethernet", Keywords = keywords });
    }
}
