// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>INBOUND_TRANSPORT</c> layers (<c>FWPS_FIELD_INBOUND_TRANSPORT_*</c>).</summary>
public static class InboundTransportField
{
    /// <summary><c>IP_PROTOCOL</c>.</summary>
    public const int IpProtocol = 0;

    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 1;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 2;

    /// <summary><c>IP_LOCAL_ADDRESS_TYPE</c>.</summary>
    public const int IpLocalAddressType = 3;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 4;

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 5;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 6;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 7;

    /// <summary><c>SUB_INTERFACE_INDEX</c>.</summary>
    public const int SubInterfaceIndex = 8;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 9;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 10;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 11;

    /// <summary><c>CURRENT_PROFILE_ID</c>.</summary>
    public const int CurrentProfileId = 12;

    /// <summary><c>IPSEC_SECURITY_REALM_ID</c>.</summary>
    public const int IpsecSecurityRealmId = 13;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 14;
}
