using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A filter that sees regular requests. One request at a time per module.</summary>
public interface IFilterOid
{
    /// <summary>
    /// Takes a request from above. To pass it on: clone it, keep the original in the clone's <see cref="Ndis.OidRequest.SourceReserved0"/>, submit the clone with
    /// <see cref="FilterModule.OidRequest"/>. To answer it: return the final status, or Pending and later <see cref="FilterModule.OidRequestComplete"/>.
    /// IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("FilterOidRequest")]
    NtStatus OidRequest(OidRequest request);

    /// <summary>A request that this module submitted and that pended is complete. IRQL: at most Dispatch.</summary>
    [WindowsDdi("FilterOidRequestComplete")]
    void OidRequestComplete(OidRequest request, NtStatus status);

    /// <summary>Gives up a pending request of this identifier; a clone with <see cref="FilterModule.CancelOidRequest"/>. IRQL: at most Dispatch.</summary>
    [WindowsDdi("FilterCancelOidRequest")]
    void CancelOidRequest(ulong requestId)
    {
    }
}
