using NetStackSim.Ndis;
using NetStackSim.Packets;

namespace NetStackSim.TcpIp;

/// <summary>What TCP asks a path: the seam behind which unit tests put a network of their own.</summary>
internal interface ITransportPath
{
    /// <summary>The source address of packets on this path.</summary>
    IpAddress Source { get; }

    /// <summary>Bytes of the largest IP packet, header included.</summary>
    int Mtu { get; }

    /// <summary>False once the decision is out of date.</summary>
    bool IsValid { get; }

    /// <summary>What the NIC computes for us.</summary>
    OffloadCapabilities Offloads { get; }

    /// <summary>The interface that packets leave by.</summary>
    uint InterfaceIndex { get; }

    /// <summary>IANA type of that interface.</summary>
    ushort InterfaceType { get; }

    /// <summary>True when packets never leave the host.</summary>
    bool IsLoopback { get; }

    /// <summary>True for a broadcast or multicast destination, to which no connection is opened.</summary>
    bool IsGroup { get; }

    /// <summary>Bytes of link and IP header in front of the transport header, for offloads that count from the start of the frame.</summary>
    int HeaderSize { get; }

    /// <summary>The peer made progress: its neighbour entry needs no probe (RFC 4861 section 7.3.1).</summary>
    void ConfirmReachability();
}
