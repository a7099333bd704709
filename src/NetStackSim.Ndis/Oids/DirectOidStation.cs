using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A driver that takes direct requests: each goes to it at once, at the IRQL of the submitter, however many it has already.</summary>
internal abstract class DirectOidStation(NdisRuntime runtime) : OidStation(runtime)
{
    private OidRequest? _pending;

    /// <summary>True when the driver has no request.</summary>
    public bool IsIdle => _pending is null;

    protected override OidPath Path => OidPath.Direct;

    public override void Cancel(ulong requestId)
    {
        for (OidRequest? request = _pending; request is not null; request = request.Next)
        {
            if (request.RequestId == requestId)
            {
                CancelAtDriver(requestId);
                return;
            }
        }
    }

    public override void Cancel(OidRequest request) => CancelAtDriver(request.RequestId);

    public override void AddPending(List<OidRequest> pending)
    {
        int first = pending.Count;
        for (OidRequest? request = _pending; request is not null; request = request.Next)
        {
            pending.Insert(first, request);
        }
    }

    protected override NtStatus Accept(OidRequest request)
    {
        request.Next = _pending;
        _pending = request;
        NtStatus status = Handle(request);
        if (status != NtStatus.Pending)
        {
            CheckReturn(request, status);
            Finish(request, status);
        }

        return status;
    }

    public override bool IsAtDriver(OidRequest request)
    {
        for (OidRequest? pending = _pending; pending is not null; pending = pending.Next)
        {
            if (ReferenceEquals(pending, request))
            {
                return true;
            }
        }

        return false;
    }

    protected override void Finish(OidRequest request, NtStatus status)
    {
        Unlink(request);
        base.Finish(request, status);
    }

    private void Unlink(OidRequest request)
    {
        if (ReferenceEquals(_pending, request))
        {
            _pending = request.Next;
        }
        else
        {
            for (OidRequest? before = _pending; before is not null; before = before.Next)
            {
                if (ReferenceEquals(before.Next, request))
                {
                    before.Next = request.Next;
                    break;
                }
            }
        }

        request.Next = null;
    }
}
