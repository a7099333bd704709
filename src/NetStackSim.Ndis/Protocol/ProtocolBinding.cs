using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>The NDIS side of a binding: one protocol over one adapter (NdisOpenAdapterEx, NdisSendNetBufferLists, ...).</summary>
public sealed partial class ProtocolBinding : IOidSubmitter
{
    private readonly DriverStack _stack;
    private IProtocol? _protocol;

    internal ProtocolBinding(DriverStack stack, ProtocolRegistration driver)
    {
        _stack = stack;
        Driver = driver;
        ObjectNumber = stack.Runtime.NextObjectNumber();
        Name = $"{stack.Adapter.Name}-{driver.Name}";
        Node = stack.AddNode("protocol:" + driver.Name, Name, this);
    }

    /// <summary>Name: adapter and protocol.</summary>
    public string Name { get; }

    /// <summary>The driver.</summary>
    public ProtocolRegistration Driver { get; }

    /// <summary>Where the binding is in its life.</summary>
    public BindingState State { get; private set; }

    /// <summary>The adapter below.</summary>
    public MiniportAdapter Adapter => _stack.Adapter;

    /// <summary>What is known of the adapter: address, MTU, link, offloads, interface.</summary>
    public AdapterAttributes Attributes => _stack.Adapter.Attributes;

    /// <summary>The protocol's side of the binding; null while it is not bound.</summary>
    public IProtocol? Protocol => _protocol;

    /// <summary>EtherTypes that NDIS dispatches to this binding, host order; empty: all.</summary>
    public IReadOnlyList<ushort> FrameTypes { get; private set; } = [];

    /// <summary>What this binding asked to receive; set with <see cref="Oid.GenCurrentPacketFilter"/>.</summary>
    public PacketFilter PacketFilter { get; internal set; }

    /// <summary>The multicast list of this binding; set with <see cref="Oid.Ethernet8023MulticastList"/>.</summary>
    public IReadOnlyList<MacAddress> MulticastList { get; internal set; } = [];

    /// <summary>What this binding asked of NDIS; set with <see cref="Oid.GenProtocolOptions"/>.</summary>
    public ProtocolBindingOptions Options { get; internal set; }

    /// <summary>Bytes that this binding wants to see together; set with <see cref="Oid.GenCurrentLookahead"/>; 0 = the adapter's.</summary>
    public int Lookahead { get; internal set; }

    internal GrantedWishes Granted { get; private set; } = new();

    /// <summary>Number among the objects of this NDIS, for handles.</summary>
    internal uint ObjectNumber { get; }

    internal PathNode Node { get; }

    internal bool IsOpen { get; private set; }

    /// <summary>The protocol gives the adapter up on its own account. Asynchronous: the unbind handler is called from a work item. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisUnbindAdapter")]
    public void RequestUnbind()
    {
        NdisDdi.UnbindAdapter.Check(Adapter.Kernel);
        _stack.RequestUnbind(this);
    }

    /// <summary>When the adapter below is a virtual miniport: the context that its intermediate driver gave it; null otherwise. IRQL: below Dispatch.</summary>
    [WindowsDdi("NdisIMGetBindingContext")]
    public object? ImBindingContext => Adapter.ImDeviceContext;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({State})";
}
