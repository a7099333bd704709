using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>What an adapter can do while the system sleeps (NDIS_PM_CAPABILITIES).</summary>
[WindowsDdi("NDIS_PM_CAPABILITIES")]
public sealed partial record PowerManagementCapabilities
{
    /// <summary>Nothing.</summary>
    public static PowerManagementCapabilities None { get; } = new();

    /// <summary>Kinds of packets that can wake the system.</summary>
    public WakePacketKinds WakePackets { get; init; }

    /// <summary>How many patterns the adapter holds.</summary>
    public int MaxPatterns { get; init; }

    /// <summary>Longest pattern, bytes.</summary>
    public int MaxPatternSize { get; init; }

    /// <summary>Requests that it answers for the system.</summary>
    public ProtocolOffloadKinds ProtocolOffloads { get; init; }

    /// <summary>How many ARP offloads it holds.</summary>
    public int MaxArpOffloads { get; init; }

    /// <summary>How many neighbour solicitation offloads it holds.</summary>
    public int MaxNeighborOffloads { get; init; }

    /// <summary>The deepest state from which a magic packet wakes.</summary>
    public DevicePowerState MinMagicPacketWakeUp { get; init; }

    /// <summary>The deepest state from which a pattern wakes.</summary>
    public DevicePowerState MinPatternWakeUp { get; init; }

    /// <summary>The deepest state from which the link wakes.</summary>
    public DevicePowerState MinLinkChangeWakeUp { get; init; }

    /// <summary>Events other than packets that can wake.</summary>
    public WakeEvents WakeEvents { get; init; }
}
