namespace NetStackSim.Ndis.Tests.Keywords;

public sealed class StandardKeywordsTests
{
    /// <summary>The table of the reference, by hand: keyword, default, legal values or limits.</summary>
    [Theory]
    [InlineData("*SpeedDuplex", "0", "0 1 2 3 4 5 6 7 8 9 10")]
    [InlineData("*FlowControl", "3", "0 1 2 3 4")]
    [InlineData("*PriorityVLANTag", "3", "0 1 2 3")]
    [InlineData("VlanID", "0", "0..4094")]
    [InlineData("*InterruptModeration", "1", "0 1")]
    [InlineData("*JumboPacket", "1514", "1514..9014")]
    [InlineData("*RSS", "1", "0 1")]
    [InlineData("*RSSProfile", "4", "1 2 3 4 5 6")]
    [InlineData("*RssBaseProcGroup", "0", null)]
    [InlineData("*RssBaseProcNumber", "0", null)]
    [InlineData("*RSSMaxProcGroup", "0", null)]
    [InlineData("*MaxRssProcessors", "16", null)]
    [InlineData("*NumRSSQueues", "16", null)]
    [InlineData("*NumaNodeId", "65535", null)]
    [InlineData("*RssOnHostVPorts", "1", "0 1")]
    [InlineData("*IPChecksumOffloadIPv4", "3", "0 1 2 3")]
    [InlineData("*TCPChecksumOffloadIPv4", "3", "0 1 2 3")]
    [InlineData("*TCPChecksumOffloadIPv6", "3", "0 1 2 3")]
    [InlineData("*UDPChecksumOffloadIPv4", "3", "0 1 2 3")]
    [InlineData("*UDPChecksumOffloadIPv6", "3", "0 1 2 3")]
    [InlineData("*TCPUDPChecksumOffloadIPv4", "3", "0 1 2 3")]
    [InlineData("*TCPUDPChecksumOffloadIPv6", "3", "0 1 2 3")]
    [InlineData("*LsoV1IPv4", "1", "0 1")]
    [InlineData("*LsoV2IPv4", "1", "0 1")]
    [InlineData("*LsoV2IPv6", "1", "0 1")]
    [InlineData("*UsoIPv4", "1", "0 1")]
    [InlineData("*UsoIPv6", "1", "0 1")]
    [InlineData("*RscIPv4", "1", "0 1")]
    [InlineData("*RscIPv6", "1", "0 1")]
    [InlineData("*IPsecOffloadV1IPv4", "3", "0 1 2 3")]
    [InlineData("*IPsecOffloadV2", "3", "0 1 2 3")]
    [InlineData("*IPsecOffloadV2IPv4", "3", "0 1 2 3")]
    [InlineData("*TCPConnectionOffloadIPv4", "1", "0 1")]
    [InlineData("*TCPConnectionOffloadIPv6", "1", "0 1")]
    [InlineData("*HeaderDataSplit", "0", "0 1")]
    [InlineData("*EncapsulatedPacketTaskOffload", "1", "0 1")]
    [InlineData("*VMQ", "1", "0 1")]
    [InlineData("*VMQVlanFiltering", "1", "0 1")]
    [InlineData("*RssOrVmqPreference", "0", "0 1")]
    [InlineData("*SRIOV", "1", "0 1")]
    [InlineData("*SriovPreferred", "0", "0 1")]
    [InlineData("*NumVFs", "0", null)]
    [InlineData("*PacketCoalescing", "1", "0 1")]
    [InlineData("*QOS", "1", "0 1")]
    [InlineData("*PtpHardwareTimestamp", "0", "0 1")]
    [InlineData("*SoftwareTimestamp", "0", "0 1 2 3 4 5")]
    [InlineData("*WakeOnPattern", "1", "0 1")]
    [InlineData("*WakeOnMagicPacket", "1", "0 1")]
    [InlineData("*PMARPOffload", "1", "0 1")]
    [InlineData("*PMNSOffload", "1", "0 1")]
    [InlineData("*PMWiFiRekeyOffload", "1", "0 1")]
    [InlineData("*EEE", "1", "0 1")]
    [InlineData("*DeviceSleepOnDisconnect", "1", "0 1")]
    [InlineData("*ModernStandbyWoLMagicPacket", "0", "0 1")]
    [InlineData("*IdleRestriction", "0", "0 1")]
    [InlineData("*SelectiveSuspend", "1", "0 1")]
    [InlineData("*SSIdleTimeout", "5", "1..60")]
    [InlineData("*SSIdleTimeoutScreenOff", "3", "1..60")]
    [InlineData("*NdisPoll", "1", "0 1")]
    public void Keyword_Definition_IsThatOfTheReference(string keyword, string @default, string? values)
    {
        KeywordDefinition definition = StandardKeywords.Get(keyword);
        Assert.Equal(@default, definition.Default);
        Assert.True(definition.IsDisplayed);
        if (values?.Split("..") is [string low, string high])
        {
            Assert.Equal(KeywordType.Int, definition.Type);
            Assert.Equal((long.Parse(low), long.Parse(high)), (definition.Minimum, definition.Maximum));
        }
        else if (values is not null)
        {
            Assert.Equal(values, string.Join(' ', definition.Choices.Select(choice => choice.Value)));
        }
    }

    [Theory]
    [InlineData("*ReceiveBuffers", 1)]
    [InlineData("*TransmitBuffers", 0)]
    [InlineData("*NumRSSQueues", 1)]
    public void Number_Minimum_IsThatOfTheReference(string keyword, long minimum) => Assert.Equal(minimum, StandardKeywords.Get(keyword).Minimum);

    [Fact]
    public void Table_EveryDefault_IsLegal() =>
        Assert.All(StandardKeywords.All, definition => Assert.True(definition.TryValidate(definition.Default, out string? problem), problem));

    [Fact]
    public void Table_Names_AreUniqueAndFoundWithoutCase()
    {
        Assert.Equal(StandardKeywords.All.Count, StandardKeywords.All.Select(x => x.Keyword).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(StandardKeywords.All, definition => Assert.Same(definition, StandardKeywords.Find(definition.Keyword.ToUpperInvariant())));
        Assert.Null(StandardKeywords.Find("*NoSuchThing"));
    }

    [Fact]
    public void Table_KeywordsWithoutDisplay_AreNine() =>
        Assert.Equal(
            ["*IfType", "*MediaType", "*PhysicalMediaType", "*NdisDeviceType", "*IfConnectorPresent", "*ConnectionType", "*DirectionType", "*AccessType", "*HardwareLoopback"],
            StandardKeywords.All.Where(x => !x.IsDisplayed).Select(x => x.Keyword));

    [Theory]
    [InlineData("*RSS", "2", "'2' is no value of *RSS; it takes 0 (Disabled), 1 (Enabled).")]
    [InlineData("*RSS", "on", "'on' is no value of *RSS; it takes 0 (Disabled), 1 (Enabled).")]
    [InlineData("VlanID", "4095", "4095 is outside the range of VlanID: 0 to 4094.")]
    [InlineData("VlanID", "-1", "-1 is outside the range of VlanID: 0 to 4094.")]
    [InlineData("VlanID", "five", "'five' is not a number, which VlanID takes.")]
    [InlineData("VlanID", "", "'' is not a number, which VlanID takes.")]
    [InlineData("*SSIdleTimeout", "0", "0 is outside the range of *SSIdleTimeout: 1 to 60.")]
    [InlineData("NetworkAddress", "02000000000", "'02000000000' is not an address for NetworkAddress: it takes 12 hexadecimal digits.")]
    [InlineData("NetworkAddress", "02000000000G", "'02000000000G' is not an address for NetworkAddress: it takes 12 hexadecimal digits.")]
    [InlineData("NetworkAddress", "030000000001", "'030000000001' is a group address; NetworkAddress takes the address of one card.")]
    [InlineData("NetworkAddress", "001122334455", "'001122334455' is not locally administered; its second digit must be 2, 6, A or E.")]
    public void Value_ThatIsWrong_IsRefusedInWords(string keyword, string value, string expected)
    {
        Assert.False(StandardKeywords.Get(keyword).TryValidate(value, out string? problem));
        Assert.Equal(expected, problem);
    }

    [Theory]
    [InlineData("NetworkAddress", "02aAbBcCdDeE")]
    [InlineData("NetworkAddress", "")]
    [InlineData("*SpeedDuplex", "2500")]
    [InlineData("*SpeedDuplex", "10")]
    public void Value_ThatIsRight_IsTaken(string keyword, string value) => Assert.True(StandardKeywords.Get(keyword).TryValidate(value, out _));

    [Fact]
    public void Step_ValueBetweenSteps_IsRefused()
    {
        KeywordDefinition buffers = StandardKeywords.Get(StandardKeywords.ReceiveBuffers) with { Minimum = 80, Maximum = 2048, Step = 8 };
        Assert.True(buffers.TryValidate("88", out _));
        Assert.False(buffers.TryValidate("90", out string? problem));
        Assert.Equal("90 is no step of *ReceiveBuffers: it goes from 80 by 8.", problem);
    }

    [Fact]
    public void Base_Sixteen_ReadsHexadecimal()
    {
        KeywordDefinition offset = new() { Keyword = "Offset", Display = "Offset", Type = KeywordType.Int, Base = 16, Maximum = 0xFF, Default = "1f" };
        Assert.True(offset.TryValidate("fF", out _));
        Assert.False(offset.TryValidate("100", out _));
        Assert.False(offset.TryValidate("0x1", out string? problem));
        Assert.Equal("'0x1' is not a hexadecimal number, which Offset takes.", problem);
    }
}
