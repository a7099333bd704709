using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.TcpIp;

namespace NetStackSim;

/// <content>Virtual adapters over hardware: VLANs and teams.</content>
public sealed partial class SimHost
{
    private VlanMuxDriver? _vlans;
    private TeamDriver? _teams;

    /// <summary>The VLAN multiplexer; installed with the first VLAN.</summary>
    public VlanMuxDriver Vlans => _vlans ??= new VlanMuxDriver(Ndis);

    /// <summary>The team driver; installed with the first team.</summary>
    public TeamDriver Teams => _teams ??= new TeamDriver(Ndis);

    /// <summary>Makes one adapter of several: flows are spread over those that are up, and the others take over when one fails. TCP/IP is bound to the team only.</summary>
    /// <param name="name">Name of the team, for example "team0".</param>
    /// <param name="members">At least one adapter, the preferred one first.</param>
    /// <returns>The virtual adapter.</returns>
    /// <exception cref="ArgumentException">The team was refused.</exception>
    public MiniportAdapter AddTeam(string name, params ReadOnlySpan<MiniportAdapter> members) => AddTeam(new TeamOptions { Name = name }, members);

    /// <summary>Makes one adapter of several.</summary>
    /// <param name="options">Name, mode, distribution.</param>
    /// <param name="members">At least one adapter, the preferred one first.</param>
    /// <returns>The virtual adapter.</returns>
    /// <exception cref="ArgumentException">The team was refused.</exception>
    public MiniportAdapter AddTeam(TeamOptions options, params ReadOnlySpan<MiniportAdapter> members)
    {
        ArgumentNullException.ThrowIfNull(options);
        Require(Teams.AddTeam(options), $"team {options.Name}");
        foreach (MiniportAdapter member in members)
        {
            Ndis.Bindings.Disable(TcpIpStack.ProtocolName, member.Name);
            Require(Teams.AddMember(options.Name, member.Name), $"member {member.Name}");
        }

        return Ndis.FindAdapter(options.Name) ?? throw new ArgumentException($"{Name}: no member of '{options.Name}' is ready.", nameof(members));
    }

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

    // VLANs may be over teams, not the other way round.
    private async Task RemoveIntermediateDriversAsync()
    {
        if (_vlans is null && _teams is null)
        {
            return;
        }

        _vlans?.Dispose();
        _teams?.Dispose();
        foreach (MiniportAdapter adapter in Ndis.Adapters.ToArray())
        {
            await adapter.LastOperation.WaitAsync();
        }
    }
}
