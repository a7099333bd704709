using NetStackSim.Kernel;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>What a <see cref="VirtualNic"/> is and how it is set.</summary>
public sealed record VirtualNicOptions
{
    /// <summary>64 KiB of payload in one large send.</summary>
    private const int LargeSend = 65536;

    /// <summary>Everything that the card can do.</summary>
    public static OffloadCapabilities AllOffloads { get; } = new()
    {
        Checksum = ChecksumOffloads.All,
        LargeSendV1 = new SegmentationCapability(LargeSend),
        LargeSendV2IPv4 = new SegmentationCapability(LargeSend),
        LargeSendV2IPv6 = new SegmentationCapability(LargeSend),
        UdpSegmentationIPv4 = new SegmentationCapability(LargeSend),
        UdpSegmentationIPv6 = new SegmentationCapability(LargeSend),
        CoalesceIPv4 = true,
        CoalesceIPv6 = true,
    };

    /// <summary>Everything that the card can do while the system sleeps.</summary>
    public static PowerManagementCapabilities AllPower { get; } = new()
    {
        WakePackets = WakePacketKinds.All,
        MaxPatterns = 16,
        MaxPatternSize = 128,
        ProtocolOffloads = ProtocolOffloadKinds.Arp | ProtocolOffloadKinds.NeighborSolicitation,
        MaxArpOffloads = 2,
        MaxNeighborOffloads = 4,
        MinMagicPacketWakeUp = DevicePowerState.D3,
        MinPatternWakeUp = DevicePowerState.D3,
        MinLinkChangeWakeUp = DevicePowerState.D3,
        WakeEvents = WakeEvents.MediaConnect | WakeEvents.MediaDisconnect,
    };

    /// <summary>Name of the card as a wire port, such as "a/nic0"; null for the host's name with "/nic".</summary>
    public string? Name { get; init; }

    /// <summary>The burnt-in address; zero for one made of the host number, locally administered.</summary>
    public MacAddress MacAddress { get; init; }

    /// <summary>The longest payload of a frame (*JumboPacket less the header).</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>Link speed that is reported, in bit/s; the rate itself belongs to the link.</summary>
    public ulong LinkSpeed { get; init; } = 1_000_000_000;

    /// <summary>
    /// Queue pairs, each with rings of its own, a message and a DPC on its own processor (*NumRSSQueues); never more than the host has processors. One of them is used
    /// until receive-side scaling is switched on.
    /// </summary>
    public int Queues { get; init; } = 16;

    /// <summary>The line by which the card interrupts, perhaps shared with others; null for messages (MSI-X), one for each queue.</summary>
    public InterruptLine? InterruptLine { get; init; }

    /// <summary>NDIS polls the queues instead of running their interrupt DPCs (*NdisPoll).</summary>
    public bool UsesPoll { get; init; }

    /// <summary>Receive descriptors of a queue: frames that may be in it and above it at a time (*ReceiveBuffers).</summary>
    public int ReceiveDescriptors { get; init; } = 4096;

    /// <summary>Transmit descriptors of a queue, one for each net buffer (*TransmitBuffers); what does not fit waits in the driver.</summary>
    public int TransmitDescriptors { get; init; } = 1024;

    /// <summary>With fewer free receive descriptors than this, lists are indicated with RESOURCES, from copied memory, and come back at once; 0 never does, and the card is deaf while the stack holds all its lists.</summary>
    public int ResourcesThreshold { get; init; } = 64;

    /// <summary>
    /// The most lists that one DPC indicates (receive throttle); all that wait by default, NDIS_INDICATE_ALL_NBLS. What arrives at one instant then goes up as one
    /// chain, whether the card joins segments to units or not.
    /// </summary>
    public int MaxNblsToIndicate { get; init; } = int.MaxValue;

    /// <summary>Least time between two interrupts, in nanoseconds (*InterruptModeration); 0 interrupts at once.</summary>
    public long InterruptModerationNs { get; init; }

    /// <summary>With moderation: so many waiting frames interrupt at once; 0 for no such limit.</summary>
    public int InterruptModerationFrames { get; init; } = 64;

    /// <summary>Number of the processor that takes the first message; the other messages go to those behind it, in turn.</summary>
    public int InterruptProcessor { get; init; }

    /// <summary>The VLAN of the card (VlanID): sends without a VLAN get it, received frames must have it; 0 passes all tags up beside the frame.</summary>
    public ushort VlanId { get; init; }

    /// <summary>Which parts of a tag the card inserts and strips (*PriorityVLANTag).</summary>
    public PriorityVlanTag PriorityVlanTag { get; init; } = PriorityVlanTag.Both;

    /// <summary>
    /// The card knows its multicast list by a hash of 64 bits only, as cheap ones do: strangers with the hash of a wanted group pass, indications are not
    /// PERFECT_FILTERED, and NDIS sorts them out.
    /// </summary>
    public bool ImperfectMulticastFilter { get; init; }

    /// <summary>Headers and data of received frames lie apart (*HeaderDataSplit).</summary>
    public bool HeaderDataSplit { get; init; }

    /// <summary>Pause frames that the card negotiates (*FlowControl); reported with the link state.</summary>
    public PauseFunctions FlowControl { get; init; } = PauseFunctions.SendAndReceive;

    /// <summary>Duplex state that is reported (*SpeedDuplex).</summary>
    public MediaDuplexState Duplex { get; init; } = MediaDuplexState.Full;

    /// <summary>Receive filters and queues for virtual machines that are on (*VMQ, *RssOrVmqPreference); within <see cref="HardwareReceiveFilters"/>.</summary>
    public ReceiveFilterCapabilities ReceiveFilters { get; init; } = ReceiveFilterCapabilities.None;

    /// <summary>Receive filters and queues that the card can do.</summary>
    public ReceiveFilterCapabilities HardwareReceiveFilters { get; init; } = new(QueueCount: 16, MacHeaderFilterCount: 64, FiltersVlan: true);

    /// <summary>What the card does while the system sleeps (*WakeOnPattern, *WakeOnMagicPacket, *PMARPOffload, *PMNSOffload); within <see cref="HardwarePower"/>.</summary>
    public PowerManagementCapabilities Power { get; init; } = AllPower;

    /// <summary>What the card can do while the system sleeps.</summary>
    public PowerManagementCapabilities HardwarePower { get; init; } = AllPower;

    /// <summary>
    /// The driver has handlers for check-for-hang and reset. Off by default, as in drivers for NDIS 6.83 and later; on, NDIS asks every <see cref="CheckForHangSeconds"/>, and a
    /// loop with such a card is never idle.
    /// </summary>
    public bool ChecksForHang { get; init; }

    /// <summary>Seconds between two checks for a hung card; 0 for the 2 s of NDIS.</summary>
    public int CheckForHangSeconds { get; init; }

    /// <summary>How the card misbehaves; null for a good one.</summary>
    public NicFaultProfile? Faults { get; init; }

    /// <summary>Offloads that are on when the adapter comes up; within <see cref="HardwareOffloads"/>. All by default, as Windows has it.</summary>
    public OffloadCapabilities Offloads { get; init; } = AllOffloads;

    /// <summary>Offloads that the card can do.</summary>
    public OffloadCapabilities HardwareOffloads { get; init; } = AllOffloads with { CoalesceUdp = true };

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Mtu, 68, nameof(Mtu));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Mtu, 65000, nameof(Mtu));
        ArgumentOutOfRangeException.ThrowIfLessThan(Queues, 1, nameof(Queues));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Queues, InterruptResources.MaximumMessages, nameof(Queues));
        ArgumentOutOfRangeException.ThrowIfLessThan(ReceiveDescriptors, 1, nameof(ReceiveDescriptors));
        ArgumentOutOfRangeException.ThrowIfLessThan(TransmitDescriptors, 1, nameof(TransmitDescriptors));
        ArgumentOutOfRangeException.ThrowIfNegative(ResourcesThreshold, nameof(ResourcesThreshold));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxNblsToIndicate, 1, nameof(MaxNblsToIndicate));
        ArgumentOutOfRangeException.ThrowIfNegative(InterruptModerationNs, nameof(InterruptModerationNs));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(VlanId, 4094, nameof(VlanId));
        if (MacAddress.IsMulticast)
        {
            throw new ArgumentException($"{MacAddress} is a group address.", nameof(MacAddress));
        }
    }
}
