using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Wfp;

namespace NetStackSim;

/// <summary>Describes a host; every call returns the builder. Without <see cref="Adapter"/> the host has one Ethernet adapter.</summary>
public sealed class SimHostBuilder
{
    private readonly List<AdapterPlan> _adapters = [];
    private readonly List<(IFilterDriver Driver, FilterOptions Options)> _filters = [];
    private readonly List<(IpAddress Gateway, int Adapter)> _gateways = [];

    internal IReadOnlyList<AdapterPlan> Adapters => _adapters;

    internal IReadOnlyList<(IFilterDriver Driver, FilterOptions Options)> Filters => _filters;

    internal IReadOnlyList<(IpAddress Gateway, int Adapter)> Gateways => _gateways;

    internal StackProfile? StackProfileOrNull { get; private set; }

    internal CostModel? CostModelOrNull { get; private set; }

    internal int ProcessorCount { get; private set; } = 1;

    internal bool? VerifierOrNull { get; private set; }

    internal bool Forwards { get; private set; }

    internal bool HasFilterEngine { get; private set; } = true;

    internal WfpSemantics? FilterSemanticsOrNull { get; private set; }

    /// <summary>Begins another adapter; what follows (addresses, gateway) belongs to it.</summary>
    /// <param name="options">Its hardware.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Adapter(VirtualNicOptions? options = null)
    {
        _adapters.Add(new AdapterPlan { Options = options ?? new VirtualNicOptions() });
        return this;
    }

    /// <summary>Begins a team of the hardware adapters that were begun so far and are in no team; what follows (addresses, VLANs, gateway) belongs to it.</summary>
    /// <param name="name">Name of the team.</param>
    /// <param name="mode">How the members are used.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Team(string name, TeamMode mode = TeamMode.AddressHash) => Team(new TeamOptions { Name = name, Mode = mode });

    /// <summary>Begins a team of the hardware adapters that were begun so far and are in no team; what follows (addresses, VLANs, gateway) belongs to it.</summary>
    /// <param name="options">Name, mode, distribution.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Team(TeamOptions options)
    {
        _ = Current;
        int[] members = [.. Enumerable.Range(0, _adapters.Count).Where(i => _adapters[i] is { Virtual: null, IsInTeam: false })];
        foreach (int member in members)
        {
            _adapters[member].IsInTeam = true;
        }

        _adapters.Add(new AdapterPlan { Virtual = (host, planned) => host.AddTeam(options, [.. members.Select(member => planned[member])]) });
        return this;
    }

    /// <summary>
    /// Begins a VLAN over the hardware adapter or team that was begun last; what follows (addresses, gateway) belongs to it. TCP/IP stays bound to the adapter below only
    /// when that has addresses of its own.
    /// </summary>
    /// <param name="vlanId">1 to 4094; 0 for untagged frames.</param>
    /// <param name="macAddress">An address of its own; zero for that of the adapter below.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Vlan(int vlanId, MacAddress macAddress = default)
    {
        _ = Current;
        int below = _adapters.FindLastIndex(plan => plan.Carries);
        bool keepsTcpIp = _adapters[below].Addresses.Count > 0;
        VlanOptions options = new() { VlanId = vlanId, MacAddress = macAddress };
        _adapters.Add(new AdapterPlan { Virtual = (host, planned) => host.AddVlan(planned[below], options, keepsTcpIp), Carries = false });
        return this;
    }

    /// <summary>Adds an address with its on-link prefix to the current adapter.</summary>
    /// <param name="prefix">For example <c>10.0.0.1/24</c> or <c>fd00::1/64</c>.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Address(string prefix)
    {
        Current.Addresses.Add(IpPrefix.Parse(prefix));
        return this;
    }

    /// <summary>Adds a default route by the current adapter.</summary>
    /// <param name="gateway">The router.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Gateway(string gateway)
    {
        _ = Current;
        _gateways.Add((IpAddress.Parse(gateway), _adapters.Count - 1));
        return this;
    }

    /// <summary>Sets the MTU of the current adapter.</summary>
    /// <param name="mtu">Bytes of an IP packet.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Mtu(int mtu)
    {
        Current.Options = Current.Options with { Mtu = mtu };
        return this;
    }

    /// <summary>Sets the MAC address of the current adapter.</summary>
    /// <param name="address">The address.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Mac(MacAddress address)
    {
        Current.Options = Current.Options with { MacAddress = address };
        return this;
    }

    /// <summary>Says what the current adapter offloads; none makes the stack compute every checksum and cut every segment.</summary>
    /// <param name="offloads">The offloads that are switched on.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Offloads(OffloadCapabilities offloads)
    {
        Current.Options = Current.Options with { Offloads = offloads };
        return this;
    }

    /// <summary>Installs a filter driver; it attaches to every adapter.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="name">Its name in reports.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Filter(IFilterDriver driver, string name) => Filter(driver, new FilterOptions { Name = name });

    /// <summary>Installs a filter driver; it attaches to every adapter.</summary>
    /// <param name="driver">The driver.</param>
    /// <param name="options">Name, type, class and order.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Filter(IFilterDriver driver, FilterOptions options)
    {
        _filters.Add((driver, options));
        return this;
    }

    /// <summary>Sets the number of processors.</summary>
    /// <param name="count">At least 1.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Processors(int count)
    {
        ProcessorCount = count;
        return this;
    }

    /// <summary>Sets the system whose stack this is; Windows 11 by default.</summary>
    /// <param name="profile">The profile.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Profile(StackProfile profile)
    {
        StackProfileOrNull = profile;
        return this;
    }

    /// <summary>Lets work cost virtual time.</summary>
    /// <param name="costs">The costs.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Costs(CostModel costs)
    {
        CostModelOrNull = costs;
        return this;
    }

    /// <summary>Turns the verifier of this host on or off.</summary>
    /// <param name="enabled">True to check every hand-over.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder Verifier(bool enabled)
    {
        VerifierOrNull = enabled;
        return this;
    }

    /// <summary>Makes the host a router between its adapters.</summary>
    /// <returns>This builder.</returns>
    public SimHostBuilder Forwarding()
    {
        Forwards = true;
        return this;
    }

    /// <summary>Sets what the filter engine does where Windows is silent, and which of its two engines decides.</summary>
    /// <param name="semantics">The choices.</param>
    /// <returns>This builder.</returns>
    public SimHostBuilder FilterSemantics(WfpSemantics semantics)
    {
        FilterSemanticsOrNull = semantics;
        return this;
    }

    /// <summary>Leaves the filter engine out.</summary>
    /// <returns>This builder.</returns>
    public SimHostBuilder WithoutFilterEngine()
    {
        HasFilterEngine = false;
        return this;
    }

    private AdapterPlan Current
    {
        get
        {
            if (_adapters.Count == 0)
            {
                Adapter();
            }

            return _adapters[^1];
        }
    }

    internal void Complete()
    {
        if (_adapters.Count == 0)
        {
            Adapter();
        }
    }

    internal sealed class AdapterPlan
    {
        /// <summary>Makes a virtual adapter over those that were planned before it; null for hardware.</summary>
        public Func<SimHost, IReadOnlyList<MiniportAdapter>, MiniportAdapter>? Virtual { get; init; }

        public VirtualNicOptions Options { get; set; } = new();

        /// <summary>False for a VLAN: the next VLAN is beside it, not over it.</summary>
        public bool Carries { get; init; } = true;

        /// <summary>True for hardware that a team has.</summary>
        public bool IsInTeam { get; set; }

        public List<IpPrefix> Addresses { get; } = [];
    }
}
