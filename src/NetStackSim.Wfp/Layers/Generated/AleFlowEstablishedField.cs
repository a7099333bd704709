// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>ALE_FLOW_ESTABLISHED</c> layers (<c>FWPS_FIELD_ALE_FLOW_ESTABLISHED_*</c>).</summary>
public static class AleFlowEstablishedField
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

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 7;

    /// <summary><c>ALE_REMOTE_USER_ID</c>.</summary>
    public const int AleRemoteUserId = 8;

    /// <summary><c>ALE_REMOTE_MACHINE_ID</c>.</summary>
    public const int AleRemoteMachineId = 9;

    /// <summary><c>IP_DESTINATION_ADDRESS_TYPE</c>.</summary>
    public const int IpDestinationAddressType = 10;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 11;

    /// <summary><c>DIRECTION</c>.</summary>
    public const int Direction = 12;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 13;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 14;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 15;

    /// <summary><c>ALE_ORIGINAL_APP_ID</c>.</summary>
    public const int AleOriginalAppId = 16;

    /// <summary><c>ALE_PACKAGE_ID</c>.</summary>
    public const int AlePackageId = 17;

    /// <summary><c>ALE_SECURITY_ATTRIBUTE_FQBN_VALUE</c>.</summary>
    public const int AleSecurityAttributeFqbnValue = 18;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 19;

    /// <summary><c>RESERVED0</c>.</summary>
    public const int Reserved0 = 20;

    /// <summary><c>RESERVED1</c>.</summary>
    public const int Reserved1 = 21;

    /// <summary><c>RESERVED2</c>.</summary>
    public const int Reserved2 = 22;

    /// <summary><c>RESERVED3</c>.</summary>
    public const int Reserved3 = 23;

    /// <summary><c>ALE_PACKAGE_FAMILY_NAME</c>.</summary>
    public const int AlePackageFamilyName = 24;
}
