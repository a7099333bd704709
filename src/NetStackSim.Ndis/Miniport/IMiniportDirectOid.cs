using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A miniport that takes direct requests (NDIS 6.1): not serialised with anything.</summary>
public interface IMiniportDirectOid
{
    /// <summary>
    /// Answers a direct request: a final status, or Pending and later <see cref="MiniportAdapter.DirectOidRequestComplete"/>. Several may be pending at a time, and a
    /// regular one beside them. An OID that is not meant for this path is NotSupported. IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("MiniportDirectOidRequest")]
    NtStatus DirectOidRequest(OidRequest request);

    /// <summary>Gives up pending direct requests of this identifier: complete them with RequestAborted if that is still possible. IRQL: at most Dispatch.</summary>
    [WindowsDdi("MiniportCancelDirectOidRequest")]
    void CancelDirectOidRequest(ulong requestId)
    {
    }
}
