// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>RESERVED_LAYER_9</c> layers (<c>FWPS_FIELD_RESERVED_LAYER_9_*</c>).</summary>
public static class ReservedLayer9Field
{
    /// <summary><c>ALE_APP_ID</c>.</summary>
    public const int AleAppId = 0;

    /// <summary><c>ALE_USER_ID</c>.</summary>
    public const int AleUserId = 1;

    /// <summary><c>ALE_PACKAGE_ID</c>.</summary>
    public const int AlePackageId = 2;

    /// <summary><c>ALE_SECURITY_ATTRIBUTE_FQBN_VALUE</c>.</summary>
    public const int AleSecurityAttributeFqbnValue = 3;

    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 4;

    /// <summary><c>IP_LOCAL_ADDRESS_TYPE</c>.</summary>
    public const int IpLocalAddressType = 5;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 6;

    /// <summary><c>IP_PROTOCOL</c>.</summary>
    public const int IpProtocol = 7;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 8;

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 9;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 10;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 11;
}
