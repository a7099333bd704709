using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>Receive filters of an adapter (NDIS_RECEIVE_FILTER_CAPABILITIES).</summary>
/// <param name="QueueCount">Queues besides the default one; 0 without virtual machine queues.</param>
/// <param name="MacHeaderFilterCount">Filters over all queues.</param>
/// <param name="FiltersVlan">A filter may name a VLAN (*VMQVlanFiltering).</param>
/// <param name="CoalescesPackets">The default queue may hold matching packets back for a while (*PacketCoalescing).</param>
[WindowsDdi("NDIS_RECEIVE_FILTER_CAPABILITIES")]
public sealed record ReceiveFilterCapabilities(int QueueCount, int MacHeaderFilterCount, bool FiltersVlan, bool CoalescesPackets = false)
{
    /// <summary>None.</summary>
    public static ReceiveFilterCapabilities None { get; } = new(0, 0, false);
}
