// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>OUTBOUND_NETWORK_CONNECTION_POLICY</c> layers (<c>FWPS_FIELD_OUTBOUND_NETWORK_CONNECTION_POLICY_*</c>).</summary>
public static class OutboundNetworkConnectionPolicyField
{
    /// <summary><c>ALE_APP_ID</c>.</summary>
    public const int AleAppId = 0;

    /// <summary><c>ALE_USER_ID</c>.</summary>
    public const int AleUserId = 1;

    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 2;

    /// <summary><c>IP_LOCAL_ADDRESS_TYPE</c>.</summary>
    public const int IpLocalAddressType = 3;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 4;

    /// <summary><c>IP_PROTOCOL</c>.</summary>
    public const int IpProtocol = 5;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 6;

    /// <summary><c>IP_DESTINATION_ADDRESS_TYPE</c>.</summary>
    public const int IpDestinationAddressType = 7;

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 8;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 9;

    /// <summary><c>ALE_ORIGINAL_APP_ID</c>.</summary>
    public const int AleOriginalAppId = 10;

    /// <summary><c>ALE_PACKAGE_ID</c>.</summary>
    public const int AlePackageId = 11;

    /// <summary><c>ALE_SECURITY_ATTRIBUTE_FQBN_VALUE</c>.</summary>
    public const int AleSecurityAttributeFqbnValue = 12;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 13;
}
