// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>IPSEC_KM_DEMUX</c> layers (<c>FWPS_FIELD_IPSEC_KM_DEMUX_*</c>).</summary>
public static class IpsecKmDemuxField
{
    /// <summary><c>IP_LOCAL_ADDRESS</c>.</summary>
    public const int IpLocalAddress = 0;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 1;

    /// <summary><c>QM_MODE</c>.</summary>
    public const int QmMode = 2;

    /// <summary><c>IP_LOCAL_INTERFACE</c>.</summary>
    public const int IpLocalInterface = 3;

    /// <summary><c>CURRENT_PROFILE_ID</c>.</summary>
    public const int CurrentProfileId = 4;

    /// <summary><c>IPSEC_SECURITY_REALM_ID</c>.</summary>
    public const int IpsecSecurityRealmId = 5;
}
