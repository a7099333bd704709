using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.TcpIp;

namespace NetStackSim;

/// <content>Virtual adapters over hardware: VLANs and teams.</content>
public sealed partial class SimHost
{
    private VlanMuxDriver? _vlans;

    /// <summary>The VLAN multiplexer; installed with the first VLAN.</summary>
    public VlanMuxDriver Vlans => _vlans ??= new VlanMuxDriver(Ndis);

    /// <summary>Adds a VLAN over an adapter. TCP/IP is bound to the new adapter and no longer to the one below.</summary>
    /// <param name="adapter">The adapter that carries it: hardware or a team.</param>
    /// <param name="vlanId">1 to 4094; 0 for untagged frames.</param>
    /// <param name="addresses">Addresses with their prefixes, for example <c>10.0.10.1/24</c>.</param>
    /// <returns>The virtual adapter.</returns>
    /// <exception cref="ArgumentException">The VLAN or an address was refused.</exception>
    public MiniportAdapter AddVlan(MiniportAdapter adapter, int vlanId, params ReadOnlySpan<string> addresses)
    {
        MiniportAdapter added = AddVlan(adapter, new VlanOptions { VlanId = vlanId });
        AddAddresses(added, addresses);
        return added;
    }

    /// <summary>Adds a VLAN over an adapter.</summary>
    /// <param name="adapter">The adapter that carries it: hardware or a team.</param>
    /// <param name="options">Identifier, name, address.</param>
    /// <param name="keepsTcpIp">True leaves TCP/IP bound to the adapter below too.</param>
    /// <returns>The virtual adapter.</returns>
    /// <exception cref="ArgumentException">The VLAN was refused.</exception>
    public MiniportAdapter AddVlan(MiniportAdapter adapter, VlanOptions options, bool keepsTcpIp = false)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        ArgumentNullException.ThrowIfNull(options);
        if (!keepsTcpIp)
        {
            Ndis.Bindings.Disable(TcpIpStack.ProtocolName, adapter.Name);
        }

        string name = options.Name ?? $"{adapter.Name}.{options.VlanId}";
        Require(Vlans.AddVlan(adapter.Name, options with { Name = name }), $"VLAN {options.VlanId}");
        return Ndis.FindAdapter(name) ?? throw new ArgumentException($"{Name}: '{adapter.Name}' is busy, the VLAN comes later.", nameof(adapter));
    }

    /// <summary>The IP interface of an adapter.</summary>
    /// <param name="adapter">An adapter that TCP/IP is bound to.</param>
    /// <returns>The interface.</returns>
    /// <exception cref="ArgumentException">TCP/IP is not bound to the adapter.</exception>
    public IpInterface InterfaceOf(MiniportAdapter adapter)
    {
        ArgumentNullException.ThrowIfNull(adapter);
        return FindInterface(adapter) ?? throw new ArgumentException($"{Name}: TCP/IP is not bound to '{adapter.Name}'.", nameof(adapter));
    }

    private IpInterface? FindInterface(MiniportAdapter adapter) => Stack.Interfaces.FirstOrDefault(each => each.Index == adapter.Attributes.IfIndex);

    private void AddAddresses(MiniportAdapter adapter, ReadOnlySpan<string> addresses)
    {
        foreach (string address in addresses)
        {
            IpPrefix prefix = IpPrefix.Parse(address);
            Require(Stack.AddAddress(InterfaceOf(adapter), prefix, skipDad: true), $"address {prefix}");
            Address = Address.IsUnspecified ? prefix.Address : Address;
        }
    }

    private void RemoveIntermediateDrivers() => _vlans?.Dispose();
}
