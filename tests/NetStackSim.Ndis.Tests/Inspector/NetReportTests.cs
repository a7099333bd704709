using System.Text.Json;
using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Inspector;

public sealed class NetReportTests
{
    [Fact]
    public void Scenario40a_NetReport_OfTwoCardsFiveFiltersThreeProtocolsAndVlansEqualsItsGoldenFiles()
    {
        NetReport report = new InspectedHost(withVlans: true).Inspector.NetReport();

        Golden.Check("netreport.json", report.ToJson());
        Golden.Check("netreport.txt", report.ToText());
        Golden.Check("netreport.mmd", report.ToMermaid());
    }

    [Fact]
    public void NetReport_OfVlans_PutsVirtualAdaptersOverTheirCardAndTheLowerHalfAmongItsProtocols()
    {
        NetReport report = new InspectedHost(withVlans: true).Inspector.NetReport();

        NetReportAdapter[] vlans = [.. report.Adapters.Where(static adapter => adapter.IsVirtual)];
        Assert.Equal(["Ethernet 2.10", "Ethernet 2.20"], vlans.Select(static adapter => adapter.Name));
        Assert.All(vlans, static vlan => Assert.Equal((VlanMuxDriver.ServiceName, "Ethernet 2"), (vlan.LowerProtocol, Assert.Single(vlan.LowerAdapters))));
        Assert.Contains(report.Adapters[1].Opens, static open => open.Protocol == VlanMuxDriver.ServiceName);
        Assert.DoesNotContain(report.Adapters[0].Opens, static open => open.Protocol == VlanMuxDriver.ServiceName);
    }

    [Fact]
    public void NetReport_OfTheSameHost_IsTheSameTwice() =>
        Assert.Equal(new InspectedHost().Inspector.NetReport().ToJson(), new InspectedHost().Inspector.NetReport().ToJson());

    [Fact]
    public void NetReport_Json_IsOneObjectWithEveryAdapter()
    {
        using JsonDocument json = JsonDocument.Parse(new InspectedHost().Inspector.NetReport().ToJson());

        JsonElement[] adapters = [.. json.RootElement.GetProperty("adapters").EnumerateArray()];
        Assert.Equal(["Ethernet", "Ethernet 2"], adapters.Select(static adapter => adapter.GetProperty("name").GetString()));
        Assert.All(adapters, static adapter => Assert.Equal(3, adapter.GetProperty("opens").GetArrayLength()));
        Assert.All(adapters, static adapter => Assert.Empty(adapter.GetProperty("warnings").EnumerateArray()));
    }

    [Fact]
    public void NetReport_OfAPausedStack_WarnsThatNoDataFlows()
    {
        InspectedHost host = new();

        host.Runtime.PauseStack(host.First.Adapter);

        NetReportAdapter paused = host.Inspector.NetReport().Adapters[0];
        Assert.Contains("the miniport is Paused: no data flows", paused.Warnings);
        Assert.Empty(host.Inspector.NetReport().Adapters[1].Warnings);
    }

    [Fact]
    public void NetReport_OfAMandatoryFilterThatFailed_WarnsThatNothingBinds()
    {
        TestHost host = new();
        NdisRuntime runtime = new(host.Kernel);
        TestFilterDriver.Register(
            runtime, [], "guard", static (driver, module) => new PassThroughFilter(driver, module), static driver => driver.AttachResult = NdisStatus.Resources,
            new FilterOptions { Name = "guard", IsMandatory = true });
        TestMiniport.AddTo(runtime, []);
        TestProtocol.Register(runtime, []);

        IReadOnlyList<string> warnings = new NdisInspector(runtime).NetReport().Adapters[0].Warnings;

        Assert.Contains("mandatory filter 'guard-0000' is not attached: nothing binds to this adapter", warnings);
        Assert.Contains("no protocol is bound", warnings);
    }

    [Fact]
    public void NetReport_OfAStuckRequest_WarnsWithWhereAndAge()
    {
        InspectedHost host = new();
        host.Second.OnOid = static _ => NdisStatus.Pending;
        host.Host.Kernel.Verifier!.StopsOnViolation = false;
        host.TcpIp.Binding.OidRequest(OidRequest.Query(Oid.GenStatistics, 152));
        host.Host.Loop.RunFor(3_000_000_000);

        NetReportAdapter adapter = host.Inspector.NetReport(pendingOidNs: 2_000_000_000).Adapters.First(static each => each.Warnings.Count > 0);

        Assert.Contains(adapter.Warnings, static warning => warning.Contains("OID_GEN_STATISTICS of", StringComparison.Ordinal) && warning.Contains("3.000000 s old, at testnic", StringComparison.Ordinal));
        Assert.Empty(host.Inspector.NetReport(pendingOidNs: 4_000_000_000).Adapters.SelectMany(static each => each.Warnings));
    }

    [Fact]
    public void NetReport_OfAPoolThatFailed_WarnsOfResources()
    {
        InspectedHost host = new();
        host.TcpIp.Pool.FailRentAt(1);
        Assert.False(host.TcpIp.Pool.TryRent(out _));

        Assert.Equal(["RESOURCES pressure: pool 'TCPIP/send' had nothing left 1 times"], host.Inspector.NetReport().Warnings);
    }

    [Fact]
    public void NetReport_OfAnEmptyHost_SaysSo() =>
        Assert.Contains("There are no adapters.", new NdisInspector(new NdisRuntime(new TestHost().Kernel)).NetReport().ToText());
}
