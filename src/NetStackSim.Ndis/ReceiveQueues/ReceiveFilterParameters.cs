using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>A receive filter of a queue (NDIS_RECEIVE_FILTER_PARAMETERS with its fields): a destination address, and with it a VLAN, no tag, or either.</summary>
[WindowsDdi("NDIS_RECEIVE_FILTER_PARAMETERS")]
public sealed record ReceiveFilterParameters
{
    /// <summary>Identifier; assigned when it is set.</summary>
    public int FilterId { get; init; }

    /// <summary>The queue that takes what matches.</summary>
    public int QueueId { get; init; }

    /// <summary>The destination address that a frame must have.</summary>
    public MacAddress Address { get; init; }

    /// <summary>The VLAN that it must be tagged with; 0 for a frame without VLAN (NDIS_RECEIVE_FILTER_FIELD_MAC_HEADER_VLAN_UNTAGGED_OR_ZERO); null for any.</summary>
    public int? VlanId { get; init; }
}
