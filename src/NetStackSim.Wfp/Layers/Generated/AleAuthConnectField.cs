// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>ALE_AUTH_CONNECT</c> layers (<c>FWPS_FIELD_ALE_AUTH_CONNECT_*</c>).</summary>
public static class AleAuthConnectField
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

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 12;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 13;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 14;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 15;

    /// <summary><c>SUB_INTERFACE_INDEX</c>.</summary>
    public const int SubInterfaceIndex = 16;

    /// <summary><c>IP_ARRIVAL_INTERFACE</c>.</summary>
    public const int IpArrivalInterface = 17;

    /// <summary><c>ARRIVAL_INTERFACE_TYPE</c>.</summary>
    public const int ArrivalInterfaceType = 18;

    /// <summary><c>ARRIVAL_TUNNEL_TYPE</c>.</summary>
    public const int ArrivalTunnelType = 19;

    /// <summary><c>ARRIVAL_INTERFACE_INDEX</c>.</summary>
    public const int ArrivalInterfaceIndex = 20;

    /// <summary><c>NEXTHOP_SUB_INTERFACE_INDEX</c>.</summary>
    public const int NexthopSubInterfaceIndex = 21;

    /// <summary><c>IP_NEXTHOP_INTERFACE</c>.</summary>
    public const int IpNexthopInterface = 22;

    /// <summary><c>NEXTHOP_INTERFACE_TYPE</c>.</summary>
    public const int NexthopInterfaceType = 23;

    /// <summary><c>NEXTHOP_TUNNEL_TYPE</c>.</summary>
    public const int NexthopTunnelType = 24;

    /// <summary><c>NEXTHOP_INTERFACE_INDEX</c>.</summary>
    public const int NexthopInterfaceIndex = 25;

    /// <summary><c>ORIGINAL_PROFILE_ID</c>.</summary>
    public const int OriginalProfileId = 26;

    /// <summary><c>CURRENT_PROFILE_ID</c>.</summary>
    public const int CurrentProfileId = 27;

    /// <summary><c>REAUTHORIZE_REASON</c>.</summary>
    public const int ReauthorizeReason = 28;

    /// <summary><c>PEER_NAME</c>.</summary>
    public const int PeerName = 29;

    /// <summary><c>ORIGINAL_ICMP_TYPE</c>.</summary>
    public const int OriginalIcmpType = 30;

    /// <summary><c>INTERFACE_QUARANTINE_EPOCH</c>.</summary>
    public const int InterfaceQuarantineEpoch = 31;

    /// <summary><c>ALE_ORIGINAL_APP_ID</c>.</summary>
    public const int AleOriginalAppId = 32;

    /// <summary><c>ALE_PACKAGE_ID</c>.</summary>
    public const int AlePackageId = 33;

    /// <summary><c>ALE_SECURITY_ATTRIBUTE_FQBN_VALUE</c>.</summary>
    public const int AleSecurityAttributeFqbnValue = 34;

    /// <summary><c>ALE_EFFECTIVE_NAME</c>.</summary>
    public const int AleEffectiveName = 35;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 36;

    /// <summary><c>RESERVED0</c>.</summary>
    public const int Reserved0 = 37;

    /// <summary><c>RESERVED1</c>.</summary>
    public const int Reserved1 = 38;

    /// <summary><c>RESERVED2</c>.</summary>
    public const int Reserved2 = 39;

    /// <summary><c>RESERVED3</c>.</summary>
    public const int Reserved3 = 40;

    /// <summary><c>ALE_PACKAGE_FAMILY_NAME</c>.</summary>
    public const int AlePackageFamilyName = 41;
}
