// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>KM_AUTHORIZATION</c> layers (<c>FWPS_FIELD_KM_AUTHORIZATION_*</c>).</summary>
public static class KmAuthorizationField
{
    /// <summary><c>REMOTE_ID</c>.</summary>
    public const int RemoteId = 0;

    /// <summary><c>AUTHENTICATION_TYPE</c>.</summary>
    public const int AuthenticationType = 1;

    /// <summary><c>KM_TYPE</c>.</summary>
    public const int KmType = 2;

    /// <summary><c>DIRECTION</c>.</summary>
    public const int Direction = 3;

    /// <summary><c>KM_MODE</c>.</summary>
    public const int KmMode = 4;

    /// <summary><c>IPSEC_POLICY_KEY</c>.</summary>
    public const int IpsecPolicyKey = 5;

    /// <summary><c>KM_AUTH_NAP_CONTEXT</c>.</summary>
    public const int KmAuthNapContext = 6;
}
