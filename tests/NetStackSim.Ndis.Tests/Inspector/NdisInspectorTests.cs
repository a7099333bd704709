using System.Reflection;
using System.Text.Json;
using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Inspector;

public sealed class NdisInspectorTests
{
    public static TheoryData<string> Commands => [.. NdisInspector.Commands.Select(static command => command.Name)];

    public static TheoryData<string> Absent =>
        ["cxadapter", "netqueue", "netring", "netrb", "nrc", "netpacket", "netfragment", "wdiadapter", "wdiminidriver", "nwadapter", "pkt", "pktpools", "findpacket", "vc", "af"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Run_EveryCommand_GivesAPageWhoseJsonParsesAndWhoseTextIsStable(string command)
    {
        InspectedHost host = new();

        InspectorPage page = host.Inspector.Run(command);

        Assert.NotEmpty(page.Sections);
        Assert.Equal("host", page.Host);
        using JsonDocument json = JsonDocument.Parse(page.ToJson());
        Assert.Equal(command, json.RootElement.GetProperty("command").GetString());
        Assert.Equal(page.ToText(), new InspectedHost().Inspector.Run(command).ToText());
        Assert.DoesNotContain(page.ToText().Split('\n'), static line => line.EndsWith(' '));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Run_EveryCommandOnAHostWithoutAdapters_GivesAPage(string command) =>
        Assert.NotEmpty(new NdisInspector(new NdisRuntime(new TestHost(verifier: false).Kernel)).Run(command).Sections);

    [Theory]
    [MemberData(nameof(Absent))]
    public void Run_OfAKindThatIsNotHere_AnswersWithOneSentence(string command)
    {
        InspectorSection section = Assert.Single(new InspectedHost().Inspector.Run(command, "ffff800000000100").Sections);

        Assert.EndsWith(".", Assert.Single(section.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_NetAdapterWithEverySwitch_HasASectionForEach()
    {
        InspectedHost host = new();
        string switches = host.Inspector.Run("help", "netadapter").Sections[0].Facts.First(static fact => fact.Name == "Switches").Value.Text;
        foreach (string name in switches.Split(' ').Except(["-findname"]))
        {
            Assert.NotEmpty(host.Inspector.Run("netadapter", "Ethernet 2", name).Sections);
        }

        Assert.True(host.Inspector.Run("netadapter", "Ethernet 2", "-all").Sections.Count >= 20);
    }

    [Fact]
    public void Run_NetAdapter_EqualsItsGoldenFile() => Golden.Check("netadapter.txt", new InspectedHost().Inspector.Run("netadapter", "Ethernet 2").ToText());

    [Fact]
    public void Run_FiltersProtocolsAndOpens_AreFoundByTheHandlesThatTheListsPrint()
    {
        InspectedHost host = new();
        foreach ((string command, int count) in new[] { ("netadapter", 2), ("minidriver", 2), ("filter", 18), ("filterdriver", 5), ("protocol", 3), ("mopen", 6) })
        {
            IReadOnlyList<IReadOnlyList<InspectorValue>> rows = host.Inspector.Run(command).Sections[0].Table!.Rows;
            Assert.Equal(count, rows.Count);
            foreach (IReadOnlyList<InspectorValue> row in rows)
            {
                string handle = row[command == "netadapter" ? 1 : 0].Text;
                Assert.Contains(handle, host.Inspector.Run(command, handle).ToText());
            }
        }
    }

    [Fact]
    public void Run_FilterOnOneDirection_SaysWhichAndNamesItsNeighbours()
    {
        InspectorSection filter = new InspectedHost().Inspector.Run("filter", "Ethernet-shaper-0000", "-handlers").Section("FILTER")!;

        Assert.Contains(filter.Facts, static fact => fact is { Name: "Datapath", Value.Text: "Send only" });
        Assert.Contains(filter.Facts, static fact => fact is { Name: "Flags", Value.Text: "RECEIVE_BYPASS" });
        Assert.Contains(filter.Facts, static fact => fact.Name == "Lower filter" && fact.Value.Text.EndsWith("Ethernet-monitor-0000", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_InTheMiddleOfEveryStep_GivesPages()
    {
        InspectedHost host = new();
        int pages = 0;
        foreach (IdleFilter filter in host.Holder.Made.Cast<IdleFilter>())
        {
            filter.OnPause = LookAtAll;
            filter.OnRestart = _ => LookAtAll();
        }

        host.Second.OnOid = _ =>
        {
            LookAtAll();
            return NdisStatus.NotSupported;
        };
        host.TcpIp.OnCompleted = _ => LookAtAll();
        host.TcpIp.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));
        host.TcpIp.Send(1);
        host.Runtime.PauseStack(host.First.Adapter);
        host.Runtime.RestartStack(host.First.Adapter);
        TestFilterDriver.Register(host.Runtime, [], "late", (driver, module) =>
        {
            LookAtAll();
            return new PassThroughFilter(driver, module);
        });
        host.Runtime.RemoveAdapter(host.Second.Adapter);

        Assert.True(pages > 8 * NdisInspector.Commands.Count, $"{pages} pages");

        void LookAtAll()
        {
            foreach (InspectorCommand command in NdisInspector.Commands)
            {
                Assert.NotEmpty(host.Inspector.Run(command.Name).Sections);
                pages++;
            }

            foreach (MiniportAdapter adapter in host.Runtime.Adapters)
            {
                Assert.NotEmpty(host.Inspector.Run("netadapter", InspectorHandles.Of(adapter.ObjectNumber), "-all").Sections);
            }
        }
    }

    [Fact]
    public void Run_HandleWithTheDebuggersSeparator_IsUnderstood() =>
        Assert.NotEmpty(new InspectedHost().Inspector.Run("netadapter", new InspectedHost().Inspector.Run("netadapter").Sections[0].Table!.Rows[0][1].Text.Insert(8, "`")).Sections);

    [Theory]
    [InlineData("nonsense")]
    [InlineData("netadapter", "no such adapter")]
    [InlineData("netadapter", "Ethernet", "-nonsense")]
    [InlineData("netadapter", "Ethernet", "twice")]
    [InlineData("filter", "monitor")]
    [InlineData("nbl", "ffffa00000000010")]
    [InlineData("netadapter", "-handle")]
    [InlineData("help", "many")]
    public void Run_WhatIsNotThere_IsRefusedWithWhatThereIs(string command, params string[] arguments) =>
        Assert.NotEqual("", Assert.Throws<ArgumentException>(() => new InspectedHost().Inspector.Run(command, arguments)).Message);

    [Fact]
    public void Run_Oid_NamesSubmitterDriverAndAge()
    {
        InspectedHost host = new();
        host.Host.Kernel.Verifier!.StopsOnViolation = false;
        host.Second.OnOid = static _ => NdisStatus.Pending;
        host.TcpIp.Binding.OidRequest(OidRequest.Query(Oid.GenStatistics, 152));
        host.TcpIp.Binding.OidRequest(OidRequest.Query(Oid.GenVendorId, 4));
        host.Host.Loop.RunFor(5_000_000);

        PendingOid[] pending = [.. host.Inspector.PendingOids()];

        Assert.Equal(["OID_GEN_STATISTICS", "OID_GEN_VENDOR_ID"], pending.Select(static each => each.Name));
        Assert.Equal([false, true], pending.Select(static each => each.IsQueued));
        Assert.All(pending, static each => Assert.Equal(("Ethernet 2-TCPIP", "testnic", 5_000_000L), (each.Submitter, each.Driver, each.AgeNs)));
        Assert.Contains("in its queue", host.Inspector.Run("oid", "Ethernet 2").ToText());
    }

    [Fact]
    public void Decode_NamesEveryObjectIdentifierStatusAndIndication()
    {
        Assert.All(Enum.GetValues<Oid>(), static oid => Assert.Contains(OidCatalog.NameOf(oid), NdisInspector.Decode((uint)oid)));
        Assert.All(Enum.GetValues<NdisStatusCode>(), static code => Assert.Contains(NdisInspector.Decode((uint)code), static name => name.StartsWith("NDIS_STATUS_", StringComparison.Ordinal)));
        foreach (PropertyInfo status in typeof(NdisStatus).GetProperties(BindingFlags.Public | BindingFlags.Static).Where(static each => each.PropertyType == typeof(NtStatus)))
        {
            Assert.NotEmpty(NdisInspector.Decode(((NtStatus)status.GetValue(null)!).Value));
        }
    }

    [Theory]
    [InlineData(0x00010106u, "OID_GEN_MAXIMUM_FRAME_SIZE")]
    [InlineData(0x40010017u, "NDIS_STATUS_LINK_STATE")]
    [InlineData(0xC023002Au, "NDIS_STATUS_PAUSED")]
    [InlineData(0xC0010016u, "NDIS_STATUS_BUFFER_TOO_SHORT")]
    [InlineData(0x400200B1u, "NDIS_STATUS_L2_MTU_SIZE_CHANGE")]
    public void Decode_OfAKnownNumber_IsItsWindowsName(uint value, string name) => Assert.Contains(name, NdisInspector.Decode(value));

    [Fact]
    public void Section_WithTheSameFactTwice_IsRefused()
    {
        InspectorSectionBuilder section = new("x");
        section.Fact("A", 1);

        Assert.Throws<ArgumentException>(() => section.Fact("A", 2));
        Assert.Throws<ArgumentException>(() => section.Columns("B").Row(1, 2));
    }
}
