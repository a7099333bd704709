// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>RPC_PROXY_CONN</c> layers (<c>FWPS_FIELD_RPC_PROXY_CONN_*</c>).</summary>
public static class RpcProxyConnField
{
    /// <summary><c>CLIENT_TOKEN</c>.</summary>
    public const int ClientToken = 0;

    /// <summary><c>RPC_SERVER_NAME</c>.</summary>
    public const int RpcServerName = 1;

    /// <summary><c>RPC_SERVER_PORT</c>.</summary>
    public const int RpcServerPort = 2;

    /// <summary><c>RPC_PROXY_AUTH_TYPE</c>.</summary>
    public const int RpcProxyAuthType = 3;

    /// <summary><c>CLIENT_CERT_KEY_LENGTH</c>.</summary>
    public const int ClientCertKeyLength = 4;

    /// <summary><c>CLIENT_CERT_OID</c>.</summary>
    public const int ClientCertOid = 5;
}
