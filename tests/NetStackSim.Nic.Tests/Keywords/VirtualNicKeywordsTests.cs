using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests.Keywords;

/// <summary>Every keyword of the Advanced tab takes effect: seen from outside, at the adapter and on the wire.</summary>
public sealed class VirtualNicKeywordsTests
{
    private static readonly TestFrames.Spec Tcp = new() { DestinationMac = NicFixture.Mac, SourceMac = 1, Payload = TestFrames.Pattern(100) };

    [Fact]
    public void Tab_OfAPlainCard_HasTheDefaultsOfItsOptions()
    {
        AdapterKeywords tab = VirtualNicKeywords.Of(new VirtualNicOptions());
        Assert.Equal(tab.Definitions.Select(x => x.Keyword), VirtualNicDriver.Registration.Keywords.Definitions.Select(x => x.Keyword));
        string[] differing = [.. tab.Definitions.Where(x => StandardKeywords.Get(x.Keyword).Default != x.Default).Select(x => x.Keyword)];
        Assert.Equal(["*InterruptModeration", "*NdisPoll"], differing);
        Assert.All(tab.Definitions, x => Assert.True(x.IsStandardized && x.IsDisplayed));
    }

    [Fact]
    public void NoKeyword_LeavesTheCardAsItWasMade()
    {
        VirtualNicOptions odd = new() { Mtu = 9000, ReceiveDescriptors = 100, Offloads = OffloadCapabilities.None, MacAddress = new MacAddress(NicFixture.Mac) };
        NicFixture nic = new(odd);
        Assert.Same(nic.Nic.Hardware, nic.Nic.Options);
        Assert.Equal(odd, nic.Nic.Options);
        Assert.Equal("9014", nic.Nic.Keywords.Find("*JumboPacket")!.Default);
        Assert.Equal("0", nic.Nic.Keywords.Find("*TCPChecksumOffloadIPv4")!.Default);
    }

    [Fact]
    public void WrongValues_AreAsGoodAsNone()
    {
        NicFixture nic = With(("*JumboPacket", "12"), ("VlanID", "x"), ("*RSS", "9"), ("NetworkAddress", "FFFFFFFFFFFF"), ("*FlowControl", "-1"));
        Assert.Equal(nic.Nic.Hardware, nic.Nic.Options);
        Assert.Equal(NicFixture.Mac, nic.Nic.MacAddress.Value);
        Assert.Equal(5, nic.Adapter.Keywords.List(nic.Adapter.Settings).Count(x => x.Problem is not null));
    }

    [Fact]
    public void JumboPacket_4014_IsAnMtuOf4000()
    {
        NicFixture nic = With(("*JumboPacket", "4014"));
        Assert.Equal(4000, nic.Binding.Attributes.MtuSize);
        nic.Deliver(TestFrames.Transport(Tcp with { Payload = TestFrames.Pattern(3960) }));
        nic.Loop.RunUntilIdle();
        Assert.Single(nic.Indicated);
        nic.SendAndRun(nic.List(TestFrames.Plain(1, 2, 4014)), nic.List(TestFrames.Plain(1, 2, 4015)));
        Assert.Equal([NdisStatus.Success, NdisStatus.InvalidLength], nic.Completions.Select(x => x.Status));
    }

    [Fact]
    public void NetworkAddress_IsTheOneInUseAndNotTheBurntInOne()
    {
        NicFixture nic = With(("NetworkAddress", "02AABBCCDDEE"));
        Assert.Equal(0x02AA_BBCC_DDEEUL, nic.Binding.Attributes.MacAddress.Value);
        Assert.Equal(NicFixture.Mac, nic.Binding.Attributes.PermanentMacAddress.Value);
        nic.Deliver(TestFrames.Plain(0x02AA_BBCC_DDEE, 1, 100), TestFrames.Plain(NicFixture.Mac, 1, 100));
        nic.Loop.RunUntilIdle();
        Assert.Single(nic.Indicated);
    }

    [Fact]
    public void ReceiveBuffers_8_IsARingOf8()
    {
        NicFixture nic = With(("*ReceiveBuffers", "8"));
        Assert.Equal(8, nic.Nic.PostedDescriptors);
        nic.Deliver([.. Enumerable.Range(0, 12).Select(_ => TestFrames.Plain(NicFixture.Mac, 1, 100))]);
        nic.Loop.RunUntilIdle();
        Assert.Equal(8, nic.Indicated.Count);
        Assert.Equal(4UL, nic.Nic.Statistics.InDiscards);
    }

    [Fact]
    public void TransmitBuffers_4_ABurstOf10Waits()
    {
        NicFixture nic = With(("*TransmitBuffers", "4"));
        nic.Send([.. Enumerable.Range(0, 10).Select(_ => nic.List(TestFrames.Plain(1, 2, 100)))]);
        Assert.Equal(6, nic.Nic.WaitingSends);
        nic.Loop.RunUntilIdle();
        Assert.Equal(10, nic.Completions.Count);
    }

    [Theory]
    [InlineData("*IPChecksumOffloadIPv4", ChecksumOffloads.TransmitIPv4Header, ChecksumOffloads.ReceiveIPv4Header)]
    [InlineData("*TCPChecksumOffloadIPv4", ChecksumOffloads.TransmitTcpIPv4, ChecksumOffloads.ReceiveTcpIPv4)]
    [InlineData("*TCPChecksumOffloadIPv6", ChecksumOffloads.TransmitTcpIPv6, ChecksumOffloads.ReceiveTcpIPv6)]
    [InlineData("*UDPChecksumOffloadIPv4", ChecksumOffloads.TransmitUdpIPv4, ChecksumOffloads.ReceiveUdpIPv4)]
    [InlineData("*UDPChecksumOffloadIPv6", ChecksumOffloads.TransmitUdpIPv6, ChecksumOffloads.ReceiveUdpIPv6)]
    [InlineData("*TCPUDPChecksumOffloadIPv4", ChecksumOffloads.TransmitTcpIPv4 | ChecksumOffloads.TransmitUdpIPv4, ChecksumOffloads.ReceiveTcpIPv4 | ChecksumOffloads.ReceiveUdpIPv4)]
    [InlineData("*TCPUDPChecksumOffloadIPv6", ChecksumOffloads.TransmitTcpIPv6 | ChecksumOffloads.TransmitUdpIPv6, ChecksumOffloads.ReceiveTcpIPv6 | ChecksumOffloads.ReceiveUdpIPv6)]
    public void ChecksumKeyword_EachValue_SwitchesItsDirectionsAndNoOther(string keyword, ChecksumOffloads transmit, ChecksumOffloads receive)
    {
        ChecksumOffloads rest = ChecksumOffloads.All & ~(transmit | receive);
        ChecksumOffloads[] expected = [rest, rest | transmit, rest | receive, ChecksumOffloads.All];
        for (int value = 0; value < 4; value++)
        {
            NicFixture nic = With((keyword, $"{value}"));
            Assert.Equal(expected[value], nic.Binding.Attributes.Offloads.Checksum);
            Assert.Equal(ChecksumOffloads.All, nic.Binding.Attributes.HardwareOffloads.Checksum);
        }
    }

    [Fact]
    public void TcpChecksum_TransmitOnly_ReceivedFramesAreNotJudged()
    {
        NicFixture nic = With(("*TCPChecksumOffloadIPv4", "1"));
        nic.Deliver(TestFrames.Transport(Tcp));
        nic.Loop.RunUntilIdle();
        Assert.Equal(ReceiveChecksumInfo.IpChecksumSucceeded, Assert.Single(nic.Indicated).Checksum);
    }

    [Theory]
    [InlineData("*LsoV1IPv4")]
    [InlineData("*LsoV2IPv4")]
    [InlineData("*LsoV2IPv6")]
    [InlineData("*UsoIPv4")]
    [InlineData("*UsoIPv6")]
    [InlineData("*RscIPv4")]
    [InlineData("*RscIPv6")]
    [InlineData("*UdpRsc")]
    public void OffloadSwitch_Off_TakesExactlyThatOffloadAway(string keyword)
    {
        OffloadCapabilities before = With().Binding.Attributes.Offloads;
        NicFixture nic = With((keyword, "0"));
        OffloadCapabilities expected = keyword switch
        {
            "*LsoV1IPv4" => before with { LargeSendV1 = default },
            "*LsoV2IPv4" => before with { LargeSendV2IPv4 = default },
            "*LsoV2IPv6" => before with { LargeSendV2IPv6 = default },
            "*UsoIPv4" => before with { UdpSegmentationIPv4 = default },
            "*UsoIPv6" => before with { UdpSegmentationIPv6 = default },
            "*RscIPv4" => before with { CoalesceIPv4 = false },
            "*RscIPv6" => before with { CoalesceIPv6 = false },
            _ => before,
        };
        Assert.Equal(expected, nic.Binding.Attributes.Offloads);
        Assert.Equal(keyword != "*UdpRsc", nic.Binding.Attributes.HardwareOffloads.CoalesceUdp);
    }

    [Fact]
    public void OffloadSwitch_OnForHardwareWithout_StaysOff()
    {
        NicFixture nic = new(
            new VirtualNicOptions { Offloads = OffloadCapabilities.None, HardwareOffloads = OffloadCapabilities.None }, null,
            new KeyValuePair<string, string>("*LsoV2IPv4", "1"), new KeyValuePair<string, string>("*TCPChecksumOffloadIPv4", "3"));
        Assert.Equal(OffloadCapabilities.None, nic.Binding.Attributes.Offloads);
    }

    [Fact]
    public void InterruptModeration_OnAndOff_IsThatOfTheOid()
    {
        Assert.Equal(0, With(("*InterruptModeration", "0")).Nic.Options.InterruptModerationNs);
        Assert.True(With(("*InterruptModeration", "1")).Nic.Options.InterruptModerationNs > 0);
        NicFixture own = new(new VirtualNicOptions { InterruptModerationNs = 77 }, null, new KeyValuePair<string, string>("*InterruptModeration", "1"));
        Assert.Equal(77, own.Nic.Options.InterruptModerationNs);
    }

    [Theory]
    [InlineData("*RSS", "0", 1)]
    [InlineData("*NumRSSQueues", "2", 2)]
    [InlineData("*NumRSSQueues", "99", 4)]
    public void Queues_OfAHostWithFourProcessors_AreWhatTheKeywordsSay(string keyword, string value, int queues)
    {
        NicFixture nic = new(null, new SimKernelOptions { Name = "host", ProcessorCount = 4 }, new KeyValuePair<string, string>(keyword, value));
        Assert.Equal(queues, nic.Nic.QueueCount);
        nic.Deliver(TestFrames.Transport(Tcp));
        nic.Loop.RunUntilIdle();
        Assert.Single(nic.Indicated);
    }

    [Fact]
    public void NdisPoll_On_ServesByPolls()
    {
        NicFixture nic = With(("*NdisPoll", "1"));
        Assert.True(nic.Nic.Options.UsesPoll);
        nic.Deliver(TestFrames.Transport(Tcp));
        nic.Loop.RunUntilIdle();
        Assert.Single(nic.Indicated);
    }

    [Theory]
    [InlineData("1", 10UL, MediaDuplexState.Half)]
    [InlineData("4", 100UL, MediaDuplexState.Full)]
    [InlineData("5", 1000UL, MediaDuplexState.Half)]
    [InlineData("7", 10_000UL, MediaDuplexState.Full)]
    [InlineData("10", 100_000UL, MediaDuplexState.Full)]
    [InlineData("2500", 2500UL, MediaDuplexState.Full)]
    public void SpeedDuplex_EachForm_IsReportedWithTheLink(string value, ulong mbps, MediaDuplexState duplex)
    {
        LinkState link = With(("*SpeedDuplex", value)).Binding.Attributes.LinkState;
        Assert.Equal((mbps * 1_000_000, duplex), (link.XmitLinkSpeed, link.MediaDuplexState));
    }

    [Theory]
    [InlineData("0", PauseFunctions.Unsupported)]
    [InlineData("1", PauseFunctions.SendOnly)]
    [InlineData("2", PauseFunctions.ReceiveOnly)]
    [InlineData("3", PauseFunctions.SendAndReceive)]
    [InlineData("4", PauseFunctions.Unknown)]
    public void FlowControl_EachValue_IsReportedWithTheLink(string value, PauseFunctions expected) =>
        Assert.Equal(expected, With(("*FlowControl", value)).Binding.Attributes.LinkState.PauseFunctions);

    [Fact]
    public void HeaderDataSplit_On_IsReportedAndDone()
    {
        NicFixture nic = With(("*HeaderDataSplit", "1"));
        nic.Deliver(TestFrames.Transport(Tcp));
        nic.Loop.RunUntilIdle();
        Assert.True(nic.Nic.HeaderDataSplit.IsEnabled);
        Assert.Equal([54, 100], nic.Indicated[0].Pieces);
    }

    [Theory]
    [InlineData("0", "1", "1", 0, false)]
    [InlineData("1", "0", "1", 0, false)]
    [InlineData("1", "1", "1", 16, true)]
    [InlineData("1", "1", "0", 16, false)]
    public void Vmq_PreferenceAndSwitches_OfferQueuesOrNone(string preference, string vmq, string vlan, int queues, bool filtersVlan)
    {
        NicFixture nic = With(("*RssOrVmqPreference", preference), ("*VMQ", vmq), ("*VMQVlanFiltering", vlan));
        Assert.Equal((queues, filtersVlan), (nic.Nic.Options.ReceiveFilters.QueueCount, nic.Nic.Options.ReceiveFilters.FiltersVlan));
    }

    [Theory]
    [InlineData("*WakeOnPattern", WakePacketKinds.Magic, ProtocolOffloadKinds.Arp | ProtocolOffloadKinds.NeighborSolicitation)]
    [InlineData("*WakeOnMagicPacket", WakePacketKinds.All & ~WakePacketKinds.Magic, ProtocolOffloadKinds.Arp | ProtocolOffloadKinds.NeighborSolicitation)]
    [InlineData("*PMARPOffload", WakePacketKinds.All, ProtocolOffloadKinds.NeighborSolicitation)]
    [InlineData("*PMNSOffload", WakePacketKinds.All, ProtocolOffloadKinds.Arp)]
    public void WakeSwitch_Off_TakesItsKindsAway(string keyword, WakePacketKinds packets, ProtocolOffloadKinds offloads)
    {
        PowerManagementCapabilities power = With((keyword, "0")).Nic.Options.Power;
        Assert.Equal((packets, offloads), (power.WakePackets, power.ProtocolOffloads));
    }

    [Fact]
    public void OffloadParameters_AtRunTime_AreInForceAfterARestartUnlessTheRegistryWasSkipped()
    {
        NicFixture nic = With();
        Set(nic, new OffloadParameters { LargeSendV2IPv4 = OffloadSetting.Off, TcpIPv4Checksum = ChecksumSetting.TransmitOn });
        Set(nic, new OffloadParameters { LargeSendV2IPv6 = OffloadSetting.Off, SkipRegistryUpdate = true });
        Assert.Equal(("0", "1", null), (nic.Adapter.Settings.Read("*LsoV2IPv4"), nic.Adapter.Settings.Read("*TCPChecksumOffloadIPv4"), nic.Adapter.Settings.Read("*LsoV2IPv6")));
        OffloadCapabilities live = nic.Binding.Attributes.Offloads;
        Assert.False(live.LargeSendV2IPv4.IsSupported || live.LargeSendV2IPv6.IsSupported);

        nic.Ndis.ReconfigureAdapter(nic.Adapter);
        nic.Loop.RunUntilIdle();
        OffloadCapabilities after = nic.Binding.Attributes.Offloads;
        Assert.False(after.LargeSendV2IPv4.IsSupported);
        Assert.True(after.LargeSendV2IPv6.IsSupported);
        Assert.Equal(ChecksumOffloads.All & ~ChecksumOffloads.ReceiveTcpIPv4, after.Checksum);
        nic.AssertClean();
    }

    [Fact]
    public void Property_ChangedOnARunningAdapter_RestartsIt()
    {
        NicFixture nic = With();
        Assert.True(nic.Ndis.TrySetProperty(nic.Adapter, "*jumbopacket", "9014", out _));
        nic.Loop.RunUntilIdle();
        Assert.Equal((AdapterState.Running, 9000), (nic.Adapter.State, nic.Binding.Attributes.MtuSize));
        Assert.True(nic.Ndis.TrySetProperty(nic.Adapter, "NetworkAddress", "0200000000AA", out _));
        nic.Loop.RunUntilIdle();
        Assert.Equal(0x0200_0000_00AAUL, nic.Binding.Attributes.MacAddress.Value);
        nic.SetFilter(PacketFilter.Directed);
        nic.Deliver(TestFrames.Plain(0x0200_0000_00AA, 1, 9014));
        nic.Loop.RunUntilIdle();
        Assert.Single(nic.Indicated);

        Assert.True(nic.Ndis.TrySetProperty(nic.Adapter, "*JumboPacket", null, out _));
        nic.Loop.RunUntilIdle();
        Assert.Equal(1500, nic.Binding.Attributes.MtuSize);
        Assert.False(nic.Ndis.TrySetProperty(nic.Adapter, "*JumboPacket", "9015", out string? problem));
        Assert.Equal("9015 is outside the range of *JumboPacket: 1514 to 9014.", problem);
        Assert.False(nic.Ndis.TrySetProperty(nic.Adapter, "*NoSuch", "1", out problem));
        Assert.Equal("The driver has no keyword '*NoSuch'.", problem);
        Assert.Null(nic.Adapter.Settings.Read("*JumboPacket"));
        nic.AssertClean();
    }

    private static void Set(NicFixture nic, OffloadParameters parameters) =>
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.TcpOffloadParameters, parameters)));

    private static NicFixture With(params (string Keyword, string Value)[] keywords) =>
        new(null, null, [.. keywords.Select(x => new KeyValuePair<string, string>(x.Keyword, x.Value))]);
}
