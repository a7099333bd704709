// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Run-time ids of the layers (<c>FWPS_LAYER_*</c>). Ids from 83 up differ between Windows builds.</summary>
public enum LayerId : ushort
{
    /// <summary><c>INBOUND_IPPACKET_V4</c>.</summary>
    InboundIpPacketV4 = 0,

    /// <summary><c>INBOUND_IPPACKET_V4_DISCARD</c>.</summary>
    InboundIpPacketV4Discard = 1,

    /// <summary><c>INBOUND_IPPACKET_V6</c>.</summary>
    InboundIpPacketV6 = 2,

    /// <summary><c>INBOUND_IPPACKET_V6_DISCARD</c>.</summary>
    InboundIpPacketV6Discard = 3,

    /// <summary><c>OUTBOUND_IPPACKET_V4</c>.</summary>
    OutboundIpPacketV4 = 4,

    /// <summary><c>OUTBOUND_IPPACKET_V4_DISCARD</c>.</summary>
    OutboundIpPacketV4Discard = 5,

    /// <summary><c>OUTBOUND_IPPACKET_V6</c>.</summary>
    OutboundIpPacketV6 = 6,

    /// <summary><c>OUTBOUND_IPPACKET_V6_DISCARD</c>.</summary>
    OutboundIpPacketV6Discard = 7,

    /// <summary><c>IPFORWARD_V4</c>.</summary>
    IpForwardV4 = 8,

    /// <summary><c>IPFORWARD_V4_DISCARD</c>.</summary>
    IpForwardV4Discard = 9,

    /// <summary><c>IPFORWARD_V6</c>.</summary>
    IpForwardV6 = 10,

    /// <summary><c>IPFORWARD_V6_DISCARD</c>.</summary>
    IpForwardV6Discard = 11,

    /// <summary><c>INBOUND_TRANSPORT_V4</c>.</summary>
    InboundTransportV4 = 12,

    /// <summary><c>INBOUND_TRANSPORT_V4_DISCARD</c>.</summary>
    InboundTransportV4Discard = 13,

    /// <summary><c>INBOUND_TRANSPORT_V6</c>.</summary>
    InboundTransportV6 = 14,

    /// <summary><c>INBOUND_TRANSPORT_V6_DISCARD</c>.</summary>
    InboundTransportV6Discard = 15,

    /// <summary><c>OUTBOUND_TRANSPORT_V4</c>.</summary>
    OutboundTransportV4 = 16,

    /// <summary><c>OUTBOUND_TRANSPORT_V4_DISCARD</c>.</summary>
    OutboundTransportV4Discard = 17,

    /// <summary><c>OUTBOUND_TRANSPORT_V6</c>.</summary>
    OutboundTransportV6 = 18,

    /// <summary><c>OUTBOUND_TRANSPORT_V6_DISCARD</c>.</summary>
    OutboundTransportV6Discard = 19,

    /// <summary><c>STREAM_V4</c>.</summary>
    StreamV4 = 20,

    /// <summary><c>STREAM_V4_DISCARD</c>.</summary>
    StreamV4Discard = 21,

    /// <summary><c>STREAM_V6</c>.</summary>
    StreamV6 = 22,

    /// <summary><c>STREAM_V6_DISCARD</c>.</summary>
    StreamV6Discard = 23,

    /// <summary><c>DATAGRAM_DATA_V4</c>.</summary>
    DatagramDataV4 = 24,

    /// <summary><c>DATAGRAM_DATA_V4_DISCARD</c>.</summary>
    DatagramDataV4Discard = 25,

    /// <summary><c>DATAGRAM_DATA_V6</c>.</summary>
    DatagramDataV6 = 26,

    /// <summary><c>DATAGRAM_DATA_V6_DISCARD</c>.</summary>
    DatagramDataV6Discard = 27,

    /// <summary><c>INBOUND_ICMP_ERROR_V4</c>.</summary>
    InboundIcmpErrorV4 = 28,

    /// <summary><c>INBOUND_ICMP_ERROR_V4_DISCARD</c>.</summary>
    InboundIcmpErrorV4Discard = 29,

    /// <summary><c>INBOUND_ICMP_ERROR_V6</c>.</summary>
    InboundIcmpErrorV6 = 30,

    /// <summary><c>INBOUND_ICMP_ERROR_V6_DISCARD</c>.</summary>
    InboundIcmpErrorV6Discard = 31,

    /// <summary><c>OUTBOUND_ICMP_ERROR_V4</c>.</summary>
    OutboundIcmpErrorV4 = 32,

    /// <summary><c>OUTBOUND_ICMP_ERROR_V4_DISCARD</c>.</summary>
    OutboundIcmpErrorV4Discard = 33,

    /// <summary><c>OUTBOUND_ICMP_ERROR_V6</c>.</summary>
    OutboundIcmpErrorV6 = 34,

    /// <summary><c>OUTBOUND_ICMP_ERROR_V6_DISCARD</c>.</summary>
    OutboundIcmpErrorV6Discard = 35,

    /// <summary><c>ALE_RESOURCE_ASSIGNMENT_V4</c>.</summary>
    AleResourceAssignmentV4 = 36,

    /// <summary><c>ALE_RESOURCE_ASSIGNMENT_V4_DISCARD</c>.</summary>
    AleResourceAssignmentV4Discard = 37,

    /// <summary><c>ALE_RESOURCE_ASSIGNMENT_V6</c>.</summary>
    AleResourceAssignmentV6 = 38,

    /// <summary><c>ALE_RESOURCE_ASSIGNMENT_V6_DISCARD</c>.</summary>
    AleResourceAssignmentV6Discard = 39,

    /// <summary><c>ALE_AUTH_LISTEN_V4</c>.</summary>
    AleAuthListenV4 = 40,

    /// <summary><c>ALE_AUTH_LISTEN_V4_DISCARD</c>.</summary>
    AleAuthListenV4Discard = 41,

    /// <summary><c>ALE_AUTH_LISTEN_V6</c>.</summary>
    AleAuthListenV6 = 42,

    /// <summary><c>ALE_AUTH_LISTEN_V6_DISCARD</c>.</summary>
    AleAuthListenV6Discard = 43,

    /// <summary><c>ALE_AUTH_RECV_ACCEPT_V4</c>.</summary>
    AleAuthRecvAcceptV4 = 44,

    /// <summary><c>ALE_AUTH_RECV_ACCEPT_V4_DISCARD</c>.</summary>
    AleAuthRecvAcceptV4Discard = 45,

    /// <summary><c>ALE_AUTH_RECV_ACCEPT_V6</c>.</summary>
    AleAuthRecvAcceptV6 = 46,

    /// <summary><c>ALE_AUTH_RECV_ACCEPT_V6_DISCARD</c>.</summary>
    AleAuthRecvAcceptV6Discard = 47,

    /// <summary><c>ALE_AUTH_CONNECT_V4</c>.</summary>
    AleAuthConnectV4 = 48,

    /// <summary><c>ALE_AUTH_CONNECT_V4_DISCARD</c>.</summary>
    AleAuthConnectV4Discard = 49,

    /// <summary><c>ALE_AUTH_CONNECT_V6</c>.</summary>
    AleAuthConnectV6 = 50,

    /// <summary><c>ALE_AUTH_CONNECT_V6_DISCARD</c>.</summary>
    AleAuthConnectV6Discard = 51,

    /// <summary><c>ALE_FLOW_ESTABLISHED_V4</c>.</summary>
    AleFlowEstablishedV4 = 52,

    /// <summary><c>ALE_FLOW_ESTABLISHED_V4_DISCARD</c>.</summary>
    AleFlowEstablishedV4Discard = 53,

    /// <summary><c>ALE_FLOW_ESTABLISHED_V6</c>.</summary>
    AleFlowEstablishedV6 = 54,

    /// <summary><c>ALE_FLOW_ESTABLISHED_V6_DISCARD</c>.</summary>
    AleFlowEstablishedV6Discard = 55,

    /// <summary><c>INBOUND_MAC_FRAME_ETHERNET</c>.</summary>
    InboundMacFrameEthernet = 56,

    /// <summary><c>OUTBOUND_MAC_FRAME_ETHERNET</c>.</summary>
    OutboundMacFrameEthernet = 57,

    /// <summary><c>INBOUND_MAC_FRAME_NATIVE</c>.</summary>
    InboundMacFrameNative = 58,

    /// <summary><c>OUTBOUND_MAC_FRAME_NATIVE</c>.</summary>
    OutboundMacFrameNative = 59,

    /// <summary><c>NAME_RESOLUTION_CACHE_V4</c>.</summary>
    NameResolutionCacheV4 = 60,

    /// <summary><c>NAME_RESOLUTION_CACHE_V6</c>.</summary>
    NameResolutionCacheV6 = 61,

    /// <summary><c>ALE_RESOURCE_RELEASE_V4</c>.</summary>
    AleResourceReleaseV4 = 62,

    /// <summary><c>ALE_RESOURCE_RELEASE_V6</c>.</summary>
    AleResourceReleaseV6 = 63,

    /// <summary><c>ALE_ENDPOINT_CLOSURE_V4</c>.</summary>
    AleEndpointClosureV4 = 64,

    /// <summary><c>ALE_ENDPOINT_CLOSURE_V6</c>.</summary>
    AleEndpointClosureV6 = 65,

    /// <summary><c>ALE_CONNECT_REDIRECT_V4</c>.</summary>
    AleConnectRedirectV4 = 66,

    /// <summary><c>ALE_CONNECT_REDIRECT_V6</c>.</summary>
    AleConnectRedirectV6 = 67,

    /// <summary><c>ALE_BIND_REDIRECT_V4</c>.</summary>
    AleBindRedirectV4 = 68,

    /// <summary><c>ALE_BIND_REDIRECT_V6</c>.</summary>
    AleBindRedirectV6 = 69,

    /// <summary><c>STREAM_PACKET_V4</c>.</summary>
    StreamPacketV4 = 70,

    /// <summary><c>STREAM_PACKET_V6</c>.</summary>
    StreamPacketV6 = 71,

    /// <summary><c>INGRESS_VSWITCH_ETHERNET</c>.</summary>
    IngressVSwitchEthernet = 72,

    /// <summary><c>EGRESS_VSWITCH_ETHERNET</c>.</summary>
    EgressVSwitchEthernet = 73,

    /// <summary><c>INGRESS_VSWITCH_TRANSPORT_V4</c>.</summary>
    IngressVSwitchTransportV4 = 74,

    /// <summary><c>INGRESS_VSWITCH_TRANSPORT_V6</c>.</summary>
    IngressVSwitchTransportV6 = 75,

    /// <summary><c>EGRESS_VSWITCH_TRANSPORT_V4</c>.</summary>
    EgressVSwitchTransportV4 = 76,

    /// <summary><c>EGRESS_VSWITCH_TRANSPORT_V6</c>.</summary>
    EgressVSwitchTransportV6 = 77,

    /// <summary><c>INBOUND_TRANSPORT_FAST</c>.</summary>
    InboundTransportFast = 78,

    /// <summary><c>OUTBOUND_TRANSPORT_FAST</c>.</summary>
    OutboundTransportFast = 79,

    /// <summary><c>INBOUND_MAC_FRAME_NATIVE_FAST</c>.</summary>
    InboundMacFrameNativeFast = 80,

    /// <summary><c>OUTBOUND_MAC_FRAME_NATIVE_FAST</c>.</summary>
    OutboundMacFrameNativeFast = 81,

    /// <summary><c>INBOUND_RESERVED2</c>.</summary>
    InboundReserved2 = 82,

    /// <summary><c>RESERVED_LAYER_9</c>.</summary>
    ReservedLayer9 = 83,

    /// <summary><c>RESERVED_LAYER_10</c>.</summary>
    ReservedLayer10 = 84,

    /// <summary><c>OUTBOUND_NETWORK_CONNECTION_POLICY_V4</c>.</summary>
    OutboundNetworkConnectionPolicyV4 = 85,

    /// <summary><c>OUTBOUND_NETWORK_CONNECTION_POLICY_V6</c>.</summary>
    OutboundNetworkConnectionPolicyV6 = 86,

    /// <summary><c>IPSEC_KM_DEMUX_V4</c>.</summary>
    IpsecKmDemuxV4 = 87,

    /// <summary><c>IPSEC_KM_DEMUX_V6</c>.</summary>
    IpsecKmDemuxV6 = 88,

    /// <summary><c>IPSEC_V4</c>.</summary>
    IpsecV4 = 89,

    /// <summary><c>IPSEC_V6</c>.</summary>
    IpsecV6 = 90,

    /// <summary><c>IKEEXT_V4</c>.</summary>
    IkeExtV4 = 91,

    /// <summary><c>IKEEXT_V6</c>.</summary>
    IkeExtV6 = 92,

    /// <summary><c>RPC_UM</c>.</summary>
    RpcUm = 93,

    /// <summary><c>RPC_EPMAP</c>.</summary>
    RpcEpMap = 94,

    /// <summary><c>RPC_EP_ADD</c>.</summary>
    RpcEpAdd = 95,

    /// <summary><c>RPC_PROXY_CONN</c>.</summary>
    RpcProxyConn = 96,

    /// <summary><c>RPC_PROXY_IF</c>.</summary>
    RpcProxyIf = 97,

    /// <summary><c>KM_AUTHORIZATION</c>.</summary>
    KmAuthorization = 98,
}
