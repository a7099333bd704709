using System.Globalization;
using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.Nic;

/// <summary>The keywords of <see cref="VirtualNic"/>: its Advanced tab, and what each of them sets.</summary>
/// <remarks>
/// A keyword that the registry does not hold leaves the card as it was made; a value that the tab would refuse is as good as none. Every keyword of the tab takes
/// effect when the adapter starts.
/// </remarks>
public static class VirtualNicKeywords
{
    private const int MaximumJumbo = 9014;
    private const int StandardMtu = 1500;

    // *SpeedDuplex by its numbers: Mbit/s, and whether both directions at once.
    private static readonly (ulong Mbps, bool IsFull)[] Speeds =
        [(0, true), (10, false), (10, true), (100, false), (100, true), (1000, false), (1000, true), (10_000, true), (20_000, true), (40_000, true), (100_000, true)];

    private static readonly (string Keyword, ChecksumOffloads Transmit, ChecksumOffloads Receive)[] Checksums =
    [
        (StandardKeywords.IPChecksumOffloadIPv4, ChecksumOffloads.TransmitIPv4Header, ChecksumOffloads.ReceiveIPv4Header),
        (StandardKeywords.TcpChecksumOffloadIPv4, ChecksumOffloads.TransmitTcpIPv4, ChecksumOffloads.ReceiveTcpIPv4),
        (StandardKeywords.TcpChecksumOffloadIPv6, ChecksumOffloads.TransmitTcpIPv6, ChecksumOffloads.ReceiveTcpIPv6),
        (StandardKeywords.UdpChecksumOffloadIPv4, ChecksumOffloads.TransmitUdpIPv4, ChecksumOffloads.ReceiveUdpIPv4),
        (StandardKeywords.UdpChecksumOffloadIPv6, ChecksumOffloads.TransmitUdpIPv6, ChecksumOffloads.ReceiveUdpIPv6),
        (StandardKeywords.TcpUdpChecksumOffloadIPv4, ChecksumOffloads.TransmitTcpIPv4 | ChecksumOffloads.TransmitUdpIPv4, ChecksumOffloads.ReceiveTcpIPv4 | ChecksumOffloads.ReceiveUdpIPv4),
        (StandardKeywords.TcpUdpChecksumOffloadIPv6, ChecksumOffloads.TransmitTcpIPv6 | ChecksumOffloads.TransmitUdpIPv6, ChecksumOffloads.ReceiveTcpIPv6 | ChecksumOffloads.ReceiveUdpIPv6),
    ];

    /// <summary>The tab of a card that was made with these options: what they say is the default.</summary>
    public static AdapterKeywords Of(VirtualNicOptions hardware)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        List<KeywordDefinition> tab =
        [
            Define(StandardKeywords.SpeedDuplex, 0),
            Define(StandardKeywords.FlowControl, (int)hardware.FlowControl),
            Define(StandardKeywords.PriorityVlanTag, (int)hardware.PriorityVlanTag),
            Define(StandardKeywords.VlanId, hardware.VlanId),
            Define(StandardKeywords.InterruptModeration, hardware.InterruptModerationNs > 0),
            Define(StandardKeywords.JumboPacket, hardware.Mtu + EthernetHeader.Size) with
            {
                Minimum = Math.Min(StandardMtu, hardware.Mtu) + EthernetHeader.Size,
                Maximum = Math.Max(MaximumJumbo, hardware.Mtu + EthernetHeader.Size),
            },
            Define(StandardKeywords.ReceiveBuffers, hardware.ReceiveDescriptors),
            Define(StandardKeywords.TransmitBuffers, hardware.TransmitDescriptors) with { Minimum = 1 },
            StandardKeywords.Get(StandardKeywords.NetworkAddress),
            Define(StandardKeywords.Rss, true),
            Define(StandardKeywords.NumRssQueues, hardware.Queues),
            Define(StandardKeywords.HeaderDataSplit, hardware.HeaderDataSplit),
            Define(StandardKeywords.Vmq, true),
            Define(StandardKeywords.VmqVlanFiltering, hardware.HardwareReceiveFilters.FiltersVlan),
            Define(StandardKeywords.RssOrVmqPreference, hardware.ReceiveFilters.QueueCount > 0),
            Define(StandardKeywords.NdisPoll, hardware.UsesPoll),
        ];
        foreach ((string keyword, ChecksumOffloads transmit, ChecksumOffloads receive) in Checksums)
        {
            int on = ((hardware.Offloads.Checksum & transmit) == transmit ? 1 : 0) | ((hardware.Offloads.Checksum & receive) == receive ? 2 : 0);
            tab.Add(Define(keyword, on));
        }

        OffloadCapabilities offloads = hardware.Offloads;
        tab.AddRange(
        [
            Define(StandardKeywords.LsoV1IPv4, offloads.LargeSendV1.IsSupported),
            Define(StandardKeywords.LsoV2IPv4, offloads.LargeSendV2IPv4.IsSupported),
            Define(StandardKeywords.LsoV2IPv6, offloads.LargeSendV2IPv6.IsSupported),
            Define(StandardKeywords.UsoIPv4, offloads.UdpSegmentationIPv4.IsSupported),
            Define(StandardKeywords.UsoIPv6, offloads.UdpSegmentationIPv6.IsSupported),
            Define(StandardKeywords.RscIPv4, offloads.CoalesceIPv4),
            Define(StandardKeywords.RscIPv6, offloads.CoalesceIPv6),
            Define(StandardKeywords.UdpRsc, hardware.HardwareOffloads.CoalesceUdp),
            Define(StandardKeywords.WakeOnPattern, (hardware.Power.WakePackets & ~WakePacketKinds.Magic) != 0),
            Define(StandardKeywords.WakeOnMagicPacket, (hardware.Power.WakePackets & WakePacketKinds.Magic) != 0),
            Define(StandardKeywords.PMArpOffload, (hardware.Power.ProtocolOffloads & ProtocolOffloadKinds.Arp) != 0),
            Define(StandardKeywords.PMNSOffload, (hardware.Power.ProtocolOffloads & ProtocolOffloadKinds.NeighborSolicitation) != 0),
        ]);
        return new AdapterKeywords(tab);
    }

    /// <summary>What the registry makes of a card.</summary>
    /// <param name="hardware">The card as it was made.</param>
    /// <param name="settings">The registry of its adapter.</param>
    /// <returns>The options in force; <paramref name="hardware"/> itself when no keyword is set.</returns>
    public static VirtualNicOptions Apply(VirtualNicOptions hardware, AdapterSettings settings)
    {
        ArgumentNullException.ThrowIfNull(hardware);
        ArgumentNullException.ThrowIfNull(settings);
        if (!HasAny(settings))
        {
            return hardware;
        }

        Reader read = new(Of(hardware), settings);
        VirtualNicOptions options = ApplyLink(ApplyRings(hardware, read), read);
        return ApplyOffloads(ApplyPower(ApplyReceiveFilters(options, read), read), read, settings);
    }

    private static bool HasAny(AdapterSettings settings)
    {
        foreach (Kernel.RegistryValue value in settings.Key.Values)
        {
            if (StandardKeywords.Find(value.Name) is not null)
            {
                return true;
            }
        }

        return false;
    }

    private static KeywordDefinition Define(string keyword, long @default) =>
        StandardKeywords.Get(keyword) with { Default = @default.ToString(CultureInfo.InvariantCulture) };

    private static KeywordDefinition Define(string keyword, bool @default) => Define(keyword, @default ? 1 : 0);

    private static VirtualNicOptions ApplyRings(VirtualNicOptions options, Reader read)
    {
        bool rss = read.Switch(StandardKeywords.Rss) ?? true;
        bool? moderated = read.Switch(StandardKeywords.InterruptModeration);
        return options with
        {
            Queues = rss ? read.Number(StandardKeywords.NumRssQueues) ?? options.Queues : 1,
            ReceiveDescriptors = read.Number(StandardKeywords.ReceiveBuffers) ?? options.ReceiveDescriptors,
            TransmitDescriptors = read.Number(StandardKeywords.TransmitBuffers) ?? options.TransmitDescriptors,
            UsesPoll = read.Switch(StandardKeywords.NdisPoll) ?? options.UsesPoll,
            HeaderDataSplit = read.Switch(StandardKeywords.HeaderDataSplit) ?? options.HeaderDataSplit,
            InterruptModerationNs = moderated is null ? options.InterruptModerationNs
                : !moderated.Value ? 0
                : options.InterruptModerationNs > 0 ? options.InterruptModerationNs : NicInterrupt.DefaultIntervalNs,
        };
    }

    private static VirtualNicOptions ApplyLink(VirtualNicOptions options, Reader read)
    {
        options = options with
        {
            Mtu = read.Number(StandardKeywords.JumboPacket) - EthernetHeader.Size ?? options.Mtu,
            VlanId = (ushort)(read.Number(StandardKeywords.VlanId) ?? options.VlanId),
            PriorityVlanTag = (PriorityVlanTag)(read.Number(StandardKeywords.PriorityVlanTag) ?? (int)options.PriorityVlanTag),
            FlowControl = (PauseFunctions)(read.Number(StandardKeywords.FlowControl) ?? (int)options.FlowControl),
        };
        if (read.Number(StandardKeywords.SpeedDuplex) is not (> 0 and int speed))
        {
            return options;
        }

        (ulong mbps, bool isFull) = speed < Speeds.Length ? Speeds[speed] : ((ulong)speed, true);
        return options with { LinkSpeed = mbps * 1_000_000, Duplex = isFull ? MediaDuplexState.Full : MediaDuplexState.Half };
    }

    // Receive-side scaling and queues of virtual machines exclude each other: a card offers the one that is preferred.
    private static VirtualNicOptions ApplyReceiveFilters(VirtualNicOptions options, Reader read)
    {
        bool prefersVmq = read.Switch(StandardKeywords.RssOrVmqPreference) ?? options.ReceiveFilters.QueueCount > 0;
        bool vmq = read.Switch(StandardKeywords.Vmq) ?? true;
        ReceiveFilterCapabilities hardware = options.HardwareReceiveFilters;
        bool vlan = (read.Switch(StandardKeywords.VmqVlanFiltering) ?? true) && hardware.FiltersVlan;
        return options with { ReceiveFilters = prefersVmq && vmq ? hardware with { FiltersVlan = vlan } : ReceiveFilterCapabilities.None };
    }

    private static VirtualNicOptions ApplyPower(VirtualNicOptions options, Reader read)
    {
        PowerManagementCapabilities power = options.Power;
        WakePacketKinds packets = Choose(
            Choose(power.WakePackets, options.HardwarePower.WakePackets, ~WakePacketKinds.Magic, read.Switch(StandardKeywords.WakeOnPattern)),
            options.HardwarePower.WakePackets, WakePacketKinds.Magic, read.Switch(StandardKeywords.WakeOnMagicPacket));
        ProtocolOffloadKinds offloads = Choose(
            Choose(power.ProtocolOffloads, options.HardwarePower.ProtocolOffloads, ProtocolOffloadKinds.Arp, read.Switch(StandardKeywords.PMArpOffload)),
            options.HardwarePower.ProtocolOffloads, ProtocolOffloadKinds.NeighborSolicitation, read.Switch(StandardKeywords.PMNSOffload));
        return options with { Power = power with { WakePackets = packets, ProtocolOffloads = offloads } };
    }

    private static WakePacketKinds Choose(WakePacketKinds current, WakePacketKinds hardware, WakePacketKinds which, bool? on) =>
        on is null ? current : (current & ~which) | (on.Value ? hardware & which : 0);

    private static ProtocolOffloadKinds Choose(ProtocolOffloadKinds current, ProtocolOffloadKinds hardware, ProtocolOffloadKinds which, bool? on) =>
        on is null ? current : (current & ~which) | (on.Value ? hardware & which : 0);

    private static VirtualNicOptions ApplyOffloads(VirtualNicOptions options, Reader read, AdapterSettings settings)
    {
        OffloadCapabilities hardware = options.HardwareOffloads with { CoalesceUdp = options.HardwareOffloads.CoalesceUdp && (read.Switch(StandardKeywords.UdpRsc) ?? true) };

        // What the card cannot do stays off whatever the registry says.
        OffloadParameters wanted = OffloadKeywords.Read(settings, read.Keywords);
        _ = wanted.TryApply(options.Offloads, VirtualNicOptions.AllOffloads, out OffloadCapabilities on);
        return options with { HardwareOffloads = hardware, Offloads = on.Within(hardware) };
    }

    /// <summary>Values of the registry that the tab allows.</summary>
    private readonly struct Reader(AdapterKeywords keywords, AdapterSettings settings)
    {
        internal AdapterKeywords Keywords => keywords;

        internal int? Number(string keyword) =>
            settings.Read(keyword) is { Length: > 0 } text && keywords.TryValidate(keyword, text, out _) ? int.Parse(text, CultureInfo.InvariantCulture) : null;

        internal bool? Switch(string keyword) => Number(keyword) is { } number ? number != 0 : null;
    }
}
