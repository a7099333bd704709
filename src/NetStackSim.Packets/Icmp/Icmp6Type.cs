namespace NetStackSim.Packets;

/// <summary>ICMPv6 types (RFC 4443, 4861, 2710, 3810); below 128 are errors.</summary>
public enum Icmp6Type : byte
{
    /// <summary>Destination unreachable; codes in <see cref="Icmp6Codes"/>.</summary>
    DestinationUnreachable = 1,

    /// <summary>Packet too big.</summary>
    PacketTooBig = 2,

    /// <summary>Time exceeded.</summary>
    TimeExceeded = 3,

    /// <summary>Parameter problem.</summary>
    ParameterProblem = 4,

    /// <summary>Echo request.</summary>
    Echo = 128,

    /// <summary>Echo reply.</summary>
    EchoReply = 129,

    /// <summary>Multicast listener query.</summary>
    MulticastListenerQuery = 130,

    /// <summary>Multicast listener report, version 1.</summary>
    MulticastListenerReport = 131,

    /// <summary>Multicast listener done, version 1.</summary>
    MulticastListenerDone = 132,

    /// <summary>Router solicitation.</summary>
    RouterSolicitation = 133,

    /// <summary>Router advertisement.</summary>
    RouterAdvertisement = 134,

    /// <summary>Neighbour solicitation.</summary>
    NeighborSolicitation = 135,

    /// <summary>Neighbour advertisement.</summary>
    NeighborAdvertisement = 136,

    /// <summary>Redirect.</summary>
    Redirect = 137,

    /// <summary>Multicast listener report, version 2.</summary>
    MulticastListenerReportV2 = 143,
}
