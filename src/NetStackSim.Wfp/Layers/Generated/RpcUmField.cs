// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>RPC_UM</c> layers (<c>FWPS_FIELD_RPC_UM_*</c>).</summary>
public static class RpcUmField
{
    /// <summary><c>REMOTE_USER_TOKEN</c>.</summary>
    public const int RemoteUserToken = 0;

    /// <summary><c>RPC_IF_UUID</c>.</summary>
    public const int RpcIfUuid = 1;

    /// <summary><c>RPC_IF_VERSION</c>.</summary>
    public const int RpcIfVersion = 2;

    /// <summary><c>RPC_IF_FLAG</c>.</summary>
    public const int RpcIfFlag = 3;

    /// <summary><c>DCOM_APP_ID</c>.</summary>
    public const int DcomAppId = 4;

    /// <summary><c>IMAGE_NAME</c>.</summary>
    public const int ImageName = 5;

    /// <summary><c>RPC_PROTOCOL</c>.</summary>
    public const int RpcProtocol = 6;

    /// <summary><c>RPC_AUTH_TYPE</c>.</summary>
    public const int RpcAuthType = 7;

    /// <summary><c>RPC_AUTH_LEVEL</c>.</summary>
    public const int RpcAuthLevel = 8;

    /// <summary><c>SEC_ENCRYPT_ALGORITHM</c>.</summary>
    public const int SecEncryptAlgorithm = 9;

    /// <summary><c>SEC_KEY_SIZE</c>.</summary>
    public const int SecKeySize = 10;

    /// <summary><c>IP_LOCAL_ADDRESS_V4</c>.</summary>
    public const int IpLocalAddressV4 = 11;

    /// <summary><c>IP_LOCAL_ADDRESS_V6</c>.</summary>
    public const int IpLocalAddressV6 = 12;

    /// <summary><c>IP_LOCAL_PORT</c>.</summary>
    public const int IpLocalPort = 13;

    /// <summary><c>PIPE</c>.</summary>
    public const int Pipe = 14;

    /// <summary><c>IP_REMOTE_ADDRESS_V4</c>.</summary>
    public const int IpRemoteAddressV4 = 15;

    /// <summary><c>IP_REMOTE_ADDRESS_V6</c>.</summary>
    public const int IpRemoteAddressV6 = 16;

    /// <summary><c>RPC_OPNUM</c>.</summary>
    public const int RpcOpnum = 17;
}
