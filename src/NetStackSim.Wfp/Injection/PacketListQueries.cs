namespace NetStackSim.Wfp;

/// <summary>What is asked about a packet (<c>FWPS_PACKET_LIST_INFORMATION_QUERY_*</c>). Our own bits.</summary>
[Flags]
public enum PacketListQueries
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>An inbound packet.</summary>
    Inbound = 1,

    /// <summary>An outbound packet.</summary>
    Outbound = 2,

    /// <summary>What IPsec did to it; together with a direction.</summary>
    Ipsec = 4,

    /// <summary>What the filter engine did to it.</summary>
    FilterEngine = 8,

    /// <summary>All about an inbound packet.</summary>
    AllInbound = Inbound | Ipsec | FilterEngine,

    /// <summary>All about an outbound packet.</summary>
    AllOutbound = Outbound | Ipsec | FilterEngine,
}
