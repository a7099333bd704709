// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>INBOUND_ICMP_ERROR</c> layers (<c>FWPS_FIELD_INBOUND_ICMP_ERROR_*</c>).</summary>
public static class InboundIcmpErrorField
{
    /// <summary><c>EMBEDDED_PROTOCOL</c>.</summary>
    public const int EmbeddedProtocol = 0;

    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 1;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 2;

    /// <summary><c>EMBEDDED_REMOTE_ADDRESS</c>.</summary>
    public const int EmbeddedRemoteAddress = 3;

    /// <summary><c>EMBEDDED_LOCAL_ADDRESS_TYPE</c>.</summary>
    public const int EmbeddedLocalAddressType = 4;

    /// <summary><c>EMBEDDED_LOCAL_PORT</c>.</summary>
    public const int EmbeddedLocalPort = 5;

    /// <summary><c>EMBEDDED_REMOTE_PORT</c>.</summary>
    public const int EmbeddedRemotePort = 6;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 7;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 8;

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 9;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 10;

    /// <summary><c>SUB_INTERFACE_INDEX</c>.</summary>
    public const int SubInterfaceIndex = 11;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 12;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 13;

    /// <summary><c>IP_ARRIVAL_INTERFACE</c>.</summary>
    public const int IpArrivalInterface = 14;

    /// <summary><c>ARRIVAL_INTERFACE_INDEX</c>.</summary>
    public const int ArrivalInterfaceIndex = 15;

    /// <summary><c>ARRIVAL_INTERFACE_TYPE</c>.</summary>
    public const int ArrivalInterfaceType = 16;

    /// <summary><c>ARRIVAL_TUNNEL_TYPE</c>.</summary>
    public const int ArrivalTunnelType = 17;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 18;

    /// <summary><c>ARRIVAL_INTERFACE_PROFILE_ID</c>.</summary>
    public const int ArrivalInterfaceProfileId = 19;

    /// <summary><c>INTERFACE_QUARANTINE_EPOCH</c>.</summary>
    public const int InterfaceQuarantineEpoch = 20;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 21;
}
