// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>ALE_RESOURCE_ASSIGNMENT</c> layers (<c>FWPS_FIELD_ALE_RESOURCE_ASSIGNMENT_*</c>).</summary>
public static class AleResourceAssignmentField
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

    /// <summary><c>ALE_PROMISCUOUS_MODE</c>.</summary>
    public const int AlePromiscuousMode = 6;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 7;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 8;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 9;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 10;

    /// <summary><c>LOCAL_INTERFACE_PROFILE_ID</c>.</summary>
    public const int LocalInterfaceProfileId = 11;

    /// <summary><c>ALE_SIO_FIREWALL_SYSTEM_PORT</c>.</summary>
    public const int AleSioFirewallSystemPort = 12;

    /// <summary><c>ALE_PACKAGE_ID</c>.</summary>
    public const int AlePackageId = 13;

    /// <summary><c>ALE_SECURITY_ATTRIBUTE_FQBN_VALUE</c>.</summary>
    public const int AleSecurityAttributeFqbnValue = 14;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 15;

    /// <summary><c>RESERVED0</c>.</summary>
    public const int Reserved0 = 16;

    /// <summary><c>RESERVED1</c>.</summary>
    public const int Reserved1 = 17;

    /// <summary><c>ALE_PACKAGE_FAMILY_NAME</c>.</summary>
    public const int AlePackageFamilyName = 18;
}
