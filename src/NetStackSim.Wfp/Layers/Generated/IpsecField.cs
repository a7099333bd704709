// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>IPSEC</c> layers (<c>FWPS_FIELD_IPSEC_*</c>).</summary>
public static class IpsecField
{
    /// <summary><c>IP_PROTOCOL</c>.</summary>
    public const int IpProtocol = 0;

    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 1;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 2;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 3;

    /// <summary><c>IP_REMOTE_PORT</c>.</summary>
    public const int IpRemotePort = 4;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 5;

    /// <summary><c>CURRENT_PROFILE_ID</c>.</summary>
    public const int CurrentProfileId = 6;

    /// <summary><c>IPSEC_SECURITY_REALM_ID</c>.</summary>
    public const int IpsecSecurityRealmId = 7;
}
