namespace NetStackSim.Transport;

/// <summary>The places where the stack shows its traffic and its clients' requests; each exists once per family.</summary>
public enum InspectionLayer : byte
{
    /// <summary>Received packets before transport processing; data starts behind the IP header (<c>INBOUND_IPPACKET</c>).</summary>
    InboundNetwork,

    /// <summary>Packets about to leave; data starts at the IP header (<c>OUTBOUND_IPPACKET</c>).</summary>
    OutboundNetwork,

    /// <summary>Packets that are routed through; data starts at the IP header (<c>IPFORWARD</c>).</summary>
    Forward,

    /// <summary>Received packets behind the transport header (<c>INBOUND_TRANSPORT</c>).</summary>
    InboundTransport,

    /// <summary>Packets about to get their network header; data starts at the transport header (<c>OUTBOUND_TRANSPORT</c>).</summary>
    OutboundTransport,

    /// <summary>In-order stream data of either direction (<c>STREAM</c>).</summary>
    Stream,

    /// <summary>TCP segments of an established connection (<c>STREAM_PACKET</c>).</summary>
    StreamPacket,

    /// <summary>Datagram payload of either direction (<c>DATAGRAM_DATA</c>).</summary>
    Datagram,

    /// <summary>Received ICMP errors (<c>INBOUND_ICMP_ERROR</c>).</summary>
    InboundIcmpError,

    /// <summary>ICMP errors about to be sent (<c>OUTBOUND_ICMP_ERROR</c>).</summary>
    OutboundIcmpError,

    /// <summary>Bind and promiscuous mode (<c>ALE_RESOURCE_ASSIGNMENT</c>).</summary>
    Bind,

    /// <summary>Listen (<c>ALE_AUTH_LISTEN</c>).</summary>
    Listen,

    /// <summary>Incoming connection or first datagram (<c>ALE_AUTH_RECV_ACCEPT</c>).</summary>
    Accept,

    /// <summary>Outgoing connection or first datagram (<c>ALE_AUTH_CONNECT</c>).</summary>
    Connect,

    /// <summary>A flow was authorised and established (<c>ALE_FLOW_ESTABLISHED</c>).</summary>
    FlowEstablished,

    /// <summary>A bound port was given up (<c>ALE_RESOURCE_RELEASE</c>).</summary>
    Release,

    /// <summary>An endpoint was closed (<c>ALE_ENDPOINT_CLOSURE</c>).</summary>
    Closure,

    /// <summary>A bind that may be rewritten (<c>ALE_BIND_REDIRECT</c>).</summary>
    BindRedirect,

    /// <summary>A connect that may be rewritten (<c>ALE_CONNECT_REDIRECT</c>).</summary>
    ConnectRedirect,

    /// <summary>Received Ethernet frames; data starts behind the MAC header (<c>INBOUND_MAC_FRAME_ETHERNET</c>). Shown below the stack, at the point of IPv4 for every family.</summary>
    InboundFrame,

    /// <summary>Ethernet frames about to leave; data starts at the MAC header (<c>OUTBOUND_MAC_FRAME_ETHERNET</c>).</summary>
    OutboundFrame,

    /// <summary>Received frames of any medium, next to the miniport; data starts at the MAC header (<c>INBOUND_MAC_FRAME_NATIVE</c>).</summary>
    InboundNativeFrame,

    /// <summary>Frames of any medium about to leave, next to the miniport (<c>OUTBOUND_MAC_FRAME_NATIVE</c>).</summary>
    OutboundNativeFrame,

    /// <summary>Every drop of the stack; the context says where it happened (the <c>*_DISCARD</c> layers).</summary>
    Discard,
}
