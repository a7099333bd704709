// Generated from Layers/layers.tsv by LayerTableGeneratorTests; do not edit.
namespace NetStackSim.Wfp;

/// <summary>Field indices of the <c>RPC_EP_ADD</c> layers (<c>FWPS_FIELD_RPC_EP_ADD_*</c>).</summary>
public static class RpcEpAddField
{
    /// <summary><c>PROCESS_WITH_RPC_IF_UUID</c>.</summary>
    public const int ProcessWithRpcIfUuid = 0;

    /// <summary><c>RPC_PROTOCOL</c>.</summary>
    public const int RpcProtocol = 1;

    /// <summary><c>RPC_EP_VALUE</c>.</summary>
    public const int RpcEpValue = 2;

    /// <summary><c>RPC_EP_FLAGS</c>.</summary>
    public const int RpcEpFlags = 3;
}
