using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp.Tests;

/// <summary>A host with a stack and test NICs; checks at its end that nothing leaked.</summary>
internal sealed class TestHost : IDisposable
{
    private readonly List<MiniportRegistration> _drivers = [];
    private readonly List<MiniportAdapter> _adapters = [];
    private int _nicCount;

    public TestHost(EventLoop? loop = null, string name = "host", int index = 1, StackProfile? profile = null)
    {
        Loop = loop ?? new EventLoop();
        Index = index;
        Kernel = new SimKernel(Loop, new SimKernelOptions { Name = name, HostIndex = index });
        Ndis = new NdisRuntime(Kernel);
        Stack = new TcpIpStack(Kernel, Ndis, profile);
    }

    public EventLoop Loop { get; }

    public int Index { get; }

    public SimKernel Kernel { get; }

    public NdisRuntime Ndis { get; }

    public TcpIpStack Stack { get; }

    /// <summary>Adds a NIC with the addresses usable at once.</summary>
    public (TestNic Nic, IpInterface Interface) AddNic(int mtu = 1500, OffloadCapabilities? offloads = null, params string[] addresses)
    {
        int number = ++_nicCount;
        TestNic nic = new(Kernel, $"eth{number}", new MacAddress(0x0200_0000_0000UL | ((ulong)Index << 8) | (uint)number), mtu, offloads);
        MiniportRegistration driver = Ndis.RegisterMiniport(nic, new MiniportOptions { Name = nic.Name });
        _drivers.Add(driver);
        _adapters.Add(Ndis.AddAdapter(driver, new AdapterOptions { Name = nic.Name }));
        Loop.RunFor(0);
        IpInterface added = Stack.Interfaces[^1];
        foreach (string address in addresses)
        {
            Assert.Equal(NtStatus.Success, Stack.AddAddress(added, IpPrefix.Parse(address), skipDad: true));
        }

        return (nic, added);
    }

    /// <summary>How often a cause was counted.</summary>
    public long DropsOf(DropCause cause) => Kernel.Drops[cause.Reason];

    /// <summary>The names of all causes counted.</summary>
    public string Drops() => string.Join(' ', Kernel.Drops.Snapshot().Select(drop => drop.Reason.Name));

    public void Dispose()
    {
        Stack.Dispose();
        foreach (MiniportAdapter adapter in _adapters)
        {
            Ndis.RemoveAdapter(adapter);
        }

        Loop.RunFor(0);
        LeakReport report = Kernel.CheckLeaks();
        Assert.True(report.IsClean, report.ToString());
    }
}
