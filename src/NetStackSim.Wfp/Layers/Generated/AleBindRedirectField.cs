// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>ALE_BIND_REDIRECT</c> layers (<c>FWPS_FIELD_ALE_BIND_REDIRECT_*</c>).</summary>
public static class AleBindRedirectField
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

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 6;

    /// <summary><c>ALE_PACKAGE_ID</c>.</summary>
    public const int AlePackageId = 7;

    /// <summary><c>ALE_SECURITY_ATTRIBUTE_FQBN_VALUE</c>.</summary>
    public const int AleSecurityAttributeFqbnValue = 8;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 9;

    /// <summary><c>ALE_PACKAGE_FAMILY_NAME</c>.</summary>
    public const int AlePackageFamilyName = 10;
}
