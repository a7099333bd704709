using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Nic;
using NetStackSim.Packets;
using NetStackSim.TcpIp;
using NetStackSim.Transport;
using NetStackSim.Wfp;
using NetStackSim.Wfp.Shims;
using NetStackSim.Wsk;

namespace NetStackSim;

/// <summary>
/// One Windows host, composed as Windows is: adapters and filter drivers under NDIS, TCP/IP bound to them, the filter engine on its inspection
/// points, WSK on the transport through the network module registrar.
/// </summary>
public sealed partial class SimHost
{
    private readonly List<VirtualNic> _nics = [];
    private readonly List<MiniportAdapter> _adapters = [];
    private readonly List<MiniportAdapter> _planned = [];
    private bool _isDown;

    internal SimHost(SimNetwork network, string name, int index, SimHostBuilder plan)
    {
        plan.Complete();
        Network = network;
        Kernel = new SimKernel(network.Loop, new SimKernelOptions
        {
            Name = name,
            HostIndex = index,
            ProcessorCount = plan.ProcessorCount,
            Verifier = plan.VerifierOrNull ?? network.Options.Verifier,
            Costs = plan.CostModelOrNull,
        });
        if (network.Options.TraceCapacity > 0)
        {
            Kernel.Trace = new TraceRing(network.Options.TraceCapacity);
        }

        Kernel.EnterPhase(HostPhase.BootTime);
        Ndis = new NdisRuntime(Kernel);
        Stack = new TcpIpStack(Kernel, Ndis, plan.StackProfileOrNull);
        if (plan.HasFilterEngine)
        {
            Filters = new FilterEngine(Kernel, plan.FilterSemanticsOrNull);
            Filters.Network = Stack.Store;
            FilterPlatform = FilterPlatform.Attach(Kernel, Filters, Stack.Inspection, Stack.Injection, ndis: Ndis);
            Filters.Redirection.IsLocalAddress = IsLocalAddress;
            Explainer = TrafficExplainer.Of(FilterPlatform, Stack);
        }

        AddDrivers(plan);
        Wsk = new WskSubsystem(Kernel);
        Wsk.Start();
        Kernel.EnterPhase(HostPhase.Running);
        Configure(plan);
        Sockets = new HostSockets(Kernel);
    }

    /// <summary>The network that the host belongs to.</summary>
    public SimNetwork Network { get; }

    /// <summary>Its name.</summary>
    public string Name => Kernel.Name;

    /// <summary>Its kernel: processors, processes, pools, drop counters, trace, verifier.</summary>
    public SimKernel Kernel { get; }

    /// <summary>Its NDIS: adapters, filter modules, bindings, capture points.</summary>
    public NdisRuntime Ndis { get; }

    /// <summary>Its TCP/IP.</summary>
    public TcpIpStack Stack { get; }

    /// <summary>Its filter engine; null when it was built without.</summary>
    public FilterEngine? Filters { get; }

    /// <summary>What connects the filter engine with the stack, and knows the category of the network; null for a host without it.</summary>
    public FilterPlatform? FilterPlatform { get; }

    /// <summary>
    /// Explains what its filters would do with a packet or a connection, without sending any; null when it was built without a filter engine. For what
    /// they did there is <see cref="FilterEngine.Drops"/>, for what they are doing <see cref="FilterEngine.Record"/>.
    /// </summary>
    public TrafficExplainer? Explainer { get; }

    /// <summary>Its Winsock Kernel.</summary>
    public WskSubsystem Wsk { get; }

    /// <summary>Its sockets for .NET code.</summary>
    public HostSockets Sockets { get; }

    /// <summary>Its adapters' hardware.</summary>
    public IReadOnlyList<VirtualNic> Nics => _nics;

    /// <summary>Its hardware adapters as NDIS sees them, one for each of <see cref="Nics"/>; virtual ones are in <see cref="NdisRuntime.Adapters"/>.</summary>
    public IReadOnlyList<MiniportAdapter> Adapters => _adapters;

    /// <summary>Its first adapter.</summary>
    public VirtualNic Nic => _nics[0];

    /// <summary>Its first address.</summary>
    public IpAddress Address { get; private set; }

    /// <summary>Its first address of a family.</summary>
    /// <param name="family">The family.</param>
    /// <returns>The address; the unspecified one when there is none.</returns>
    public IpAddress AddressOf(IpFamily family)
    {
        foreach (AddressRow row in Stack.Store.GetAddresses())
        {
            if (row.Address.Family == family && !row.Address.IsLoopback && !row.Address.IsLinkLocal)
            {
                return row.Address;
            }
        }

        return family == IpFamily.V4 ? IpAddress.AnyV4 : IpAddress.AnyV6;
    }

    /// <summary>Sends an echo request and waits for the answer.</summary>
    /// <param name="destination">Whom.</param>
    /// <param name="options">Size, time-out, hop limit.</param>
    /// <returns>The outcome.</returns>
    public ValueTask<EchoReply> PingAsync(IpAddress destination, EchoRequestOptions? options = null) => Stack.PingAsync(destination, options);

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Stops the host from the top down. Sockets of the programme must be closed before, else the leak report names them.</summary>
    internal void Shutdown()
    {
        if (_isDown)
        {
            return;
        }

        _isDown = true;
        Kernel.EnterPhase(HostPhase.Stopping);
        Network.Loop.Run(StopAsync);
    }

    private async Task StopAsync()
    {
        Task sockets = Sockets.StopAsync().AsTask();
        await Task.WhenAny(sockets, Task.Delay(TimeSpan.FromSeconds(300), Network.TimeProvider));
        if (!sockets.IsCompleted)
        {
            // Sockets are still open: they are in the leak report, and what stands on them cannot be taken down.
            return;
        }

        await Wsk.StopAsync();
        Stack.Dispose();
        await RemoveIntermediateDriversAsync();
        foreach (MiniportAdapter adapter in _adapters)
        {
            Ndis.RemoveAdapter(adapter);
        }

        Kernel.EnterPhase(HostPhase.Off);
    }

    private bool IsLocalAddress(IpAddress address)
    {
        foreach (IpInterface candidate in Stack.Interfaces)
        {
            if (candidate.FindAddress(address) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private void AddDrivers(SimHostBuilder plan)
    {
        foreach ((IFilterDriver driver, FilterOptions options) in plan.Filters)
        {
            Ndis.RegisterFilter(driver, options);
        }

        MiniportRegistration miniport = Ndis.RegisterMiniport(new VirtualNicDriver(), VirtualNicDriver.Registration);
        foreach (SimHostBuilder.AdapterPlan adapter in plan.Adapters)
        {
            _planned.Add(adapter.Virtual is { } make ? make(this, _planned) : AddNic(miniport, plan, adapter));
        }
    }

    private MiniportAdapter AddNic(MiniportRegistration miniport, SimHostBuilder plan, SimHostBuilder.AdapterPlan adapter)
    {
        VirtualNicOptions options = adapter.Options with
        {
            Name = adapter.Options.Name ?? $"{Name}/eth{_nics.Count}",
            MacAddress = adapter.Options.MacAddress == default ? DefaultMac(_nics.Count) : adapter.Options.MacAddress,
            Offloads = plan.Forwards ? OfRouter(adapter.Options.Offloads) : adapter.Options.Offloads,
        };
        var nic = new VirtualNic(Kernel, Network.Wire.Frames, options);
        _nics.Add(nic);
        MiniportAdapter added = Ndis.AddAdapter(miniport, new AdapterOptions { Name = options.Name, Device = nic });
        _adapters.Add(added);
        return added;
    }

    // What a router passes on it must receive as it was on the wire: Windows, too, turns coalescing off where it forwards. A card that does not verify
    // transport checksums is not given frames whose checksum the sender left to it.
    private static OffloadCapabilities OfRouter(OffloadCapabilities offloads) => offloads with
    {
        Checksum = offloads.Checksum & ~(ChecksumOffloads.ReceiveTcpIPv4 | ChecksumOffloads.ReceiveTcpIPv6),
        CoalesceIPv4 = false,
        CoalesceIPv6 = false,
    };

    private void Configure(SimHostBuilder plan)
    {
        for (int i = 0; i < plan.Adapters.Count; i++)
        {
            if (FindInterface(_planned[i]) is not { } target)
            {
                // A driver of its own has the adapter: TCP/IP is bound to what that driver made of it.
                continue;
            }

            foreach (IpPrefix prefix in plan.Adapters[i].Addresses)
            {
                Require(Stack.AddAddress(target, prefix, skipDad: true), $"address {prefix}");
                if (Address.IsUnspecified)
                {
                    Address = prefix.Address;
                }
            }

            target.V4.Forwarding = plan.Forwards;
            target.V6.Forwarding = plan.Forwards;
        }

        foreach ((IpAddress gateway, int adapter) in plan.Gateways)
        {
            Require(Stack.AddDefaultGateway(gateway, InterfaceOf(_planned[adapter])), $"gateway {gateway}");
        }
    }

    private MacAddress DefaultMac(int adapter) => new(0x0200_0000_0000 | ((ulong)Kernel.HostIndex << 8) | (uint)(adapter + 1));

    private void Require(NtStatus status, string what)
    {
        if (!status.IsSuccess)
        {
            throw new ArgumentException($"{Name}: {what} was refused: {status}.");
        }
    }
}
