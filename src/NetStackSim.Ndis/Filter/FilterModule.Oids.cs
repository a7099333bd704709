using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Requests: what the module submits to the drivers below, and completes for those above.</content>
public sealed partial class FilterModule
{
    private PendingStep? _requestsEnd;
    private int _requestsOut;

    /// <summary>
    /// Submits a request to the drivers below: a clone of one that came from above, or the module's own. When it is Pending, the result comes to
    /// <see cref="IFilterOid.OidRequestComplete"/>. IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("NdisFOidRequest")]
    public NtStatus OidRequest(OidRequest request)
    {
        NdisDdi.FOidRequest.Check(Adapter.Kernel);
        NdisArgument.NotNull(request, Adapter.Kernel, "NdisFOidRequest");
        return Submit(_stack.StationBelow(_stack.IndexOf(this)), request);
    }

    /// <summary>Completes a request from above that the module had left pending. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisFOidRequestComplete")]
    public void OidRequestComplete(OidRequest request, NtStatus status)
    {
        NdisDdi.FOidRequestComplete.Check(Adapter.Kernel);
        NdisArgument.NotNull(request, Adapter.Kernel, "NdisFOidRequestComplete");
        Station.Complete(request, status);
        RequestEnded();
    }

    /// <summary>Asks the drivers below to give up requests of this identifier that the module submitted. IRQL: at most Dispatch. Best effort.</summary>
    [WindowsDdi("NdisFCancelOidRequest")]
    public void CancelOidRequest(ulong requestId)
    {
        NdisDdi.FCancelOidRequest.Check(Adapter.Kernel);
        _stack.StationBelow(_stack.IndexOf(this)).Cancel(requestId);
    }

    /// <summary>
    /// Submits a direct request to the drivers below: a clone of one that came from above, or the module's own. When it is Pending, the result comes to
    /// <see cref="IFilterDirectOid.DirectOidRequestComplete"/>. IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("NdisFDirectOidRequest")]
    public NtStatus DirectOidRequest(OidRequest request)
    {
        NdisDdi.FDirectOidRequest.Check(Adapter.Kernel);
        NdisArgument.NotNull(request, Adapter.Kernel, "NdisFDirectOidRequest");
        return Submit(_stack.DirectStationBelow(_stack.IndexOf(this)), request);
    }

    /// <summary>Completes a direct request from above that the module had left pending. IRQL: at most Dispatch.</summary>
    [WindowsDdi("NdisFDirectOidRequestComplete")]
    public void DirectOidRequestComplete(OidRequest request, NtStatus status)
    {
        NdisDdi.FDirectOidRequestComplete.Check(Adapter.Kernel);
        NdisArgument.NotNull(request, Adapter.Kernel, "NdisFDirectOidRequestComplete");
        DirectStation.Complete(request, status);
        RequestEnded();
    }

    /// <summary>Asks the drivers below to give up direct requests of this identifier that the module submitted. IRQL: at most Dispatch. Best effort.</summary>
    [WindowsDdi("NdisFCancelDirectOidRequest")]
    public void CancelDirectOidRequest(ulong requestId)
    {
        NdisDdi.FCancelDirectOidRequest.Check(Adapter.Kernel);
        _stack.DirectStationBelow(_stack.IndexOf(this)).Cancel(requestId);
    }

    /// <summary>Issues a synchronous request of the module's own to the drivers below. IRQL: at most Dispatch.</summary>
    /// <returns>The result; never Pending.</returns>
    [WindowsDdi("NdisFSynchronousOidRequest")]
    public NtStatus SynchronousOidRequest(OidRequest request)
    {
        NdisDdi.FSynchronousOidRequest.Check(Adapter.Kernel);
        NdisArgument.NotNull(request, Adapter.Kernel, "NdisFSynchronousOidRequest");
        return SynchronousOidPath.Issue(_stack, _stack.IndexOf(this), request);
    }

    /// <inheritdoc/>
    void IOidSubmitter.OidRequestComplete(OidRequest request, NtStatus status)
    {
        if (request.Path == OidPath.Direct)
        {
            DirectOidHandler?.DirectOidRequestComplete(request, status);
        }
        else
        {
            OidHandler?.OidRequestComplete(request, status);
        }

        _requestsOut--;
        RequestEnded();
    }

    /// <summary>The module is to be detached: no request goes through it any more.</summary>
    internal bool IsLeaving { get; private set; }

    private bool HasRequests => _requestsOut != 0 || !Station.IsIdle || !DirectStation.IsIdle;

    /// <summary>Sends new requests past the module. The step is complete when it has none of its own and none of others any more.</summary>
    internal PendingStep AwaitRequests()
    {
        IsLeaving = true;
        PendingStep step = new($"requests of filter '{Name}'", NdisWatchdog.FilterOid, Driver.Name);
        _requestsEnd = HasRequests ? step : null;
        return step.Returned(HasRequests ? NtStatus.Pending : NtStatus.Success);
    }

    // Counted before, since it may be completed before the call that submits it has come back with Pending.
    private NtStatus Submit(OidStation station, OidRequest request)
    {
        _requestsOut++;
        NtStatus status = station.Submit(request, this);
        if (status != NtStatus.Pending)
        {
            _requestsOut--;
            RequestEnded();
        }

        return status;
    }

    private void RequestEnded()
    {
        if (_requestsEnd is { } step && !HasRequests)
        {
            _requestsEnd = null;
            step.Complete(NtStatus.Success);
        }
    }
}
