using NetStackSim.Ndis;
using NetStackSim.Packets;
using NetStackSim.Transport;

namespace NetStackSim.TcpIp;

/// <summary>What IP needs from TCP, UDP and ICMP. IRQL Dispatch.</summary>
internal interface ITransportProtocol
{
    /// <summary>The IP protocol number that it serves.</summary>
    byte Protocol { get; }

    /// <summary>Packets arrived.</summary>
    /// <param name="chain">
    /// All lists are for this protocol, of one family and interface; data starts at the transport header and ends with the datagram, padding is gone,
    /// <see cref="NetBufferList.Network"/> is filled. Ownership moves; every list goes back through <see cref="IpLayer"/>.ReturnReceived, at any time and in any
    /// grouping. The data start may be anywhere in the list by then.
    /// </param>
    void Receive(ref NetBufferListChain chain);

    /// <summary>An ICMP error about a packet that this protocol may have sent. The protocol proves that before it believes anything (RFC 5927).</summary>
    /// <param name="error">The error; lent for the call.</param>
    void OnIcmpError(in IcmpErrorInfo error);

    /// <summary>The path MTU of a destination changed, because a transport reported it through <see cref="IpLayer.LowerPathMtu"/>.</summary>
    /// <param name="destination">The destination.</param>
    /// <param name="mtu">Bytes of an IP packet.</param>
    void OnPathMtuChanged(in IpAddress destination, int mtu);

    /// <summary>Adds endpoint and flow of a packet that an inspection point is going to show; its addresses and ports are filled in.</summary>
    /// <param name="context">The facts.</param>
    void DescribeFlow(ref InspectionContext context);
}
