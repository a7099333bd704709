using NetStackSim.Kernel;

namespace NetStackSim.Ndis;

/// <summary>A driver that takes regular requests (a filter module or the miniport) with the queue in front of it: one request at a time.</summary>
internal abstract class OidStation : ITimerTarget
{
    private readonly SimKernel _kernel;
    private readonly NdisRuntime _runtime;
    private readonly KernelTimer? _timer;
    private OidRequest? _active;
    private OidRequest? _first;
    private OidRequest? _last;

    protected OidStation(NdisRuntime runtime)
    {
        _runtime = runtime;
        _kernel = runtime.Kernel;
        _timer = runtime.Ownership is null ? null : new KernelTimer(_kernel.BootProcessor, this);
    }

    /// <summary>The driver, for reports.</summary>
    public abstract string DriverName { get; }

    /// <summary>The request that the driver has, or null.</summary>
    public OidRequest? Active => _active;

    /// <summary>Takes a request. Pending: the submitter is called when it is complete.</summary>
    public NtStatus Submit(OidRequest request, IOidSubmitter submitter)
    {
        request.Submitter = submitter;
        if (_active is not null)
        {
            Enqueue(request);
            return NtStatus.Pending;
        }

        return Start(request);
    }

    /// <summary>The driver completes a request that it had left pending.</summary>
    public void Complete(OidRequest request, NtStatus status)
    {
        if (!ReferenceEquals(request.Station, this) || !ReferenceEquals(_active, request))
        {
            _runtime.Ownership?.Violation(NdisVerifierRules.OidDoubleComplete, DriverName, $"{request} was completed and is not pending");
            NdisBugCheck.Raise(_kernel, NdisBugCheckCode.OidNotPending, DriverName, $"{request} was completed and is not pending");
        }

        if (status == NtStatus.Pending)
        {
            _runtime.Ownership?.Violation(NdisVerifierRules.OidComplete, DriverName, $"{request} was completed with Pending");
        }

        Answered(request, status);
    }

    /// <summary>Gives up requests of this identifier: those in the queue at once, the active one by asking the driver.</summary>
    public void Cancel(ulong requestId)
    {
        OidRequest? queued = _first;
        _first = _last = null;
        while (queued is not null)
        {
            OidRequest? next = queued.Next;
            queued.Next = null;
            if (queued.RequestId == requestId)
            {
                queued.Station = null;
                queued.Submitter!.OidRequestComplete(queued, NdisStatus.RequestAborted);
            }
            else
            {
                Enqueue(queued);
            }

            queued = next;
        }

        if (_active?.RequestId == requestId)
        {
            CancelActive(requestId);
        }
    }

    /// <inheritdoc/>
    void ITimerTarget.OnTimer(int id) =>
        _runtime.Ownership!.Violation(NdisVerifierRules.TimedOidComplete, DriverName, $"{_active} is not complete after {_runtime.Timeouts.OidNs / 1_000_000_000} s");

    /// <summary>Gives the request to the driver. Pending: the driver completes it later.</summary>
    protected abstract NtStatus Handle(OidRequest request);

    /// <summary>Asks the driver to give the active request up.</summary>
    protected abstract void CancelActive(ulong requestId);

    /// <summary>The driver answered a request outside <see cref="Submit"/>: it goes to its submitter, and the next one starts.</summary>
    protected void Answered(OidRequest request, NtStatus status)
    {
        Finish(request, status);
        request.Submitter!.OidRequestComplete(request, status);
        StartNext();
    }

    /// <summary>A request is complete.</summary>
    protected virtual void OnFinished(OidRequest request, NtStatus status)
    {
    }

    private NtStatus Start(OidRequest request)
    {
        _active = request;
        request.Station = this;
        NtStatus status = Handle(request);
        if (status != NtStatus.Pending)
        {
            Finish(request, status);
        }
        else if (ReferenceEquals(_active, request))
        {
            _timer?.SetAfter(_runtime.Timeouts.OidNs);
        }

        return status;
    }

    private void Finish(OidRequest request, NtStatus status)
    {
        _timer?.Cancel();
        _active = null;
        request.Station = null;
        if (request.BytesWritten > request.InformationBuffer.Length)
        {
            NdisBugCheck.Raise(
                _kernel, NdisBugCheckCode.OidCompletedWithBadBuffer, DriverName,
                $"{request} was completed with {request.BytesWritten} bytes in a buffer of {request.InformationBuffer.Length}");
        }

        OnFinished(request, status);
    }

    private void StartNext()
    {
        while (_active is null && _first is { } next)
        {
            _first = next.Next;
            if (_first is null)
            {
                _last = null;
            }

            next.Next = null;
            NtStatus status = Start(next);
            if (status != NtStatus.Pending)
            {
                next.Submitter!.OidRequestComplete(next, status);
            }
        }
    }

    private void Enqueue(OidRequest request)
    {
        if (_last is null)
        {
            _first = request;
        }
        else
        {
            _last.Next = request;
        }

        _last = request;
    }
}
