using System.Diagnostics.CodeAnalysis;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <content>Configuration from keywords, and what a card does beside its rings: tags, split headers, queues of virtual machines, sleep, misbehaviour.</content>
public sealed partial class VirtualNic
{
    /// <summary>What it was made as: the settings of a card whose keywords nobody has touched.</summary>
    public VirtualNicOptions Hardware { get; }

    /// <summary>The burnt-in address.</summary>
    public MacAddress PermanentMacAddress { get; }

    /// <summary>The Advanced tab of this card: its keywords, with the limits and defaults of its hardware.</summary>
    public AdapterKeywords Keywords => VirtualNicKeywords.Of(Hardware);

    /// <summary>The VLAN of the card (VlanID, OID_GEN_VLAN_ID).</summary>
    public int VlanId
    {
        get;
        internal set
        {
            field = value;
            Reconfigure();
        }
    }

    /// <summary>The power state that its adapter was set to.</summary>
    public DevicePowerState PowerState => Power.State;

    /// <summary>Whom the card asks for power when something armed arrives while the system sleeps; null when nobody listens.</summary>
    public IWakeLine? WakeLine { get; set; }

    /// <summary>The queues of virtual machines.</summary>
    public IReadOnlyList<ReceiveQueueInfo> ReceiveQueues => [.. VmQueues.Queues];

    /// <summary>What the card makes of header-data split.</summary>
    public HeaderDataSplitConfig HeaderDataSplit =>
        new(IsSupported: true, Options.HeaderDataSplit, Splitter.CombinesAllHeaders, HeaderDataSplitter.Backfill, HeaderDataSplitter.MaximumHeader);

    internal NicPower Power { get; }

    internal VirtualMachineQueues VmQueues { get; }

    internal HeaderDataSplitter Splitter { get; }

    internal NicFaults? Faults { get; private set; }

    /// <summary>NDIS_HD_SPLIT_COMBINE_ALL_HEADERS.</summary>
    internal bool CombinesAllHeaders
    {
        get => Splitter.CombinesAllHeaders;
        set
        {
            Splitter.CombinesAllHeaders = value;
            Reconfigure();
        }
    }

    /// <summary>True when received frames must have the VLAN of the card.</summary>
    internal bool WantsVlan => VlanId != 0 && (Options.PriorityVlanTag & PriorityVlanTag.Vlan) != 0;

    /// <summary>Driver start: what the registry says about this adapter takes effect. The card is halted and has no list above it.</summary>
    internal void Configure(AdapterSettings settings)
    {
        VirtualNicOptions options = VirtualNicKeywords.Apply(Hardware, settings);
        ClearFilters();
        Filter.Address = settings.TryReadNetworkAddress(out MacAddress address) ? address : PermanentMacAddress;
        if (options != Options)
        {
            Options = options;
            Build();
        }
        else
        {
            _offloads = Options.Offloads;
            VlanId = Options.VlanId;
        }
    }

    /// <summary>Something that the rings look at has changed.</summary>
    internal void Reconfigure()
    {
        Filter.Queues = VmQueues.IsActive ? VmQueues : null;
        foreach (NicQueue queue in _queues)
        {
            queue.Receive.Configure(_offloads);
        }

        Capabilities = Describe();
    }

    [MemberNotNull(nameof(_offloads), nameof(_queues), nameof(_first), nameof(_handlers), nameof(InterruptResources), nameof(Scaling))]
    private void Build()
    {
        if (Options.Faults is { } profile)
        {
            Faults = new NicFaults(this, profile);
            Options = profile.DescriptorLimit == 0
                ? Options
                : Options with { ReceiveDescriptors = Math.Min(profile.DescriptorLimit, Options.ReceiveDescriptors), ResourcesThreshold = 0 };
        }

        _offloads = Options.Offloads;
        _queues = new NicQueue[Math.Min(Options.Queues, _kernel.Processors.Length)];
        InterruptResources = ClaimInterrupts();
        for (int i = 0; i < _queues.Length; i++)
        {
            _queues[i] = new NicQueue(_kernel, this, _frames, _lists, i, ProcessorOf(i));
        }

        _first = _queues[0];
        Scaling = new ReceiveScaling(_kernel, _queues);
        _handlers = new NicInterruptHandlers(_kernel, this, _queues);
        VlanId = Options.VlanId;
    }
}
