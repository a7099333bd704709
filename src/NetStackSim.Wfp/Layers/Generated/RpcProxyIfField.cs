// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>RPC_PROXY_IF</c> layers (<c>FWPS_FIELD_RPC_PROXY_IF_*</c>).</summary>
public static class RpcProxyIfField
{
    /// <summary><c>CLIENT_TOKEN</c>.</summary>
    public const int ClientToken = 0;

    /// <summary><c>RPC_IF_UUID</c>.</summary>
    public const int RpcIfUuid = 1;

    /// <summary><c>RPC_IF_VERSION</c>.</summary>
    public const int RpcIfVersion = 2;

    /// <summary><c>RPC_SERVER_NAME</c>.</summary>
    public const int RpcServerName = 3;

    /// <summary><c>RPC_SERVER_PORT</c>.</summary>
    public const int RpcServerPort = 4;

    /// <summary><c>RPC_PROXY_AUTH_TYPE</c>.</summary>
    public const int RpcProxyAuthType = 5;

    /// <summary><c>CLIENT_CERT_KEY_LENGTH</c>.</summary>
    public const int ClientCertKeyLength = 6;

    /// <summary><c>CLIENT_CERT_OID</c>.</summary>
    public const int ClientCertOid = 7;
}
