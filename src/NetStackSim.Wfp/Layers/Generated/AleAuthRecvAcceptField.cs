// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>ALE_AUTH_RECV_ACCEPT</c> layers (<c>FWPS_FIELD_ALE_AUTH_RECV_ACCEPT_*</c>).</summary>
public static class AleAuthRecvAcceptField
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

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 10;

    /// <summary><c>FLAGS</c>.</summary>
    public const int Flags = 11;

    /// <summary><c>ALE_SIO_FIREWALL_SYSTEM_PORT</c>.</summary>
    public const int AleSioFirewallSystemPort = 12;

    /// <summary><c>ALE_NAP_CONTEXT</c>.</summary>
    public const int AleNapContext = 13;

    /// <summary><c>INTERFACE_TYPE</c>.</summary>
    public const int InterfaceType = 14;

    /// <summary><c>TUNNEL_TYPE</c>.</summary>
    public const int TunnelType = 15;

    /// <summary><c>INTERFACE_INDEX</c>.</summary>
    public const int InterfaceIndex = 16;

    /// <summary><c>SUB_INTERFACE_INDEX</c>.</summary>
    public const int SubInterfaceIndex = 17;

    /// <summary><c>IP_ARRIVAL_INTERFACE</c>.</summary>
    public const int IpArrivalInterface = 18;

    /// <summary><c>ARRIVAL_INTERFACE_TYPE</c>.</summary>
    public const int ArrivalInterfaceType = 19;

    /// <summary><c>ARRIVAL_TUNNEL_TYPE</c>.</summary>
    public const int ArrivalTunnelType = 20;

    /// <summary><c>ARRIVAL_INTERFACE_INDEX</c>.</summary>
    public const int ArrivalInterfaceIndex = 21;

    /// <summary><c>NEXTHOP_SUB_INTERFACE_INDEX</c>.</summary>
    public const int NexthopSubInterfaceIndex = 22;

    /// <summary><c>IP_NEXTHOP_INTERFACE</c>.</summary>
    public const int IpNexthopInterface = 23;

    /// <summary><c>NEXTHOP_INTERFACE_TYPE</c>.</summary>
    public const int NexthopInterfaceType = 24;

    /// <summary><c>NEXTHOP_TUNNEL_TYPE</c>.</summary>
    public const int NexthopTunnelType = 25;

    /// <summary><c>NEXTHOP_INTERFACE_INDEX</c>.</summary>
    public const int NexthopInterfaceIndex = 26;

    /// <summary><c>ORIGINAL_PROFILE_ID</c>.</summary>
    public const int OriginalProfileId = 27;

    /// <summary><c>CURRENT_PROFILE_ID</c>.</summary>
    public const int CurrentProfileId = 28;

    /// <summary><c>REAUTHORIZE_REASON</c>.</summary>
    public const int ReauthorizeReason = 29;

    /// <summary><c>ORIGINAL_ICMP_TYPE</c>.</summary>
    public const int OriginalIcmpType = 30;

    /// <summary><c>INTERFACE_QUARANTINE_EPOCH</c>.</summary>
    public const int InterfaceQuarantineEpoch = 31;

    /// <summary><c>ALE_PACKAGE_ID</c>.</summary>
    public const int AlePackageId = 32;

    /// <summary><c>ALE_SECURITY_ATTRIBUTE_FQBN_VALUE</c>.</summary>
    public const int AleSecurityAttributeFqbnValue = 33;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 34;

    /// <summary><c>RESERVED0</c>.</summary>
    public const int Reserved0 = 35;

    /// <summary><c>RESERVED1</c>.</summary>
    public const int Reserved1 = 36;

    /// <summary><c>RESERVED2</c>.</summary>
    public const int Reserved2 = 37;

    /// <summary><c>RESERVED3</c>.</summary>
    public const int Reserved3 = 38;

    /// <summary><c>ALE_PACKAGE_FAMILY_NAME</c>.</summary>
    public const int AlePackageFamilyName = 39;
}
