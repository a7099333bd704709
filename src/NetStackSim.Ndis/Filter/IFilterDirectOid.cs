using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A filter that sees direct requests. They are not serialised: several may be in the module at a time.</summary>
public interface IFilterDirectOid
{
    /// <summary>
    /// Takes a direct request from above. To pass it on: clone it, keep the original in the clone's <see cref="OidRequest.SourceReserved0"/>, submit the clone with
    /// <see cref="FilterModule.DirectOidRequest"/>. To answer it: return the final status, or Pending and later <see cref="FilterModule.DirectOidRequestComplete"/>.
    /// IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("FilterDirectOidRequest")]
    NtStatus DirectOidRequest(OidRequest request);

    /// <summary>A direct request that this module submitted and that pended is complete. IRQL: at most Dispatch.</summary>
    [WindowsDdi("FilterDirectOidRequestComplete")]
    void DirectOidRequestComplete(OidRequest request, NtStatus status);

    /// <summary>Gives up pending direct requests of this identifier; clones with <see cref="FilterModule.CancelDirectOidRequest"/>. IRQL: at most Dispatch.</summary>
    [WindowsDdi("FilterCancelDirectOidRequest")]
    void CancelDirectOidRequest(ulong requestId)
    {
    }
}
