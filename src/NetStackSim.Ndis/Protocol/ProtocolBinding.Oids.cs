using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <content>Requests of the protocol.</content>
public sealed partial class ProtocolBinding
{
    /// <summary>
    /// Submits a request. NDIS answers what it knows (attributes, link state, lists), joins packet filters and multicast lists of all bindings, and passes the rest
    /// down. When the result is Pending the completion comes to <see cref="IProtocol.OidRequestComplete"/>. IRQL: at most Dispatch.
    /// </summary>
    [WindowsDdi("NdisOidRequest")]
    public NtStatus OidRequest(OidRequest request)
    {
        NdisDdi.OidRequest.Check(Adapter.Kernel);
        NdisArgument.NotNull(request, Adapter.Kernel, "NdisOidRequest");
        return MayRequest ? Submit(request, isDirect: false) : NdisStatus.InvalidState;
    }

    /// <summary>Asks for pending requests of this identifier to be given up. IRQL: at most Dispatch. Best effort.</summary>
    [WindowsDdi("NdisCancelOidRequest")]
    public void CancelOidRequest(ulong requestId)
    {
        NdisDdi.CancelOidRequest.Check(Adapter.Kernel);
        _stack.Oids.Cancel(requestId);
    }

    /// <summary>
    /// Submits a direct request: it goes to filters and miniport at once, at this IRQL, past regular ones that wait. When the result is Pending the completion comes to
    /// <see cref="IProtocol.DirectOidRequestComplete"/>. IRQL: at most Dispatch.
    /// </summary>
    /// <returns>NotSupported when the miniport has no handler for direct requests.</returns>
    [WindowsDdi("NdisDirectOidRequest")]
    public NtStatus DirectOidRequest(OidRequest request)
    {
        NdisDdi.DirectOidRequest.Check(Adapter.Kernel);
        NdisArgument.NotNull(request, Adapter.Kernel, "NdisDirectOidRequest");
        return MayRequest ? Submit(request, isDirect: true) : NdisStatus.InvalidState;
    }

    /// <summary>Asks for pending direct requests of this identifier to be given up. IRQL: at most Dispatch. Best effort.</summary>
    [WindowsDdi("NdisCancelDirectOidRequest")]
    public void CancelDirectOidRequest(ulong requestId)
    {
        NdisDdi.CancelDirectOidRequest.Check(Adapter.Kernel);
        _stack.Oids.CancelDirect(requestId);
    }

    /// <summary>Issues a synchronous request: filters and miniport answer before this returns. IRQL: at most Dispatch.</summary>
    /// <returns>The result, never Pending; NotSupported when the miniport has no handler for synchronous requests.</returns>
    [WindowsDdi("NdisSynchronousOidRequest")]
    public NtStatus SynchronousOidRequest(OidRequest request)
    {
        NdisDdi.SynchronousOidRequest.Check(Adapter.Kernel);
        NdisArgument.NotNull(request, Adapter.Kernel, "NdisSynchronousOidRequest");
        return MayRequest ? _stack.Oids.IssueSynchronous(request, this) : NdisStatus.InvalidState;
    }

    private bool MayRequest => IsOpen && State != BindingState.Unbound;

    /// <inheritdoc/>
    void IOidSubmitter.OidRequestComplete(OidRequest request, NtStatus status)
    {
        if (request.Path == OidPath.Direct)
        {
            _protocol?.DirectOidRequestComplete(request, status);
        }
        else
        {
            _protocol?.OidRequestComplete(request, status);
        }

        _requestsOut--;
        RequestEnded();
    }

    // Counted before, since it may be completed before the call that submits it has come back with Pending.
    private NtStatus Submit(OidRequest request, bool isDirect)
    {
        _requestsOut++;
        NtStatus status = isDirect ? _stack.Oids.SubmitDirect(request, this) : _stack.Oids.Submit(request, this);
        if (status != NtStatus.Pending)
        {
            _requestsOut--;
            RequestEnded();
        }

        return status;
    }
}
