using NetStackSim.Kernel;
using NetStackSim.Ndis.Tests.Doubles;
using NetStackSim.Packets;

namespace NetStackSim.Ndis.Tests.Intermediate;

/// <summary>An adapter with the VLAN multiplexer over it, and a protocol of its own over each VLAN.</summary>
internal sealed class VlanBench
{
    public const string Lower = "Ethernet";

    public static readonly MacAddress Group = MacAddress.Parse("01-00-5E-00-00-01");

    public VlanBench(bool insertsTags = true, Action<TestMiniport>? configure = null, bool verifier = true)
    {
        Host = new TestHost(verifier);
        Runtime = new NdisRuntime(Host.Kernel);
        Mux = new VlanMuxDriver(Runtime);
        Miniport = TestMiniport.AddTo(Runtime, Log, Lower, miniport =>
        {
            MiniportGeneralAttributes plain = miniport.General;
            miniport.General = new MiniportGeneralAttributes
            {
                CurrentMacAddress = plain.CurrentMacAddress,
                PermanentMacAddress = plain.PermanentMacAddress,
                MacOptions = plain.MacOptions | (insertsTags ? MacOptions.Vlan8021Q | MacOptions.Priority8021P : MacOptions.None),
            };
            miniport.CompletesInline = false;
            configure?.Invoke(miniport);
        });
    }

    public TestHost Host { get; }

    public NdisRuntime Runtime { get; }

    public List<string> Log { get; } = [];

    public VlanMuxDriver Mux { get; }

    public TestMiniport Miniport { get; }

    public DropCounters Drops => Host.Kernel.Drops;

    public MiniportAdapter this[int vlan] => Runtime.FindAdapter($"{Lower}.{vlan}")!;

    /// <summary>Adds a VLAN and binds a protocol to it alone; both run when this returns.</summary>
    public TestProtocol AddVlan(int vlan, MacAddress address = default, Action<TestProtocol>? configure = null)
    {
        string name = address == default ? $"{Lower}.{vlan}" : $"{Lower}.{vlan}.{address}";
        TestProtocol protocol = AddProtocol($"proto{vlan}{(address == default ? string.Empty : "." + address)}", name, configure);
        Assert.Equal(NtStatus.Success, Mux.AddVlan(Lower, new VlanOptions { VlanId = vlan, MacAddress = address, Name = name }));
        Settle();
        return protocol;
    }

    /// <summary>A protocol over one adapter.</summary>
    public TestProtocol AddProtocol(string name, string adapter, Action<TestProtocol>? configure = null)
    {
        TestProtocol protocol = TestProtocol.Register(Runtime, [], name, configure, new ProtocolOptions { Name = name, BindsByDefault = false });
        Runtime.Bindings.Enable(name, adapter);
        return protocol;
    }

    public void Settle() => Host.Loop.RunFor(1_000_000);

    /// <summary>A received frame with its tag beside it.</summary>
    public NetBufferList Frame(int vlan, MacAddress? to = null, int priority = 0)
    {
        NetBufferList list = Miniport.Frame(to: to);
        list.FrameType = EtherTypes.IPv4;
        if (vlan != 0 || priority != 0)
        {
            list.Vlan = new VlanInfo(priority, vlan);
        }

        return list;
    }

    /// <summary>A received frame with its tag inside.</summary>
    public NetBufferList TaggedFrame(int vlan, int priority = 0, MacAddress? to = null)
    {
        NetBufferList list = Miniport.Frame(to: to, tagged: true);
        list.FirstNetBuffer.CopyFrom(14, [(byte)((priority << 5) | (vlan >> 8)), (byte)vlan]);
        return list;
    }

    public void Indicate(params NetBufferList[] lists) => Miniport.Indicate(ReceiveFlags.PerfectFiltered, lists);

    /// <summary>Everything is taken down; nothing may be left.</summary>
    public void Finish()
    {
        Mux.Dispose();
        Settle();
        Runtime.RemoveAdapter(Miniport.Adapter);
        Settle();
        Assert.Empty(Runtime.Adapters);
        Assert.Empty(Runtime.Interfaces.StackEntries);
        Assert.True(Host.Kernel.CheckLeaks().IsClean, Host.Kernel.CheckLeaks().ToString());
    }
}
