using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic.Tests;

public sealed class NicInspectionTests
{
    [Fact]
    public void Inspection_Hardware_HasARowForEachQueue()
    {
        NicFixture nic = new(null, new SimKernelOptions { ProcessorCount = 4 });
        nic.Deliver(TestFrames.Plain(NicFixture.Mac, 1, 100));
        nic.Loop.RunUntilIdle();

        InspectorSection hardware = Look(nic, "-hw", "HARDWARE");

        Assert.Equal(nic.Nic.QueueCount, hardware.Table!.Rows.Count);
        Assert.Equal(1, hardware.Table.Rows.Sum(static row => row[6].Number));
        Assert.Contains(hardware.Facts, static fact => fact is { Name: "Faults", Value.Text: "none" });
        nic.AssertClean();
    }

    [Fact]
    public void Inspection_ReceiveScaling_ShowsHashKeyAndTable()
    {
        NicFixture nic = new(null, new SimKernelOptions { ProcessorCount = 4 });
        Assert.Equal("off: all frames go to queue 0", Look(nic, "-rss", "RECEIVE SIDE SCALING").Facts[0].Value.Text);
        byte[] key = new byte[ReceiveScaleParameters.MaximumKeySize];
        key[0] = 0xAB;
        ReceiveScaleParameters parameters = new() { HashTypes = RssHashTypes.IPv4, IndirectionTable = [0, 1, 2, 3], SecretKey = key };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.GenReceiveScaleParameters, parameters)));

        InspectorSection scaling = Look(nic, "-rss", "RECEIVE SIDE SCALING");

        Assert.Equal("on", scaling.Facts[0].Value.Text);
        Assert.Contains(scaling.Facts, static fact => fact.Name == "Secret key" && fact.Value.Text.StartsWith("AB00", StringComparison.Ordinal));
        Assert.Equal("0 1 2 3", Assert.Single(scaling.Table!.Rows)[1].Text);
        nic.AssertClean();
    }

    [Fact]
    public void Inspection_WakeAndProtocolOffloads_ListWhatWasAdded()
    {
        NicFixture nic = new();
        WakePattern pattern = new() { PatternId = 7, Type = WakePatternType.IPv4TcpSyn, FriendlyName = "web" };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.PmAddWolPattern, pattern)));
        ProtocolOffload offload = new() { OffloadId = 9, Kind = ProtocolOffloadKinds.Arp, HostAddress = IpAddress.Parse("10.0.0.2"), LinkAddress = nic.Nic.MacAddress };
        Assert.Equal(NtStatus.Success, nic.Request(OidRequest.Set(Oid.PmAddProtocolOffload, offload)));

        Assert.Equal("web", Assert.Single(Look(nic, "-wol", "WAKE ON LAN").Table!.Rows)[3].Text);
        Assert.Equal("10.0.0.2", Assert.Single(Look(nic, "-protocoloffloads", "PM PROTOCOL OFFLOADS").Table!.Rows)[2].Text);
        nic.AssertClean();
    }

    [Fact]
    public void Inspection_Advanced_ShowsAValueThatTheDriverRefused()
    {
        NicFixture nic = new(null, null, new KeyValuePair<string, string>("*JumboPacket", "7"));

        IReadOnlyList<InspectorValue> row = Look(nic, "-advanced", "ADVANCED").Table!.Rows.First(static each => each[0].Text == "*JumboPacket");

        Assert.NotEqual("", row[4].Text);
        nic.AssertClean();
    }

    [Fact]
    public void NetReport_OfACardThatOverruns_WarnsOfDiscardsAndOfItsFaults()
    {
        NicFixture nic = new(new VirtualNicOptions { Faults = NicFaultProfile.Overrun });
        nic.Deliver([.. Enumerable.Range(0, 10).Select(static _ => TestFrames.Plain(NicFixture.Mac, 1, 100))]);
        nic.Loop.RunUntilIdle();

        Assert.Equal(
            ["6 received frames were discarded for want of a descriptor", "the card misbehaves: fault profile Overrun"],
            new NdisInspector(nic.Ndis).NetReport().Adapters[0].Warnings);
        nic.AssertClean();
    }

    private static InspectorSection Look(NicFixture nic, string part, string title) => new NdisInspector(nic.Ndis).Run("netadapter", nic.Adapter.Name, part).Section(title)!;
}
