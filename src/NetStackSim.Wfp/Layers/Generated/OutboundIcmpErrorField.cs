// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>OUTBOUND_ICMP_ERROR</c> layers (<c>FWPS_FIELD_OUTBOUND_ICMP_ERROR_*</c>).</summary>
public static class OutboundIcmpErrorField
{
    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 0;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 1;

    /// <summary><c>IP_LOCAL_ADDRESS_TYPE</c>.</summary>
    public const int IpLocalAddressType = 2;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 3;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 4;

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 5;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 6;

    /// <summary><c>SUB_INTERFACE_INDEX</c>.</summary>
    public const int SubInterfaceIndex = 7;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 8;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 9;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 10;

    /// <summary><c>NEXTHOP_INTERFACE_PROFILE_ID</c>.</summary>
    public const int NexthopInterfaceProfileId = 11;

    /// <summary><c>INTERFACE_QUARANTINE_EPOCH</c>.</summary>
    public const int InterfaceQuarantineEpoch = 12;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 13;
}
