using NetStackSim.Kernel;
using NetStackSim.Packets;

namespace NetStackSim.Ndis;

/// <summary>A request that the card answers while the system sleeps (NDIS_PM_PROTOCOL_OFFLOAD): ARP for an IPv4 address, neighbour solicitation for IPv6 ones.</summary>
[WindowsDdi("NDIS_PM_PROTOCOL_OFFLOAD")]
public sealed record ProtocolOffload
{
    /// <summary>Identifier, unique in the adapter.</summary>
    public uint OffloadId { get; init; }

    /// <summary>Exactly one of them.</summary>
    public ProtocolOffloadKinds Kind { get; init; }

    /// <summary>Whom to answer; unspecified for everybody.</summary>
    public IpAddress RemoteAddress { get; init; }

    /// <summary>The address of this host.</summary>
    public IpAddress HostAddress { get; init; }

    /// <summary>Neighbour solicitation: a second address of this host, or unspecified.</summary>
    public IpAddress SecondHostAddress { get; init; }

    /// <summary>The link address to tell.</summary>
    public MacAddress LinkAddress { get; init; }
}
