using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A filter that sees synchronous requests: a hook on the way down and one on the way up, no clone, no state but the call context.</summary>
/// <remarks>The completion hook of a module runs if, and only if, its issue hook returned Success. Not serialised with anything.</remarks>
public interface IFilterSynchronousOid
{
    /// <summary>
    /// Sees a synchronous request on its way down. Success lets it go on (what to return for OIDs that the filter does not know);
    /// <see cref="NdisStatus.AlreadyComplete"/>: the filter has answered, the submitter sees Success; any other status: the submitter sees that. Pending is illegal.
    /// IRQL: at most Dispatch.
    /// </summary>
    /// <param name="request">The request itself, not a clone.</param>
    /// <param name="callContext">A slot, null at first, that the completion hook of this module gets for this request.</param>
    [WindowsDdi("FilterSynchronousOidRequest")]
    NtStatus SynchronousOidRequest(OidRequest request, ref object? callContext);

    /// <summary>Sees a synchronous request on its way up, and may change its outcome. IRQL: at most Dispatch.</summary>
    /// <param name="request">The request.</param>
    /// <param name="callContext">What the issue hook left.</param>
    /// <param name="status">The status so far.</param>
    [WindowsDdi("FilterSynchronousOidRequestComplete")]
    void SynchronousOidRequestComplete(OidRequest request, object? callContext, ref NtStatus status)
    {
    }
}
