// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>NAME_RESOLUTION_CACHE</c> layers (<c>FWPS_FIELD_NAME_RESOLUTION_CACHE_*</c>).</summary>
public static class NameResolutionCacheField
{
    /// <summary><c>ALE_USER_ID</c>.</summary>
    public const int AleUserId = 0;

    /// <summary><c>ALE_APP_ID</c>.</summary>
    public const int AleAppId = 1;

    /// <summary><c>IP_REMOTE_ADDRESS</c>.</summary>
    public const int IpRemoteAddress = 2;

    /// <summary><c>PEER_NAME</c>.</summary>
    public const int PeerName = 3;

    /// <summary><c>COMPARTMENT_ID</c>.</summary>
    public const int CompartmentId = 4;
}
