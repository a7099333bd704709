namespace NetStackSim.Packets;

/// <summary>What a node does with an IPv6 option that it does not know (RFC 8200 section 4.2).</summary>
public enum IPv6UnknownOptionAction : byte
{
    /// <summary>Skip it.</summary>
    Skip = 0,

    /// <summary>Discard the packet.</summary>
    Discard = 1,

    /// <summary>Discard the packet and send a parameter problem, code 2, also for a multicast destination.</summary>
    DiscardAndReport = 2,

    /// <summary>Discard the packet and send a parameter problem, code 2, unless the destination is multicast.</summary>
    DiscardAndReportUnicast = 3,
}
