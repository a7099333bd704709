using NetStackSim.Kernel;

namespace NetStackSim.Ndis.Tests.Doubles;

/// <summary>Clones every request, regular and direct, and copies the result back, as the documentation has it; logs synchronous ones.</summary>
internal class RequestFilter(TestFilterDriver driver, FilterModule module) : IdleFilter(driver, module), IFilterOid, IFilterDirectOid, IFilterSynchronousOid
{
    public NtStatus IssueResult { get; set; } = NtStatus.Success;

    public virtual NtStatus OidRequest(OidRequest request) => Pass(request, Module.OidRequest);

    public void OidRequestComplete(OidRequest request, NtStatus status) => Module.OidRequestComplete(TakeResult(request), status);

    public void CancelOidRequest(ulong requestId)
    {
        Driver.Log.Add($"{Driver.Name} cancel {requestId}");
        Module.CancelOidRequest(requestId);
    }

    public NtStatus DirectOidRequest(OidRequest request) => Pass(request, Module.DirectOidRequest);

    public void DirectOidRequestComplete(OidRequest request, NtStatus status) => Module.DirectOidRequestComplete(TakeResult(request), status);

    public void CancelDirectOidRequest(ulong requestId) => Module.CancelDirectOidRequest(requestId);

    public NtStatus SynchronousOidRequest(OidRequest request, ref object? callContext)
    {
        Driver.Log.Add($"{Driver.Name} issue {callContext ?? "-"}");
        callContext = Driver.Name;
        return IssueResult;
    }

    public void SynchronousOidRequestComplete(OidRequest request, object? callContext, ref NtStatus status) => Driver.Log.Add($"{Driver.Name} complete {callContext} {status}");

    private static NtStatus Pass(OidRequest request, Func<OidRequest, NtStatus> submit)
    {
        OidRequest clone = request.Clone();
        clone.SourceReserved0 = request;
        NtStatus status = submit(clone);
        if (status != NtStatus.Pending)
        {
            clone.CopyResultTo(request);
        }

        return status;
    }

    private static OidRequest TakeResult(OidRequest clone)
    {
        OidRequest original = (OidRequest)clone.SourceReserved0!;
        clone.CopyResultTo(original);
        return original;
    }
}
