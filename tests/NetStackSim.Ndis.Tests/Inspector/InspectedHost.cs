using NetStackSim.Ndis.Tests.Doubles;

namespace NetStackSim.Ndis.Tests.Inspector;

/// <summary>A host with much to see: two cards, five filters of different kinds and data paths, three protocols; on demand two VLANs over the second card.</summary>
internal sealed class InspectedHost
{
    private readonly List<string> _log = [];

    public InspectedHost(bool verifier = true, bool withVlans = false)
    {
        Host = new TestHost(verifier);
        Runtime = new NdisRuntime(Host.Kernel);
        First = TestMiniport.AddTo(Runtime, _log, "Ethernet");
        Second = TestMiniport.AddTo(Runtime, _log, "Ethernet 2");
        Filter("monitor", static (driver, module) => new PassThroughFilter(driver, module), FilterType.Monitoring);
        Filter("qos", static (driver, module) => new PassThroughFilter(driver, module), FilterType.Modifying, FilterClass.Scheduler);
        Holder = Filter("vpn", static (driver, module) => new HoldingFilter(driver, module), FilterType.Modifying, FilterClass.Vpn, isMandatory: true);
        Filter("shaper", static (driver, module) => new SendOnlyFilter(driver, module), FilterType.Modifying, FilterClass.Custom);
        Filter("idle", static (driver, module) => new IdleFilter(driver, module), FilterType.Modifying, FilterClass.Compression);
        TcpIp = TestProtocol.Register(Runtime, _log, "TCPIP", static protocol => protocol.FrameTypes = [0x0800, 0x0806]);
        TcpIp6 = TestProtocol.Register(Runtime, _log, "TCPIP6", static protocol => protocol.FrameTypes = [0x86DD]);
        Capture = TestProtocol.Register(Runtime, _log, "NPCAP", static protocol => protocol.Filter = PacketFilter.Promiscuous);
        Inspector = new NdisInspector(Runtime);
        if (withVlans)
        {
            VlanMuxDriver mux = new(Runtime);
            Assert.Equal(Kernel.NtStatus.Success, mux.AddVlan("Ethernet 2", new VlanOptions { VlanId = 10 }));
            Assert.Equal(Kernel.NtStatus.Success, mux.AddVlan("Ethernet 2", new VlanOptions { VlanId = 20 }));

            // The new stacks are started in work items.
            Host.Loop.RunUntilIdle();
        }
    }

    public TestHost Host { get; }

    public NdisRuntime Runtime { get; }

    public NdisInspector Inspector { get; }

    public TestMiniport First { get; }

    public TestMiniport Second { get; }

    public TestFilterDriver Holder { get; }

    public TestProtocol TcpIp { get; }

    public TestProtocol TcpIp6 { get; }

    public TestProtocol Capture { get; }

    private TestFilterDriver Filter(
        string name, Func<TestFilterDriver, FilterModule, IFilter> make, FilterType type, FilterClass filterClass = FilterClass.Custom, bool isMandatory = false) =>
        TestFilterDriver.Register(Runtime, _log, name, make, null, new FilterOptions { Name = name, Type = type, Class = filterClass, IsMandatory = isMandatory });
}
